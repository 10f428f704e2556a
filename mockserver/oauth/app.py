"""The ASGI application of all OAuth 2.0 and OpenID Connect endpoints."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from contracts.errors import StoreError
from mockserver.http.bodies import Disconnected, read_body
from mockserver.http.body_budget import BODIES_FULL, BodiesFullError
from mockserver.http.cors import Cors
from mockserver.http.messages import (
    RETRY_AFTER,
    MockResponse,
    Receive,
    Scope,
    Send,
    json_response,
    read_headers,
    send_response,
)
from mockserver.http.negotiation import choose_media_type
from mockserver.http.own_urls import base_url
from mockserver.http.request_limit import OCCUPIED
from mockserver.oauth.authorization import AuthorizationEndpoint, AuthorizationRequest
from mockserver.oauth.consent import HTML, error_page
from mockserver.oauth.endpoints import METHODS, Endpoint, Endpoints, Kind
from mockserver.oauth.errors import OAuthError, error_response
from mockserver.oauth.grants import TokenEndpoint, TokenRequest
from mockserver.oauth.issued import IssuedTokens
from mockserver.oauth.issuing import Issuing
from mockserver.oauth.messages import MAX_FORM, authenticate, read_body_values, read_pairs
from mockserver.oauth.provider import discovery_document, userinfo
from mockserver.oauth.signing import MISSING, Signer, can_sign
from mockserver.state.stores.store import Store

NO_STORE = [(b"cache-control", b"no-store"), (b"pragma", b"no-cache")]
"""Responses with tokens must not be cached (RFC 6749, section 5.1)."""


class OAuth:
    """Handles the requests to the endpoints, which match no operation of the documents.

    :param lifetime: of access tokens in seconds.
    """

    def __init__(
        self, endpoints: Endpoints, tokens: IssuedTokens, store: Store, cors: Cors, *, seed: int, lifetime: int
    ) -> None:
        self._endpoints = endpoints
        self._tokens = tokens
        self._store = store
        self._cors = cors
        self._signer = Signer(seed)
        issuing = Issuing(tokens, lifetime, self._signer)
        self._token = TokenEndpoint(tokens, issuing)
        self._authorization = AuthorizationEndpoint(issuing)
        self._is_prepared = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request with one of the methods."""
        headers = read_headers(scope["headers"])
        try:
            body = await read_body(scope, receive, MAX_FORM, headers.get("content-length", ""))
        except Disconnected:
            return
        except BodiesFullError:
            response = _unavailable(BODIES_FULL)
        else:
            response = await self._respond(scope, headers, body)
        response.headers += NO_STORE
        await send_response(scope, send, response, self._cors.headers(scope, response))

    async def _respond(self, scope: Scope, headers: Mapping[str, str], body: bytes | None) -> MockResponse:
        found = self._endpoints.of(scope)
        try:
            if body is None:
                raise OAuthError("invalid_request", f"longer than {MAX_FORM} bytes", "body", status=413)
            if any(endpoint.is_oidc for endpoint in found):
                await self._prepare()
            self._store.refresh()
            with OCCUPIED:
                return self._handled(found, scope, headers, body)
        except OAuthError as error:
            return error_response(error)
        except StoreError as error:
            return _unavailable(error.message)

    async def _prepare(self) -> None:
        """Compute the signing key once, in a thread, so that other requests need not wait."""
        if not can_sign():
            raise OAuthError("server_error", MISSING, status=501)
        if not self._is_prepared:
            await asyncio.to_thread(self._signer.prepare)
            self._is_prepared = True

    def _handled(self, found: list[Endpoint], scope: Scope, headers: Mapping[str, str], body: bytes) -> MockResponse:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        kinds = {endpoint.kind: endpoint for endpoint in found if method in METHODS[endpoint.kind]}
        own = base_url(scope, "").decode("ascii", "replace")
        if Kind.DISCOVERY in kinds:
            return json_response(200, discovery_document(kinds[Kind.DISCOVERY], own))
        if Kind.KEYS in kinds:
            return json_response(200, self._signer.public_keys())
        if Kind.USERINFO in kinds:
            return userinfo(self._tokens, headers)
        values = {}
        if method == "POST":
            values = read_body_values(body, headers.get("content-type", ""))
        if Kind.TOKEN in kinds and (Kind.AUTHORIZATION not in kinds or "response_type" not in values):
            client = authenticate(values, headers.get("authorization", ""))
            request = TokenRequest(kinds[Kind.TOKEN], values, client, own)
            return json_response(200, self._token.respond(request))
        query = read_pairs(scope["query_string"].decode("latin-1"), "query")
        asked = AuthorizationRequest(kinds[Kind.AUTHORIZATION], query | values, own, is_post=method == "POST")
        return self._authorized(asked, headers.get("accept", ""))

    def _authorized(self, request: AuthorizationRequest, accept: str) -> MockResponse:
        try:
            return self._authorization.respond(request)
        except OAuthError as error:
            if choose_media_type(accept, ("application/json", HTML)) != HTML:
                return error_response(error)
            return error_page(error)


def _unavailable(reason: str) -> MockResponse:
    response = json_response(503, {"error": "temporarily_unavailable", "error_description": reason})
    response.headers.append(RETRY_AFTER)
    return response.with_reason(reason)
