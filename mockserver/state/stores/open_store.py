"""Open the store that the ``store`` setting names."""

from __future__ import annotations

from contracts.errors import StoreError
from mockserver.state.stores.store import Store
from mockserver.store_url import MEMORY, SQLITE, parse_store_url


def open_store(url: str) -> Store:
    """Return an open store.

    :param url: ``memory``, ``sqlite:FILE`` or ``redis://HOST:PORT/DB``.
    :raises StoreError: if it cannot be used.
    """
    where = parse_store_url(url)
    if where.kind == MEMORY:
        from mockserver.state.stores.memory import MemoryStore  # noqa: PLC0415 (load only the store that is used)

        return MemoryStore()
    if where.kind == SQLITE:
        from mockserver.state.stores.sqlite import SqliteStore  # noqa: PLC0415 (as above)

        return SqliteStore(where.target)
    try:
        from mockserver.state.stores.redis import RedisStore  # noqa: PLC0415 (as above)
    except ModuleNotFoundError as error:
        if error.name != "redis":
            raise
        raise StoreError("the package redis is not installed", hint="pip install 'casemock[redis]'") from None

    return RedisStore(where)
