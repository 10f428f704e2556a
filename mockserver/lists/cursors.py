"""Cursors: positions between two items of a list, as values that the schemas of the document accept.

A position is found again by the item before it or after it, so that items which are created or deleted meanwhile
neither repeat nor skip others.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import blake2b
from typing import Any
from uuid import UUID

from contracts.spec.keys import Keys, value_at
from contracts.spec.list_names import AFTER, BEFORE, ID_CURSORS
from contracts.spec.schemas import Schema
from mockserver.http.coercion import scalar_types
from mockserver.lists.items import Listed
from mockserver.lists.query_fields import QueryField, integer_of, node_of


class Form(StrEnum):
    """How a cursor is written."""

    TOKEN = "token"  # noqa: S105 (not a password)
    UUID = "uuid"
    ID = "id"
    OFFSET = "offset"


_INDEX = 4
_CHECK = 4
_HASH = {Form.TOKEN: 8, Form.UUID: 4}
"""Sizes in bytes: of the index, of the checksum that refuses other tokens, and of the hash of an item's id."""


class Cursors:
    """The cursors of one operation.

    :param key: identifies the operation: cursors of other operations are not accepted.
    :param field: the parameter that takes the cursor.
    :param schemas: the schemas of the properties that return it.
    """

    def __init__(self, key: str, field: QueryField, schemas: Sequence[Schema], identity: Schema | None, id_path: Keys):
        self._key, self._field, self._id_path = key.encode(), field, id_path
        self._takes_ids = field.plain in AFTER | BEFORE
        all_schemas = [*([field.schema] if field.schema is not None else []), *schemas]
        self._form = Form.ID if self._is_id(schemas) else self._fitting(all_schemas, identity)

    def _is_id(self, schemas: Sequence[Schema]) -> bool:
        return self._field.plain in ID_CURSORS or (self._takes_ids and not schemas)

    def _fitting(self, schemas: Sequence[Schema], identity: Schema | None) -> Form:
        """Return the first form that all schemas accept."""
        if all(schema.is_valid(self._token(0, [], Form.TOKEN)) for schema in schemas):
            return Form.TOKEN
        if all(schema.is_valid(self._token(0, [], Form.UUID)) for schema in schemas):
            return Form.ID if node_of(identity).get("format") == "uuid" else Form.UUID
        is_number = identity is not None and "integer" in scalar_types(identity)
        if is_number and all("integer" in scalar_types(schema) for schema in schemas):
            return Form.ID
        return Form.OFFSET if all(schema.is_valid(1) or schema.is_valid("1") for schema in schemas) else Form.ID

    def values(self, rows: Sequence[Listed], index: int, *, forward: bool = True) -> list[Any]:
        """Return the cursor of a position in several forms, the preferred one first.

        :param index: the position is before the item with this index.
        :param forward: the page after the position is wanted, otherwise the page before it.
        """
        if self._form in _HASH:
            return [self._token(index, rows, self._form)]
        if self._form is Form.OFFSET:
            return [index, str(index)]
        at = index - 1 if forward else index
        if not 0 <= at < len(rows):
            return []
        return [value_at(rows[at].item, self._id_path), rows[at].identifier]

    def position(self, value: Any, rows: Sequence[Listed], *, forward: bool = True) -> int | None:
        """Return the index of a cursor's position, or ``None`` if it was not issued by this operation."""
        if self._is_start(value):
            return 0
        if self._form is Form.OFFSET:
            found = integer_of(value)
            return None if found is None else min(found, len(rows))
        if self._form in _HASH and (index := self._read(str(value), rows, forward=forward)) is not None:
            return index
        return self._after_id(value, rows, forward=forward) if self._form is Form.ID or self._takes_ids else None

    def _is_start(self, value: Any) -> bool:
        """Whether a value stands for the beginning: empty, the default, or a documented example."""
        return value in ("", "*", None) or value == self._field.default or value in self._field.examples

    def _after_id(self, value: Any, rows: Sequence[Listed], *, forward: bool) -> int | None:
        text = str(value)
        for index, row in enumerate(rows):
            if text in (row.identifier, str(value_at(row.item, self._id_path))):
                return index + 1 if forward else index
        return _between(text, rows, forward=forward)

    def _token(self, index: int, rows: Sequence[Listed], form: Form) -> str:
        size = _HASH[form]
        around = [_digest(rows, index - 1, size), _digest(rows, index, size)]
        payload = b"".join([index.to_bytes(_INDEX, "big"), *around])
        raw = payload + self._checksum(payload)
        return str(UUID(bytes=raw)) if form is Form.UUID else urlsafe_b64encode(raw).decode("ascii")

    def _checksum(self, payload: bytes) -> bytes:
        return blake2b(payload, digest_size=_CHECK, key=blake2b(self._key, digest_size=32).digest()).digest()

    def _read(self, text: str, rows: Sequence[Listed], *, forward: bool) -> int | None:
        size = _HASH[self._form]
        try:
            raw = UUID(text).bytes if self._form is Form.UUID else urlsafe_b64decode(text.encode("ascii"))
        except (ValueError, binascii.Error):
            return None
        payload = raw[:-_CHECK]
        if len(payload) != _INDEX + 2 * size or raw[-_CHECK:] != self._checksum(payload):
            return None
        index, before = int.from_bytes(payload[:_INDEX], "big"), payload[_INDEX : _INDEX + size]
        return _found(index, before, payload[_INDEX + size :], rows, forward=forward)


def _digest(rows: Sequence[Listed], index: int, size: int) -> bytes:
    """Return the hash of an item's id; zeros beyond either end of the list."""
    if not 0 <= index < len(rows):
        return bytes(size)
    return blake2b(rows[index].identifier.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def _found(index: int, before: bytes, after: bytes, rows: Sequence[Listed], *, forward: bool) -> int:
    """Return the index of a position: after one item or before the other; by number if both were deleted."""
    size = len(before)
    if index == 0 and forward:
        return 0
    digests = {_digest(rows, at, size): at for at in range(len(rows))}
    places = [digests[before] + 1] if before in digests else []
    places += [digests[after]] if after in digests else []
    if not places:
        return min(index, len(rows))
    return places[0] if forward else places[-1]


def _between(text: str, rows: Sequence[Listed], *, forward: bool) -> int | None:
    """Return the position of the number of a deleted item among ascending numbers, or ``None``."""
    number, known = integer_of(text), _integers(row.identifier for row in rows)
    if number is None or not number or known is None or known != sorted(known):
        return None
    return bisect_right(known, number) if forward else bisect_left(known, number)


def _integers(texts: Iterable[str]) -> list[int] | None:
    numbers = [integer_of(text) for text in texts]
    return None if None in numbers else [number for number in numbers if number is not None]
