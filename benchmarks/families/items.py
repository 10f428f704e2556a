"""Items in JSON bodies: through envelopes, by their id, and compared with what was sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.item_fields import all_of_parts, is_created, is_hidden, is_updated
from contracts.generation.json_encoding import encode_json
from contracts.generation.name_words import singular, words
from contracts.spec.schemas import Schema

ENVELOPES = frozenset(
    {"data", "result", "results", "item", "items", "attributes", "response", "payload", "body", "resource", "object",
     "content", "value", "entity", "record", "node", "details", "properties", "model", "return", "info"}
)  # fmt: skip
"""Names of properties that contain an item."""

DEEPEST = 4
"""Maximum number of objects around an item."""

JsonPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Level:
    """An object of a body: the body itself, or an object in an envelope.

    :param path: where it is in the body.
    :param schema: its documented schema, if known.
    """

    path: JsonPath
    value: dict[str, Any]
    schema: Schema | None


class Names:
    """The names of the properties that may have the id of an item, without separators and in lower case.

    :param parameter: the path parameter of the item, e.g. ``petId``.
    :param collection: path template of the collection, e.g. ``/pets``.
    :ivar strict: the name of the parameter, and its last word: ``petid`` and ``id``.
    :ivar usual: usual names of ids.
    :ivar weak: names of properties that identify an item in some APIs.
    """

    def __init__(self, parameter: str, collection: str) -> None:
        parts = [part for part in collection.rstrip("/").split("/") if "{" not in part]
        self.item = plain(singular(parts[-1].removesuffix(".json").lower())) if parts else ""
        last = words(parameter)[-1:] if len(words(parameter)) > 1 else ()
        self.strict = tuple(dict.fromkeys([plain(parameter), *last]))
        usual = ("id", "uuid", "guid", "sid", "uid", "arn", "identifier")
        weak = ("key", "slug", "name", "number", "code")
        self._full = self.strict[0]
        self.usual = (*usual, *(f"{self.item}{name}" for name in usual), f"id{self.item}")
        self.weak = (*weak, *(f"{self.item}{name}" for name in weak))

    def narrow(self, schema: Schema | None) -> None:
        """Omit the last word of the parameter from :attr:`strict` if an item has only the whole name.

        A response to POST may have that word for something else: a service with ``serviceName`` is created by a
        long-running operation with a ``name``.
        """
        known = {plain(name) for level in schema_levels(schema, self) for name in level.possible_properties}
        if self._full in known:
            self.strict = tuple(name for name in self.strict if name in known)

    def candidates(self, value: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return the properties of an object that may be its id, the likeliest first.

        Other names count only if no property has the name of the parameter.
        """
        kinds = (self.strict, self.usual, self.weak)
        return next((found for names in kinds if (found := _scalars(value, names))), [])

    def has_id(self, value: dict[str, Any]) -> bool:
        """Whether an object has an id with the name of the parameter or a usual name."""
        return bool(_scalars(value, (*self.strict, *self.usual)))

    def documented(self, schema: Schema | None) -> bool:
        """Whether a schema has an id, also in envelopes."""
        found = (plain(name) for level in schema_levels(schema, self) for name in level.possible_properties)
        return any(name in {*self.strict, *self.usual} for name in found)

    def encloses(self, name: str) -> bool:
        """Whether a property with this name contains an item."""
        one = plain(singular(name.lower()))
        return name.lower() in ENVELOPES or one == self.item or (len(self.item) > 3 and one.endswith(self.item))


