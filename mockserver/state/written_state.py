"""Open the store of written items for the documents of a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mockserver.mounting import MountedApi
from mockserver.settings import Settings
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.store import Store
from mockserver.store_url import MEMORY, parse_store_url

if TYPE_CHECKING:
    from mockserver.state.migration import Migration


def open_written(settings: Settings, apis: Sequence[MountedApi]) -> tuple[Store, Migration | None]:
    """Return the store of the settings, and what was kept of the items of other documents, if anything was stored.

    :raises StoreError: if it cannot be used, or belongs to other documents or another seed.
    """
    store = open_store(settings.store)
    if settings.store == MEMORY:
        return store, None
    from mockserver.state.migration import Migration, migrate  # noqa: PLC0415 (imported only if used, for a faster start)
    from mockserver.state.snapshot import Snapshot, claim  # noqa: PLC0415 (as above)

    result = Migration()

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
