"""The order of the items: by properties that the request names, each ascending or descending."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from contracts.spec.list_names import ASCENDING, DESCENDING, DIRECTIONS, NEWEST, OLDEST, SORTS, plain
from mockserver.http.request import ABSENT, RequestContext
from mockserver.lists.comparison import sort_key
from mockserver.lists.items import ItemProperties, ItemProperty, Listed
from mockserver.lists.query_fields import QueryField

MAX_KEYS = 20
"""Maximum number of sort keys of a request."""

MAX_LENGTH = 200
"""Maximum length of a sort value in characters; the rest is ignored."""

_ENDING = re.compile(r"(.+?)(?:[:,.|\s_-]+|(?<=[a-z0-9])(?=[A-Z]))(asc|desc|ascending|descending)", re.IGNORECASE)
_CALL = re.compile(r"(asc|desc)\((.+)\)", re.IGNORECASE)
SortKey = tuple[ItemProperty, bool]
"""A property, and whether it sorts descending."""


class Sorting:
    """The sort parameters of an operation."""

    def __init__(self, fields: Iterable[QueryField], properties: ItemProperties) -> None:
        fields = list(fields)
        directions = [one for one in fields if one.plain in DIRECTIONS | SORTS and _has_directions(one)]
        self._direction = next(iter(directions), None)
        self._sort = next((one for one in fields if one.plain in SORTS and one not in directions), None)
        self._properties = properties
        self.fields = tuple(one for one in (self._sort, self._direction) if one is not None)

    def __call__(self, request: RequestContext, items: Sequence[Listed]) -> Sequence[Listed]:
        """Return the items in the order of a request. Equal items keep their order; missing values are last."""
        value = self._direction.value(request) if self._direction is not None else None
        down = plain(str(value)) in DESCENDING
        for found, own in reversed(list(islice(self._keys(request, down=down), MAX_KEYS))):
            items = _sorted(items, found, down=own)
        return items

    def _keys(self, request: RequestContext, *, down: bool) -> Iterator[SortKey]:
        value = self._sort.value(request) if self._sort is not None else ABSENT
        if value is ABSENT or value is None:
            asked = self._direction is not None and self._direction.value(request) is not ABSENT
            created = self._properties.created() if asked else None
            if created is not None:
                yield created, down
            return
        for text in _parts(value):
            found = self._key(text, down=down)
            if found is not None:
                yield found

    def _key(self, text: str, *, down: bool) -> SortKey | None:
        """Return the property and direction that one part of a value names, or ``None``."""
        if text[:1] in {"-", "+"}:
            found = self._properties.find(text[1:].strip())
            return (found, text[0] == "-") if found is not None else None
        if (found := self._properties.find(text)) is not None:
            return found, down
        if plain(text) in NEWEST | OLDEST and (created := self._properties.created()) is not None:
            return created, plain(text) in NEWEST
        match, call = _ENDING.fullmatch(text), _CALL.fullmatch(text)
        name, direction = (match[1], match[2]) if match else (call[2], call[1]) if call else ("", "")
        found = self._properties.find(name) if name else None
        return (found, direction.lower() in DESCENDING) if found is not None else None


def _has_directions(field: QueryField) -> bool:
    """Whether the documented values are directions; for a name such as ``direction``, if no values are documented."""
    values = field.node.get("enum")
    if values:
        return all(plain(str(one)) in ASCENDING | DESCENDING for one in values)
    return field.plain not in SORTS or plain(str(field.default)) in ASCENDING | DESCENDING


def _parts(value: Any) -> Iterator[str]:
    """Yield the sort keys in a value: of an array, of a list with commas, or of an object with directions."""
    if isinstance(value, dict):
        yield from (f"{name} {direction}" for name, direction in value.items())
        return
    for text in value if isinstance(value, list) else [value]:
        yield from _joined(str(text)[:MAX_LENGTH].split(","))


def _joined(texts: Iterable[str]) -> Iterator[str]:
    """Yield sort keys; a direction between commas belongs to the key before it (``name,desc``)."""
    key = ""
    for text in (text.strip() for text in texts):
        if key and plain(text) in ASCENDING | DESCENDING:
            yield f"{key} {text}"
            key = ""
            continue
        if key:
            yield key
        key = text
    if key:
        yield key


def _sorted(items: Sequence[Listed], found: ItemProperty, *, down: bool) -> list[Listed]:
    present = [(value, one) for one in items if (value := found.value(one.item)) is not None]
    missing = [one for one in items if found.value(one.item) is None]
    present.sort(key=lambda pair: sort_key(pair[0]), reverse=down)
    return [one for _, one in present] + missing
