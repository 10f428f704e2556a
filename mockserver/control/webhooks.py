"""Send a documented webhook or callback to a URL.

Only addresses of this machine and the hosts of ``--callback-host`` are allowed, unless the server runs with
``--allow-remote``: otherwise clients could use the server to reach others (server-side request forgery).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from contracts.conformance.bodies.media_types import request_media
from contracts.conformance.request_builder import OMITTED
from contracts.errors import DocumentError
from contracts.spec.webhooks import Webhook, Webhooks, summaries
from contracts.wording import suggestion
from mockserver.control.admin_request import AdminError, AdminRequest, known_keys
from mockserver.control.saved_state import boolean, string
from mockserver.control.server import Server
from mockserver.exchange import pairs
from mockserver.http.messages import MockResponse, decode_json, first_error, json_response
from mockserver.outgoing.delivery import Delivery
from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing
from mockserver.outgoing.receivers import ANYWHERE, Receivers, Url, read_url
from mockserver.outgoing.requests import Requests
from mockserver.outgoing.sender import SECONDS, intercepted

_HINT = "use localhost, 127.0.0.1 or [::1], or start the server with --callback-host"


class WebhookSender:
    """Sends the webhooks of all documents."""

    def __init__(self, server: Server) -> None:
        settings = server.settings
        self._contracts = server.contracts
        self._record = server.record
        self._requests = Requests(server.generators, is_static=settings.static)
        self._receivers = ANYWHERE if settings.allow_remote else Receivers.of(settings.callback_hosts)

    @cached_property
    def _known(self) -> Sequence[Webhooks]:
        return [Webhooks(contract) for contract in self._contracts]

    def find(self, request: AdminRequest) -> MockResponse:
        """Return the webhooks and callbacks that have an operation."""
        request.known_query()
        listed = [
            {"name": name, "kind": one.kind, "method": one.method, "summary": one.summary}
            for name, one in summaries(self._known)
        ]
        return json_response(200, {"webhooks": listed})

    async def send(self, request: AdminRequest) -> MockResponse:
        """Handle a request to send one. Raises :class:`AdminError`."""
        request.known_query()
        webhook = self._webhook(request.path_values["name"])
        given = known_keys(request.json(), "", "url", "body", "validate")
        url = self._url(string(given, "url", ""))
        body = given.get("body", OMITTED)
        if boolean(given, "validate", default=True) and body is not OMITTED:
            check_body(body, webhook)
        try:
            outgoing = self._requests.make(webhook, url, body=body)
        except DeliveryError as error:
            raise AdminError(error.message, hint=error.hint) from None
        return await self._send(webhook, outgoing)

    def _webhook(self, name: str) -> Webhook:
        try:
            found = next((one for known in self._known if (one := known.get(name)) is not None), None)
        except DocumentError as error:
            raise AdminError(error.message, location="path/name", hint=error.hint) from None
        if found is None:
            names = [name for known in self._known for name in known.names]
            listed = ", ".join(names[:20])
            hint = suggestion(name[:80], names) or (f"webhooks: {listed}" if listed else "the documents have none")
            raise AdminError(f"unknown webhook '{name[:80]}'", location="path/name", hint=hint, status=404)
        return found

    def _url(self, text: str) -> Url:
        """Return a URL to which a webhook may be sent. Raises :class:`AdminError` for others."""
        try:
            url = read_url(text)
            if intercepted(url) is None:
                self._receivers.check(url, _HINT)
        except DeliveryError as error:
            status = 403 if error.is_refused else 422
            raise AdminError(error.message, location="/url", hint=error.hint, status=status) from None
        return url

    async def _send(self, webhook: Webhook, outgoing: Outgoing) -> MockResponse:
        """Send a request; return what was sent, the response, and how it differs from the documented ones."""
        delivery = Delivery("callback" if webhook.is_callback else "webhook", webhook, outgoing)
        try:
            received = await delivery.attempt(self._receivers, SECONDS)
        except DeliveryError as error:
            status = 403 if error.is_refused else 422
            raise AdminError(error.message, location="/url", hint=error.hint, status=status) from None
        finally:
            exchange = delivery.exchange()
            self._record(exchange)
        sent = {
            "method": outgoing.method,
            "url": str(outgoing.url),
            "headers": _joined(pairs(outgoing.headers)),
            "body": _shown(outgoing),
        }
        response = {
            "status": received.status,
            "headers": _joined(pairs(received.headers)),
            "body": received.body.decode("utf-8", "replace"),
        }
        violations = list(exchange.sent.violations) if exchange.sent is not None else []
        return json_response(200, {"request": sent, "response": response, "violations": violations})


def check_body(body: Any, webhook: Webhook) -> None:
    """Raise :class:`AdminError` if a body does not match its schema."""
    media = request_media(webhook.operation)
    if media is None:
        raise AdminError("the webhook has no body", location="/body", hint='omit it, or send "validate": false')
    if media.schema is None:
        return
    error = first_error(media.schema.request_validator, body, media.schema)
    if error is not None:
        raise AdminError(error.message, location=f"/body{error.location}", hint='correct it, or send "validate": false')


def _shown(outgoing: Outgoing) -> Any:
    """Return a body as a JSON value if it is JSON, else as text; ``None`` if there is none."""
    if not outgoing.body:
        return None
    try:
        return decode_json(outgoing.body)
    except ValueError:
        return outgoing.body.decode("utf-8", "replace")


def _joined(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return headers by lower-case name; repeated ones are joined."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found
