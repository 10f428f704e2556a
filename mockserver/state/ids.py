"""Ids of generated items: valid for the property with the id and for the path parameter, and unique in a collection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.spec.schemas import Schema
from mockserver.http.coercion import compile_coercion
from mockserver.state.item_schema import ItemSchema

LENGTHS = (8, 12, 24, 26, 32, 36, 4, 2, 1)
"""Lengths of ids to try in characters, for schemas that limit the length."""


class IdSource:
    """Generates ids for the items of a collection.

    :param values: schema of the path parameter with the id, or ``None``.
    :param preferred: compiles a function that returns the id of the generated item of a key, on first use.
    """

    def __init__(
        self,
        item_schema: ItemSchema,
        values: Schema | None,
        generators: Generators,
        preferred: Callable[[], Callable[[str], Any]],
    ) -> None:
        self._item_schema = item_schema
        self._values = values
        self._read = compile_coercion(values)
        self._preferred = preferred
        self._generators = generators

    def candidates(self, key: str, number: int) -> Iterator[str]:
        """Yield valid ids for the n-th item of a collection, the preferred one first.

        :param key: generator key of the item.
        """
        for identifier in self._all(key, number):
            if identifier and self.is_valid(identifier):
                yield identifier

    def is_valid(self, identifier: str) -> bool:
        """Whether an id satisfies the schemas of the property and of the path parameter."""
        if self._item_schema.id_schema is not None and str(self._item_schema.parse_id(identifier)) != identifier:
            return False  # also "07", which is another notation of the id 7
        if self._values is None:
            return True
        value = self._read(identifier) if self._read is not None else identifier
        return str(value) == identifier and self._values.request_validator.is_valid(value)

    def _all(self, key: str, number: int) -> Iterator[str]:
        if self._item_schema.id_schema is None and self.is_valid(str(number)):
            yield str(number)
            return
        found = [_text(self._preferred()(key)) if self._item_schema.id_path else ""]
        yield found[0]
        for schema in (self._item_schema.id_schema, self._values):
            if schema is not None:
                found += self._generated(schema, key)
                yield found[-1]
        for text in dict.fromkeys(found):
            yield from _varied(text, key)
        yield from _derived(key, number)

    def _generated(self, schema: Schema, key: str) -> list[str]:
        try:
            return [_text(self._generators.compile(schema)(f"{key}\0id"))]
        except GenerationError:
            return [""]


def _text(value: Any) -> str:
    """Return an id as it appears in a path; ``""`` if the value is not an id."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def _varied(text: str, key: str) -> Iterator[str]:
    """Yield ids of the same form, for schemas whose generated value is always their example: ``se-7`` for ``se-2``."""
    digest = hashlib.blake2b(key.encode(), digest_size=64).digest()
    start = max(map(text.rfind, "-_.:/")) + 1
    for chosen in (str.isdecimal, str.isalnum):
        last = (_other(one, digest[index % 64]) if chosen(one) else one for index, one in enumerate(text[start:]))
        yield text[:start] + "".join(last)


def _other(character: str, byte: int) -> str:
    """Return a character of the same kind: a digit, or a hexadecimal letter in the same case."""
    if not character.isascii():
        return character
    if character.isdecimal():
        return str(byte % 10)
    letter = "abcdef"[byte % 6]
    return letter if character.islower() else letter.upper()


def _derived(key: str, number: int) -> Iterator[str]:
    """Yield ids of common formats that are derived from a key, for schemas whose generated values are all in use."""
    digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
    yield str(UUID(bytes=digest, version=4))
    yield str(1000 + number)
    yield str(number)
    text = digest.hex() + digest[:4].hex()
    for length in LENGTHS:
        yield text[:length]
        yield text[:length].upper()
