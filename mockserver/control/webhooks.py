"""Send a documented webhook to a URL.

Only addresses of this machine are allowed, unless the server runs with ``--allow-remote``: otherwise clients could use
the server to reach others (server-side request forgery). Redirects are not followed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from contracts.generation.generate import Generators
from contracts.generation.text_encoding import plain
from contracts.spec.model import Contract
from contracts.spec.webhooks import Webhook, webhooks_of
from contracts.wording import suggestion
from mockserver.addresses import is_loopback_address
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute, known_keys
from mockserver.control.saved_state import boolean, string
from mockserver.http.encoding import encode, is_supported
from mockserver.http.messages import MockResponse, RawHeader, first_error, json_response, printable
from mockserver.settings import Settings

SECONDS = 10.0
"""Time limit of a request."""

MAX_RESPONSE = 64 * 1024
"""Maximum number of bytes of a response that are read."""

MAX_URL = 2048

_OWN_HEADERS = frozenset({"host", "content-length", "content-type", "transfer-encoding", "connection"})
"""Headers that depend on the request."""

_NONE = object()


@dataclass(frozen=True)
class _Outgoing:
    """A request to send.

    :param value: the body before it is encoded; ``None`` if there is none.
    """

    method: str
    url: str
    headers: list[RawHeader]
    body: bytes
    value: Any


class Webhooks:
    """The route of the webhooks of all documents."""

    def __init__(self, contracts: Sequence[Contract], generators: Generators, settings: Settings) -> None:
        self._contracts = contracts
        self._generators = generators
        self._allow_remote = settings.allow_remote

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [AdminRoute("POST", "/webhooks/{name}", self._post)]

    @cached_property
    def _known(self) -> Mapping[str, Webhook]:
        found: dict[str, Webhook] = {}
        for contract in self._contracts:
            found = webhooks_of(contract) | found
        return found

    async def _post(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        webhook = self._webhook(request.path_values["name"])
        given = known_keys(request.json(), "", "url", "body", "validate")
        url = checked_url(string(given, "url", ""), allow_remote=self._allow_remote)
        body = given.get("body", _NONE)
        if boolean(given, "validate", default=True) and body is not _NONE:
            _check(body, webhook)
        return await _send(self._outgoing(webhook, url, body))

    def _webhook(self, name: str) -> Webhook:
        found = self._known.get(name)
        if found is None:
            names = ", ".join([*self._known][:20])
            hint = suggestion(name[:80], self._known) or (f"webhooks: {names}" if names else "the documents have none")
            raise AdminError(f"unknown webhook '{name[:80]}'", location="path/name", hint=hint, status=404)
        return found

    def _outgoing(self, webhook: Webhook, url: str, body: Any) -> _Outgoing:
        media_type = webhook.media_type
        if body is _NONE and webhook.schema is not None:
            body = self._generators.compile(webhook.schema, "request")(f"webhook {webhook.name}")
        if body is _NONE:
            return _Outgoing(webhook.method, url, self._headers(webhook), b"", None)
        media_type = media_type or "application/json"
        if not is_supported(media_type):
            raise AdminError(f"the webhook has the media type {media_type}, which cannot be sent")
        headers = [*self._headers(webhook), (b"content-type", printable(media_type))]
        return _Outgoing(webhook.method, url, headers, encode(body, media_type, webhook.schema), body)

    def _headers(self, webhook: Webhook) -> list[RawHeader]:
        """Return the documented required headers with generated values."""
        return [
            (printable(name), printable(plain(self._generators.compile(schema)(f"webhook {webhook.name} {name}"))))
            for name, schema in webhook.headers.items()
            if name.lower() not in _OWN_HEADERS
        ]


def _check(body: Any, webhook: Webhook) -> None:
    """Raise :class:`AdminError` if a body does not match its schema."""
    if webhook.schema is None:
        if not webhook.media_type:
            raise AdminError("the webhook has no body", location="/body", hint='omit it, or send "validate": false')
        return
    error = first_error(webhook.schema.request_validator, body, webhook.schema.message)
    if error is not None:
        raise AdminError(error[1], location=f"/body{error[0]}", hint='correct it, or send "validate": false')


def checked_url(url: str, *, allow_remote: bool) -> str:
    """Return a URL to which a webhook may be sent. Raises :class:`AdminError` for others."""
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise AdminError(f"must be a URL of at most {MAX_URL} printable ASCII characters", location="/url")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        hint = "for example http://localhost:3000/hooks"
        raise AdminError("must be an http or https URL", location="/url", hint=hint)
    if parts.username is not None or parts.password is not None:
        raise AdminError("must not contain credentials", location="/url", hint="remove what precedes '@'")
    if not allow_remote and not _is_loopback(host):
        hint = "use localhost, 127.0.0.1 or [::1], or start the server with --allow-remote"
        raise AdminError("is not an address of this machine", location="/url", hint=hint, status=403)
    return url


def _is_loopback(host: str) -> bool:
    """Whether a host is certainly this machine. Other names are not resolved: their address may change afterwards."""
    return host == "localhost" or is_loopback_address(host)


async def _send(outgoing: _Outgoing) -> MockResponse:
    """Send a request; return what was sent, and the response."""
    import httpcore  # noqa: PLC0415 (only used here)

    try:
        async with (
            asyncio.timeout(SECONDS),
            httpcore.AsyncConnectionPool() as pool,
            pool.stream(
                outgoing.method, outgoing.url, headers=outgoing.headers, content=outgoing.body or None
            ) as response,
        ):
            body = await _read(response.aiter_stream())
            status, headers = response.status, response.headers
    except (TimeoutError, httpcore.TimeoutException):
        message = f"no response within {SECONDS:g} seconds"
        raise AdminError(message, location="/url", hint="check the receiver") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        message = f"the request failed: {type(error).__name__} {error}"[:300].strip()
        raise AdminError(message, location="/url", hint="check that the receiver runs") from None
    sent = {"method": outgoing.method, "url": outgoing.url, "headers": _shown(outgoing.headers), "body": outgoing.value}
    received = {"status": status, "headers": _shown(headers), "body": body.decode("utf-8", "replace")}
    return json_response(200, {"request": sent, "response": received})


async def _read(chunks: Any) -> bytes:
    """Return the first bytes of a response."""
    found = b""
    async for chunk in chunks:
        found += chunk
        if len(found) >= MAX_RESPONSE:
            break
    return found[:MAX_RESPONSE]


def _shown(headers: Sequence[RawHeader]) -> dict[str, str]:
    """Return headers by lower-case name; repeated ones are joined."""
    found: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