def plain(name: str) -> str:
    """Return the letters and digits of a name in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _scalars(value: dict[str, Any], names: Sequence[str]) -> list[tuple[str, Any]]:
    by_name = {plain(name): name for name in reversed(value)}
    found = [(by_name[name], value[by_name[name]]) for name in names if name in by_name]
    return [(name, item) for name, item in found if is_id(item)]


def is_id(value: Any) -> bool:
    """Whether a value can be an id: a non-empty string or an integer."""
    return (isinstance(value, str) and value != "") or (isinstance(value, int) and not isinstance(value, bool))


def same_id(one: Any, other: Any) -> bool:
    """Whether two ids are equal as strings in a path."""
    return is_id(one) and is_id(other) and str(one).casefold() == str(other).casefold()


def levels(body: Any, schema: Schema | None, names: Names) -> list[Level]:
    """Return the objects of a body that may be the item, the outermost first."""
    found: list[Level] = []
    _collect(body, schema, names, (), found)
    return found


def _collect(value: Any, schema: Schema | None, names: Names, path: JsonPath, found: list[Level]) -> None:
    if len(path) > DEEPEST:
        return
    if isinstance(value, list) and value:  # several items: the first one, as in the body that was sent
        _collect(value[0], items_schema(schema), names, (*path, 0), found)
    if not isinstance(value, dict):
        return
    found.append(Level(path, value, schema))
    nested = {name: below for name, below in value.items() if isinstance(below, dict | list)}
    for name, below in nested.items():
        if names.encloses(name) or (len(value) == 1 and isinstance(below, dict)):
            _collect(below, property_schema(schema, name), names, (*path, name), found)


def schema_levels(schema: Schema | None, names: Names, depth: int = 0) -> Iterator[Schema]:
    """Yield the schemas of the objects that may be the item, the outermost first."""
    if schema is None or depth > DEEPEST:
        return
    yield from schema_levels(items_schema(schema), names, depth + 1)
    yield schema
    known = schema.possible_properties
    for name, below in known.items():
        if names.encloses(name) or len(known) == 1:
            yield from schema_levels(below, names, depth + 1)


def items_schema(schema: Schema | None) -> Schema | None:
    """Return the schema of the items of an array, also in ``allOf``; ``None`` if it is not an array."""
    parts = all_of_parts(schema) if schema is not None else ()
    return next((part.items for part in parts if part.items is not None), None)


def property_schema(schema: Schema | None, name: str) -> Schema | None:
    """Return the schema of a property, also in ``oneOf`` and ``anyOf``; ``None`` if it is not documented."""
    return schema.possible_properties.get(name) if schema is not None else None


@dataclass(frozen=True)
class Mismatch:
    """A value in a response that differs from the expected one."""

    path: str
    expected: Any
    got: Any

    def __str__(self) -> str:
        return f"{self.path}: expected {display(self.expected)}, got {display(self.got)}"


MISSING: Any = object()


def display(value: Any) -> str:
    """Return a JSON value as a string of at most 60 characters."""
    if value is MISSING:
        return "no property"
    text = encode_json(value).decode("utf-8", "replace")
    return text if len(text) <= 60 else f"{text[:57]}…"


def body_mismatches(
    sent: Sequence[Level], got: Sequence[Level], skip: frozenset[str], *, listed: bool = False
) -> list[Mismatch]:
    """Return the values of a body that a response documents but does not contain.

    Each object is compared with the object of the response that has most of its properties. Names are equal without
    separators and case, as some APIs accept ``FriendlyName`` and return ``friendly_name``. Only documented properties
    count, and only values that are valid there. Timestamps of creation and update count only for listed items.

    :param skip: names that are not compared, such as ids.
    :param listed: whether ``got`` is a listed item, which may omit properties.
    """
    found: list[Mismatch] = []
    compared: set[JsonPath] = set()
    comparer = _Comparer({plain(name) for name in skip}, listed=listed)
    for level in sent:
        other = max(got, key=lambda one: len(_common(level, one)), default=None)
        common = _common(level, other) if other else []
        if other is None or not common or any(level.path[: len(path)] == path for path in compared):
            continue
        compared |= {(*level.path, name) for name in common}
        found += comparer.differences(level.value, other.value, other.schema, "")
    return found


def listed_levels(item: Sequence[Level], got: Sequence[Level], identifier: Any, names: Names) -> list[Level]:
    """Return the objects of a response to GET by id that a listed item is compared with.

    That is the object that has the id and the most properties of the listed item, and the objects in it. Objects around
    it may have other properties with the same names, such as ``status``.
    """
    own = [one for one in item if any(same_id(value, identifier) for _, value in names.candidates(one.value))]
    chosen = max(own or item, key=lambda one: max((len(_common(one, other)) for other in got), default=0), default=None)
    return [one for one in item if chosen is not None and one.path[: len(chosen.path)] == chosen.path]


def _common(sent: Level, got: Level) -> list[str]:
    known = {plain(name) for name in (*got.value, *(got.schema.possible_properties if got.schema else ()))}
    return [name for name in sent.value if plain(name) in known]


class _Comparer:
    """Compares values that were sent with values of a response; see :func:`body_mismatches`."""

    def __init__(self, skip: set[str], *, listed: bool) -> None:
        self._skip, self._listed = skip, listed

    def differences(self, sent: Any, got: Any, schema: Schema | None, path: str) -> Iterator[Mismatch]:
        if isinstance(sent, dict) and isinstance(got, dict):
            for name, value in sent.items():
                if not self._is_skipped(name, path) and not _is_other_spelling(name, sent, schema):
                    yield from self._property(name, value, got, schema, path)
        elif isinstance(sent, list) and isinstance(got, list) and len(sent) == len(got):
            for index, (one, other) in enumerate(zip(sent, got, strict=True)):
                yield from self.differences(one, other, items_schema(schema), f"{path}[{index}]")
        elif not equivalent(sent, got) and (schema is None or schema.is_valid(sent)):
            yield Mismatch(path, sent, got)

    def _is_skipped(self, name: str, path: str) -> bool:
        outer = all(part in ENVELOPES for part in path.split(".")) if path else True
        time = not self._listed and (is_created(name) or is_updated(name))
        return time or (outer and plain(name) in self._skip)

    def _property(
        self, name: str, value: Any, got: dict[str, Any], schema: Schema | None, path: str
    ) -> Iterator[Mismatch]:
        known = schema.possible_properties if schema is not None else {}
        name = _spelled(name, known)
        path = f"{path}.{name}".lstrip(".")
        below = known.get(name)
        if below is None or is_hidden(below):
            return
        if name in got:
            yield from self.differences(value, got[name], below, path)
        elif not self._listed and value is not None and below.is_valid(value):
            yield Mismatch(path, value, MISSING)


def _is_other_spelling(name: str, sent: dict[str, Any], schema: Schema | None) -> bool:
    """Whether a response documents the property by another spelling only, which was sent too: ``id`` and ``Id``."""
    spelled = _spelled(name, schema.possible_properties if schema is not None else {})
    return spelled != name and spelled in sent


def _spelled(name: str, known: Collection[str]) -> str:
    """Return the name as a response spells it."""
    return name if name in known else next((one for one in known if plain(one) == plain(name)), name)
