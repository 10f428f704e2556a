"""The interface of a store, and the way from its name to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Change = Callable[[bytes | None], bytes]
"""From what is stored (``None``: nothing) to what shall be. May raise, then nothing changes."""


class Store(Protocol):
    """Bytes by text key. Only what was written is here; a store knows nothing of schemas."""

    def get(self, key: str) -> bytes | None:
        """What was last written under the key, or ``None``."""

    def change(self, key: str, change: Change) -> bytes:
        """Replace what is stored by what ``change`` makes of it, as one step that no other writer gets between."""

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so, in the order in which they were first written."""

    def close(self) -> None:
        """Let go of files and connections."""


def open_store(name: str) -> Store:
    """Open the store that a setting names: ``memory`` or ``sqlite:FILE``."""
    if name == "memory":
        from mockserver.state.stores.memory import MemoryStore  # noqa: PLC0415 - only the store that is used

        return MemoryStore()
    from mockserver.state.stores.sqlite import SqliteStore  # noqa: PLC0415

    return SqliteStore(name.removeprefix("sqlite:"))
