"""JSON of generated items: joined from text fragments if possible, and cached."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

from contracts.generation.generate import Generator
from contracts.generation.json_encoding import encode_json
from contracts.generation.json_writer import HOLE, text_of
from mockserver.http.request import ABSENT
from mockserver.state.item_schema import Item, ItemSchema

MAX_KEY = 200
"""Maximum length of a cached key in characters, so that clients cannot fill the memory with long ids."""

CACHE_SIZE = 1024
"""Number of cached items per item schema; clients request few items again and again."""


class JsonCache:
    """Returns the JSON of an item by its generator key and the id in its path.

    :param make: makes the item.
    :param generator: returns the generator that ``make`` uses; ``None`` if the item is a documented example.
    """

    def __init__(
        self, item_schema: ItemSchema, make: Callable[[str], Item], generator: Callable[[], Generator] | None
    ) -> None:
        self._item_schema = item_schema
        self._make = make
        self._generator = generator
        self._cached = lru_cache(maxsize=CACHE_SIZE)(self._make_json)

    @cached_property
    def _template(self) -> Callable[[str], str | None] | None:
        """The text fragments, compiled on first use; ``None`` if other values depend on the id."""
        if self._generator is None or self._item_schema.propagates_id:
            return None
        return self._generator().texts_with(self._item_schema.id_field)

    def __call__(self, key: str, identifier: str) -> bytes | None:
        """Return the JSON, or ``None`` if the item is not valid."""
        return (self._cached if len(key) < MAX_KEY else self._make_json)(key, identifier)

    def _make_json(self, key: str, identifier: str) -> bytes | None:
        typed_id = self._item_schema.parse_id(identifier) if self._template is not None else ABSENT
        text = self._template(key) if self._template is not None and typed_id is not ABSENT else None
        if text is not None:
            return text.replace(HOLE, text_of(typed_id), 1).encode()
        item = self._item_schema.set_id(self._make(key), identifier)
        return encode_json(item) if self._item_schema.schema.is_valid(item) else None


class RelatedJsonCache:
    """Returns the JSON of generated items whose values depend on other collections.

    :param enabled: ``False`` if values are copied from other items, which may change.
    """

    def __init__(self, item_schema: ItemSchema, *, enabled: bool) -> None:
        self._schema = item_schema.schema
        self._enabled = enabled
        self._known: dict[str, bytes] = {}

    def __call__(self, key: str, make: Callable[[], Item]) -> bytes | None:
        """Return the JSON of the item of a key, or ``None`` if the item is not valid."""
        if (known := self._known.get(key)) is not None:
            return known
        item = make()
        if not self._schema.is_valid(item):
            return None
        json = encode_json(item)
        if self._enabled and len(key) < MAX_KEY:
            if len(self._known) >= CACHE_SIZE:
                self._known.pop(next(iter(self._known)), None)
            self._known[key] = json
        return json
