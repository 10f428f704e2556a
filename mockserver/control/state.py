"""What clients have written in the admin API: all of it, one collection, or one item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from contracts.generation.json_encoding import encode_json
from mockserver.control.admin_request import MAX_NAME, AdminError, AdminRequest, AdminRoute, known_keys
from mockserver.control.given_items import identified_items, item_with_id
from mockserver.control.large_bodies import read_large
from mockserver.control.saved_state import SavedState, boolean
from mockserver.control.stored_items import StoredItems
from mockserver.http.messages import MockResponse, json_response
from mockserver.mounting import MountedApi
from mockserver.state.collections import Collections
from mockserver.state.data_paths import DataPaths, DataTarget, PathError
from mockserver.state.stores.store import Store

MAX_LIMIT = 10_000
"""Maximum number of items in a part of a collection."""

MAX_OFFSET = 1_000_000_000


class StateRoutes:
    """The routes of the state.

    :param collections: by name of the API.
    """

    def __init__(self, store: Store, apis: Sequence[MountedApi], collections: Mapping[str, Collections]) -> None:
        self._store = store
        self._items = StoredItems(store, collections)
        self._saved = SavedState(store, apis)
        self._paths = DataPaths(apis)

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [
            AdminRoute("GET", "/state", self._get_all),
            AdminRoute("PUT", "/state", self._put_all),
            AdminRoute("DELETE", "/state", self._delete_all),
            AdminRoute("GET", "/state/{path+}", self._get),
            AdminRoute("PUT", "/state/{path+}", self._put),
            AdminRoute("DELETE", "/state/{path+}", self._delete),
        ]

    def reset(self) -> None:
        """Remove everything that clients have written."""
        self._saved.remove()

    # ------------------------------------------------------------------ everything

    def _get_all(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        return json_response(200, self._saved.read())

    async def _put_all(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        self._saved.restore(await read_large(request, lambda: self._saved.contents(request.json())))
        return MockResponse(204)

    def _delete_all(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        self.reset()
        return MockResponse(204)

    # ------------------------------------------------------------------ one collection, or one item

    def _target(self, request: AdminRequest) -> DataTarget:
        try:
            return self._resolve(request.path_values["path"])
        except PathError as error:
            raise AdminError(error.message[:300], location="path", hint=error.hint[:600], status=404) from None

    def _resolve(self, path: str) -> DataTarget:
        """Return the target of a path. Raises :class:`PathError`.

        Clients that are generated from the OpenAPI document encode the slashes of a path parameter.
        """
        try:
            return self._paths.resolve(path)
        except PathError:
            decoded = unquote(path, errors="replace")
            if "/" in path.strip("/") or decoded == path:
                raise
            return self._paths.resolve(decoded)

    def _get(self, request: AdminRequest) -> MockResponse:
        target = self._target(request)
        if target.identifier is not None:
            request.known_query()
            return self._shown_item(target, target.identifier)
        query = request.known_query("limit", "offset")
        if not query:
            return self._shown(target)
        offset = request.integer("offset", 0, low=0, high=MAX_OFFSET)
        limit = request.integer("limit", MAX_LIMIT, low=0, high=MAX_LIMIT)
        return self._shown_part(target, offset, limit)

    async def _put(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        target = self._target(request)
        if target.identifier is not None:
            return await self._put_item(request, target, target.identifier)
        return await self._put_items(request, target)

    def _delete(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        target = self._target(request)
        if target.identifier is None:
            self._items.forget(target)
        else:
            self._check_existence(target, target.identifier)
            self._items.delete(target.identifier, target)
        return MockResponse(204)

    # ------------------------------------------------------------------ the items of a collection

    def _shown(self, target: DataTarget) -> MockResponse:
        """Return all items of a collection, as they are stored: decoding and encoding them takes much longer."""
        return _with_items({}, target, self._items.all(target))

    def _shown_part(self, target: DataTarget, offset: int, limit: int) -> MockResponse:
        """Return some items with their ids, and the number of all items."""
        items, total = self._items.page(target, offset, limit)
        return _with_items({"total": total, "ids": [*items]}, target, items)

    async def _put_items(self, request: AdminRequest, target: DataTarget) -> MockResponse:
        """Replace the items of a collection. Those that are not given are deleted, unless ``merge`` is set."""
        items, merge = await read_large(request, lambda: self._read(request.json(), target))
        self._store.refresh()  # other requests may have run since the first one
        if merge:
            items = {**self._items.all(target), **items}
        self._items.replace(items, target)
        return self._shown(target)

    def _read(self, given: Any, target: DataTarget) -> tuple[dict[str, bytes], bool]:
        """Return the items in a body by id, and whether they are added to the others."""
        pointer, validate, merge = "", True, False
        if isinstance(given, dict):
            known = known_keys(given, "", "items", "validate", "merge", *_ECHOED)
            if "items" not in known:
                raise AdminError("'items' is missing", hint='send {"items": […]}, or an array of items')
            _check_echoed(known, {"api": target.collection.api, "path": target.served_path})
            merge = boolean(known, "merge", default=False)
            pointer, validate, given = "/items", boolean(known, "validate", default=True), known["items"]
        if not isinstance(given, list):
            raise AdminError("must be an array of items", location=pointer)
        return self._given(given, target, pointer, validate=validate), merge

    def _given(self, given: list[Any], target: DataTarget, pointer: str, *, validate: bool) -> dict[str, bytes]:
        resource = target.collection.resource
        if not resource.single:
            return identified_items(given, resource, pointer, validate=validate)
        if len(given) > 1:
            raise AdminError("there can be only one item here", location=f"{pointer}/1")
        return identified_items(given[0], resource, f"{pointer}/0", validate=validate) if given else {}

    # ------------------------------------------------------------------ one item

    def _check_existence(self, target: DataTarget, identifier: str) -> None:
        collection = self._items.collection(target)
        if not (collection.can_have(identifier) and collection.exists(identifier)):
            shown, path = identifier[:MAX_NAME], target.served_path[:MAX_NAME]
            hint = "GET the path of the collection for its items"
            raise AdminError(f"there is no item '{shown}' in {path}", location="path", hint=hint, status=404)

    def _shown_item(self, target: DataTarget, identifier: str, status: int = 200) -> MockResponse:
        self._check_existence(target, identifier)
        collection = self._items.collection(target)
        json = collection.json(identifier) or encode_json(collection.read(identifier))
        start = {"api": target.collection.api, "path": target.served_path, "id": identifier}
        return MockResponse(status, encode_json(start)[:-1] + b',"item":' + json + b"}", "application/json")

    async def _put_item(self, request: AdminRequest, target: DataTarget, identifier: str) -> MockResponse:
        """Create or replace an item, which gets the id in the path."""
        json = await read_large(request, lambda: self._read_item(request.json(), target, identifier))
        self._store.refresh()
        is_new = not self._items.collection(target).is_listed(identifier)
        self._items.write(identifier, json, target)
        return self._shown_item(target, identifier, 201 if is_new else 200)

    def _read_item(self, given: Any, target: DataTarget, identifier: str) -> bytes:
        """Return the item in a body, as JSON."""
        pointer, validate = "", True
        if isinstance(given, dict) and isinstance(given.get("item"), dict) and given.keys() <= _AROUND_ITEM:
            _check_echoed(given, {"api": target.collection.api, "path": target.served_path, "id": identifier})
            pointer, validate, given = "/item", boolean(given, "validate", default=True), given["item"]
        return item_with_id(given, identifier, target.collection.resource, pointer, validate=validate)


_ECHOED = ("api", "path")
"""Other properties of the response of GET, which can be sent back."""

_AROUND_ITEM = frozenset({"item", "validate", "id", *_ECHOED})
"""Properties beside an item; an object with another one is an item itself."""


def _check_echoed(given: Mapping[str, Any], expected: Mapping[str, str]) -> None:
    """Raise :class:`AdminError` if the properties that say what a body is about differ from the path of the request."""
    for name, value in expected.items():
        if given.get(name, value) != value:
            hint = f"omit it, or send '{value[:200]}'"
            raise AdminError(f"'{name}' differs from the path of the request", location=f"/{name}", hint=hint)


def _with_items(more: Mapping[str, Any], target: DataTarget, items: Mapping[str, bytes]) -> MockResponse:
    start = encode_json({"api": target.collection.api, "path": target.served_path, **more, "items": []})
    return MockResponse(200, start.removesuffix(b"]}") + b",".join(items.values()) + b"]}", "application/json")
