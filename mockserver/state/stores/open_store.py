"""Open the store that the ``store`` setting names."""

from __future__ import annotations

from mockserver.state.stores.store import Store


def open_store(name: str) -> Store:
    """Return a new store.

    :param name: ``memory`` or ``sqlite:FILE``.
    """
    if name == "memory":
        from mockserver.state.stores.memory import MemoryStore  # noqa: PLC0415 (load only the store that is used)

        return MemoryStore()
    from mockserver.state.stores.sqlite import SqliteStore  # noqa: PLC0415 (as above)

    return SqliteStore(name.removeprefix("sqlite:"))
