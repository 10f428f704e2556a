"""A store in memory, for one process."""

from __future__ import annotations

from mockserver.state.stores.store import Change


class MemoryStore:
    """Keeps items until the process ends. It needs no locks: one thread serves all requests."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """See ``Store.get``."""
        return self._values.get(key)

    def change(self, key: str, change: Change) -> bytes:
        """See ``Store.change``."""
        value = self._values[key] = change(self._values.get(key))
        return value

    def keys(self, prefix: str) -> list[str]:
        """See ``Store.keys``."""
        return [key for key in self._values if key.startswith(prefix)]

    def close(self) -> None:
        """See ``Store.close``."""
        self._values.clear()
