"""The interface of a store of written items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Change = Callable[[bytes | None], bytes]
"""Maps the stored value (``None`` if the key is not stored) to the new value. If it raises, nothing is written."""


class Store(Protocol):
    """A mapping of string keys to bytes. It holds written items only and knows nothing about schemas."""

    def get(self, key: str) -> bytes | None:
        """Return the stored value, or ``None``."""

    def change(self, key: str, change: Change) -> bytes:
        """Atomically replace the value of a key by ``change(value)`` and return the new value."""

    def keys(self, prefix: str) -> list[str]:
        """Return the keys that start with a prefix, in the order of their first write."""

    def close(self) -> None:
        """Close files and connections."""
