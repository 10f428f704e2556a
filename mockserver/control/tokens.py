"""Credentials that are added or issued while the server runs; the store has only their digests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from mockserver.auth import AuthFailure, Grant
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute, known_keys
from mockserver.control.shared_list import Entry, SharedList
from mockserver.http.messages import MockResponse, json_response
from mockserver.oauth.issued import IssuedTokens
from mockserver.state.stores.store import Store

MAX_TOKENS = 1000
"""Maximum number of added credentials."""

MAX_LENGTH = 8192
"""Maximum length of a credential: header fields of servers are not longer."""

SHOWN = 4
"""Number of characters of a masked credential that are shown."""

_SCOPE = re.compile(r"[!#-\[\]-~]+")
"""A scope is printable ASCII without space, double quote and backslash (RFC 6749, section 3.3)."""


class Tokens:
    """The credentials that were added or issued, for all processes that share the store.

    :param issued: the tokens of the OAuth 2.0 endpoints.
    """

    def __init__(self, store: Store, issued: IssuedTokens) -> None:
        self._issued = issued
        self._list: SharedList[Grant] = SharedList(store, "tokens", _compiled)
        self._known: dict[str, Entry[Grant]] | None = None
        self._by_digest: dict[str, Grant] = {}

    def grant(self, credential: str) -> Grant | AuthFailure | None:
        """Return what an added or issued credential grants, or why it is refused; ``None`` if it is neither."""
        entries = self._list.entries()
        if entries is not self._known:
            self._by_digest = {entry.value["digest"]: entry.compiled for entry in entries.values()}
            self._known = entries
        added = self._by_digest.get(_digest(credential)) if self._by_digest else None
        return added or self._issued.grant(credential)

    def clear(self) -> None:
        """Remove all."""
        self._list.clear()
        self._issued.clear()

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [
            AdminRoute("GET", "/tokens", self._get),
            AdminRoute("POST", "/tokens", self._post),
            AdminRoute("DELETE", "/tokens", self._delete_all),
            AdminRoute("DELETE", "/tokens/{id}", self._delete),
        ]

    def _get(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        added = [_shown(entry.value) for entry in self._list.entries().values()]
        return json_response(200, {"tokens": [*added, *map(self._issued.shown, self._issued.all())]})

    def _post(self, request: AdminRequest) -> MockResponse:
        """Add a credential; one that was added before gets the new scopes."""
        request.known_query()
        given = known_keys(request.json(), "", "token", "scopes")
        token, scopes = _token(given), _scopes(given)
        value = {"digest": _digest(token), "token": _masked(token), "scopes": scopes}
        entries = self._list.entries()
        known = next((one.identifier for one in entries.values() if one.value["digest"] == value["digest"]), "")
        if known and (replaced := self._list.replace(known, value)) is not None:
            return json_response(200, _shown(replaced))
        if len(entries) >= MAX_TOKENS:
            raise AdminError(
                f"there are {MAX_TOKENS} tokens already", hint="delete those that are not used", status=409
            )
        return json_response(201, _shown(self._list.add(value)))

    def _delete_all(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        self.clear()
        return MockResponse(204)

    def _delete(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        identifier = request.path_values["id"]
        if not self._list.remove(identifier) and not self._issued.remove(identifier):
            raise AdminError(f"no token with id '{identifier[:80]}'", location="path/id", status=404)
        return MockResponse(204)


def _compiled(value: Mapping[str, Any]) -> Grant:
    return Grant(None if value["scopes"] is None else tuple(value["scopes"]))


def _token(given: Mapping[str, Any]) -> str:
    token = given.get("token")
    if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
        raise AdminError("must be a string of printable ASCII (the value is not shown)", location="/token")
    if len(token) > MAX_LENGTH:
        raise AdminError(f"must not be longer than {MAX_LENGTH} characters", location="/token")
    if token != token.strip():
        raise AdminError("must not begin or end with a space (the value is not shown)", location="/token")
    return token


def _scopes(given: Mapping[str, Any]) -> list[str] | None:
    scopes = given.get("scopes")
    if scopes is None:
        return None
    if not isinstance(scopes, list):
        raise AdminError("must be an array of scopes, or null for all scopes", location="/scopes")
    for position, scope in enumerate(scopes):
        if not isinstance(scope, str) or not _SCOPE.fullmatch(scope):
            message = "a scope must be printable ASCII without spaces, double quotes and backslashes"
            raise AdminError(message, location=f"/scopes/{position}")
    return scopes


def _shown(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": value["id"], "token": value["token"], "scopes": value["scopes"]}


def _masked(token: str) -> str:
    """Return the beginning of a long credential, so that its owner recognises it; nothing of a short one."""
    return f"{token[:SHOWN]}…" if len(token) >= SHOWN * 4 else "…"


def _digest(credential: str) -> str:
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).hexdigest()
