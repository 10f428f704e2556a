"""Open the store of written items for the documents of a server."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.mounting import MountedApi
from mockserver.settings import Settings
from mockserver.state.migration import Migration, migrate
from mockserver.state.snapshot import Snapshot, claim
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.store import Store
from mockserver.store_url import MEMORY, parse_store_url


def open_written(settings: Settings, apis: Sequence[MountedApi]) -> tuple[Store, Migration]:
    """Return the store of the settings, and what was kept of the items of other documents.

    :raises StoreError: if it cannot be used, or belongs to other documents or another seed.
    """
    store, result = open_store(settings.store), Migration()
    if settings.store == MEMORY:
        return store, result

    def migrate_items() -> None:
        nonlocal result
        result = migrate(store, apis)

    contracts = {id(mounted.contract): mounted.contract for mounted in apis}
    own = Snapshot.of([*contracts.values()], settings.seed)
    try:
        claim(store, parse_store_url(settings.store).shown, own, settings.store_mismatch, migrate_items)
    except BaseException:
        store.close()
        raise
    return store, result
