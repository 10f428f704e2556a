"""The ASGI application of our own pages: the console, the curl commands, Swagger UI and the served documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contracts.errors import StoreError
from contracts.version import version
from mockserver.console.assets import FOLDERS, asset, console_modules, render
from mockserver.console.urls import COMMANDS, REDOC, ROOT, UI, request_base_url
from mockserver.http.messages import (
    MockResponse,
    RawHeader,
    Receive,
    Scope,
    Send,
    json_response,
    read_headers,
    send_response,
)
from mockserver.http.negotiation import choose_media_type
from mockserver.mounting import MountedApi
from mockserver.oauth.endpoints import Endpoints
from mockserver.settings import Settings
from mockserver.state.stores.store import Store
from mockserver.store_url import parse_store_url

if TYPE_CHECKING:
    from mockserver.console.documents import ServedDocument
    from mockserver.console.index import Index

HEALTH = f"{ROOT}health"
HTML = "text/html; charset=utf-8"

POLICY = (
    "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; style-src 'self'"
)
"""Content security policy that allows only our own files, so that text from a document cannot run as a script."""

UI_POLICY = f"{POLICY} 'unsafe-inline'"
"""The policy for Swagger UI and Redoc, which use inline styles."""

SHOWN = 100
"""Number of operations on the console's page before its scripts have run."""

_SAFE: list[RawHeader] = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
_ANY_ORIGIN: list[RawHeader] = [(b"access-control-allow-origin", b"*")]
"""Lets an editor in a browser load the document. Nothing here is secret, and GET needs no preflight."""


class Console:
    """Handles ``GET`` and ``HEAD`` under ``/__mock__/``, and of ``/`` if no document defines it.

    :param mounted: all served APIs.
    :param store: where written items are kept, for the health check.
    :param endpoints: those of OAuth 2.0.
    """

    def __init__(
        self, mounted: Sequence[MountedApi], settings: Settings, store: Store, endpoints: Endpoints | None = None
    ) -> None:
        self._store, self._store_name = store, parse_store_url(settings.store).shown
        self._mounted, self._settings, self._endpoints = mounted, settings, endpoints
        self._headers = [*_SAFE, *(_ANY_ORIGIN if settings.cors else ())]

    @cached_property
    def _index(self) -> Index:
        from mockserver.console.index import Index  # noqa: PLC0415 (first used by these pages, for a faster start)

        return Index(self._mounted, self._settings, self._endpoints)

    def index(self) -> Index:
        """Return the data of the index."""
        return self._index

    @cached_property
    def _documents(self) -> dict[str, ServedDocument]:
        return {document.path: document for document in self._index.documents}

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Handle a request (ASGI 3)."""
        await send_response(scope, send, self._respond(scope), list(self._headers))

    def _respond(self, scope: Scope) -> MockResponse:
        path: str = scope["path"]
        if scope["method"] not in {"GET", "HEAD"}:
            response = json_response(405, {"error": f"{scope['method']} is not allowed; use GET or HEAD"})
            response.headers.append((b"allow", b"GET, HEAD"))
            return response
        headers = read_headers(scope["headers"])
        base_url = request_base_url(scope)
        if path in {"/", ROOT}:
            return self._index_page(base_url, headers.get("accept", ""))
        if path == COMMANDS:
            return _page("commands", self._index.data(base_url))
        if path == HEALTH:
            return json_response(200, self.health())
        if path + "/" in {ROOT, UI, COMMANDS, REDOC}:
            return MockResponse(308, headers=[(b"location", path.encode("latin-1") + b"/")])
        if document := self._documents.get(path):
            for_ui = scope["query_string"] == b"ui"
            return json_response(200, document.for_swagger_ui(base_url) if for_ui else document.at(base_url))
        return self._file(path, headers.get("if-none-match", "")) or json_response(404, {"error": "page not found"})

    def health(self) -> dict[str, Any]:
        """Return whether the server works: ``ok``, or ``degraded`` if the store cannot be used."""
        store: dict[str, Any] = {"name": self._store_name, "status": "ok"}
        try:
            # A server without other requests reads the announcements here, so that they do not fill Redis's memory.
            self._store.refresh()
            self._store.check()
        except StoreError as error:
            store |= {"status": "unavailable", "error": error.message}
        status = "ok" if store["status"] == "ok" else "degraded"
        documents = [document.name for document in self._index.documents]
        return {"status": status, "version": version(), "documents": documents, "store": store}

    def _index_page(self, base_url: str, accept: str) -> MockResponse:
        vary: RawHeader = (b"vary", b"accept")
        # JSON by default; browsers prefer HTML.
        if choose_media_type(accept, ("application/json", HTML)) != HTML:
            response = json_response(200, self._index.data(base_url))
        else:
            response = _page("console", self._console_data())
        response.headers.append(vary)
        return response

    def _console_data(self) -> dict[str, Any]:
        """Return the data of the console's page, which shows operations until its scripts have loaded the rest."""
        operations = [one for mounted in self._mounted for one in mounted.operations]
        return {
            "version": version(),
            "ui": UI,
            "titles": [mounted.api.title for mounted in self._mounted],
            "modules": console_modules(),
            "operations": [{"method": one.operation.method, "path": one.path} for one in operations[:SHOWN]],
            "more": max(len(operations) - SHOWN, 0),
        }

    def _file(self, path: str, if_none_match: str) -> MockResponse | None:
        if path == f"{UI}config.json":
            return json_response(200, {"urls": [_for_swagger_ui(item) for item in self._documents.values()]})
        if path == UI:
            return asset("ui.html", if_none_match, [(b"content-security-policy", UI_POLICY.encode())])
        if path == REDOC:
            return asset("redoc/redoc.html", if_none_match, [(b"content-security-policy", UI_POLICY.encode())])
        if path.startswith(tuple(f"{ROOT}{folder}" for folder in FOLDERS)):
            return asset(path.removeprefix(ROOT), if_none_match, [])
        folder, _, name = path.rpartition("/")
        return asset(name, if_none_match, []) if f"{folder}/" in {ROOT, UI} else None


def _page(template: str, data: dict[str, Any]) -> MockResponse:
    return MockResponse(200, render(template, data), HTML, [(b"content-security-policy", POLICY.encode())])


def _for_swagger_ui(document: ServedDocument) -> dict[str, Any]:
    from mockserver.console.credentials import for_swagger_ui  # noqa: PLC0415 (only Swagger UI needs it)

    return {"name": document.title, "url": f"{document.path}?ui", "credentials": for_swagger_ui(document.apis)}
