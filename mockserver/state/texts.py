"""Items that nobody wrote, as JSON: joined from fragments where that can be, remembered for those who ask again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from contracts.data.encoding import encode_json
from contracts.data.generate import Generator
from contracts.data.written import HOLE, text_of
from mockserver.exchange import ABSENT
from mockserver.state.items import Item, ItemKind

LONGEST = 200
"""Characters of a key with which an item is remembered; who sends longer ids shall not fill the memory with them."""

REMEMBERED = 1024
"""Texts that are kept for each kind of item: a client asks for few of them again and again."""


class Texts:
    """Makes the JSON of an item from its key and the id in its path.

    :param born: makes the item.
    :param generator: what it is made by; ``None`` where it is not generated.
    """

    def __init__(self, kind: ItemKind, born: Callable[[str], Item], generator: Generator | None) -> None:
        self._kind = kind
        self._born = born
        # Where something in the item depends on its id, the item has to be made.
        self._texts = generator.texts_with(kind.id_field) if generator is not None and not kind.propagates_id else None
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._made)

    def __call__(self, key: str, identifier: str) -> bytes | None:
        """The JSON; ``None`` for an item that its schema refuses."""
        return (self._remembered if len(key) < LONGEST else self._made)(key, identifier)

    def _made(self, key: str, identifier: str) -> bytes | None:
        own = self._kind.parse_id(identifier) if self._texts is not None else ABSENT
        text = self._texts(key) if self._texts is not None and own is not ABSENT else None
        if text is not None:
            return text.replace(HOLE, text_of(own), 1).encode()
        item = self._kind.identify(self._born(key), identifier)
        return encode_json(item) if self._kind.schema.is_valid(item) else None
