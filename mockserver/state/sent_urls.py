"""URLs of the documented servers that clients sent: what a client wrote is returned unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice

from mockserver.state.stores.store import Store
from mockserver.state.tables import URLS, TableName

MAX_URLS = 1000
"""Maximum number of URLs that are remembered of one request."""


class SentUrls:
    """The URLs that clients sent to one API, in the store that all workers share."""

    def __init__(self, store: Store, api: str) -> None:
        self._store = store
        self._table = str(TableName(URLS, api))

    def add(self, urls: Iterable[bytes]) -> None:
        """Remember URLs."""
        for url in islice(urls, MAX_URLS):
            self._store.change(self._table, _key(url), lambda _: b"1")

    def __contains__(self, url: bytes) -> bool:
        return self._store.get(self._table, _key(url)) is not None


def _key(url: bytes) -> str:
    return hashlib.blake2b(url, digest_size=16).hexdigest()
