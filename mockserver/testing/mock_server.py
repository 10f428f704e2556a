"""A mock server for tests."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any

from contracts.spec.model import SecurityScheme
from contracts.wording import suggestion
from mockserver.app import MockApp, create_app
from mockserver.console.credentials import carry, sample_for
from mockserver.documents import Spec
from mockserver.http.messages import decode_json
from mockserver.testing.app_thread import AppThread
from mockserver.testing.clock import Clock
from mockserver.testing.control_client import ControlClient, control_error
from mockserver.testing.errors import ControlError, VerificationError
from mockserver.testing.near_misses import failure_text
from mockserver.testing.state import State

if TYPE_CHECKING:
    from mockserver.testing.interception import Interception

PASS, REFUSE = "pass", "refuse"

Json = Any


class MockServer:
    """A mock server in this process: on a free port, or without one (:meth:`intercept`).

    It listens when :attr:`url` is read for the first time, and until the end of its ``with`` block, or :meth:`close`.

    :param specs: paths, mappings or compiled contracts; default: the bundled document.
    :param host: the address it listens on.
    :param port: 0 for a free one.
    :param settings: fields of :class:`mockserver.settings.Settings`, e.g. ``api``, ``seed``, ``data``, ``closed``.
    :ivar app: the ASGI application.
    :ivar thread: runs it; for the transports of ``mockserver.testing.httpx_transports``.
    :raises DocumentError: if nothing of a document can be used.
    :raises UsageError: if a setting is not valid.
    """

    def __init__(self, *specs: Spec, host: str = "127.0.0.1", port: int = 0, **settings: Any) -> None:
        self.app: MockApp = create_app(*specs, **settings)
        self._host, self._port = host, port
        self.thread = AppThread(self.app)
        self._control = ControlClient(self.thread, self.app.settings.admin_token)
        self.state = State(self._control)
        self.clock = Clock(self._control)

    def __enter__(self) -> MockServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server."""
        self.thread.close()

    @cached_property
    def url(self) -> str:
        """The URL of the server, e.g. ``http://127.0.0.1:40123``, without a slash at the end."""
        port = self.thread.listen(self._host, self._port)
        return f"http://{f'[{self._host}]' if ':' in self._host else self._host}:{port}"

    # ------------------------------------------------------------------ credentials

    def auth(self, *scopes: str, scheme: str = "") -> dict[str, str]:
        """Return headers with credentials that the server accepts; empty if no operation requires any.

        :param scopes: those that the credentials have; without scopes, all.
        :param scheme: name of a security scheme in the document; default: those of the first operation that requires
            credentials in headers or cookies.
        :raises ControlError: for an unknown scheme.
        """
        headers: dict[str, str] = {}
        for one in self._schemes(scheme):
            carrier = carry(one, self._credential(one, scopes))
            if carrier.place == "cookie":
                headers["Cookie"] = "; ".join(
                    [*filter(None, [headers.get("Cookie")]), f"{carrier.name}={carrier.text}"]
                )
            else:
                headers[carrier.name] = carrier.text
        return headers

    def _credential(self, scheme: SecurityScheme, scopes: Sequence[str]) -> str:
        """Return a credential with scopes, which is added to those that the server accepts."""
        if not scopes:
            return sample_for(scheme)
        # Bearer tokens have no colons (RFC 6750, section 2.1), which scopes often have.
        token = f"scopes-{hashlib.sha256(' '.join(scopes).encode()).hexdigest()[:32]}"
        if scheme.type == "http" and scheme.scheme == "basic":
            token += ":password"
        self._control("POST", "/tokens", {"token": token, "scopes": [*scopes]})
        return token

    def _schemes(self, name: str) -> list[SecurityScheme]:
        """Return the schemes of a request. Raises :class:`ControlError`."""
        operations = (one.operation for mounted in self.app.apis for one in mounted.operations)
        rules = [[use.scheme for use in rule.uses] for operation in operations for rule in operation.security]
        usable = [rule for rule in rules if rule and all(carry(one, "").place in {"header", "cookie"} for one in rule)]
        if not name:
            return usable[0] if usable else []
        known = {one.key: one for rule in usable for one in rule}
        if name not in known:
            hint = suggestion(name, known) or f"known schemes: {', '.join(known) or 'none'}"
            raise ControlError(f"no operation has a security scheme '{name}' of headers or cookies", hint=hint)
        return [known[name]]

    # ------------------------------------------------------------------ recorded requests

    def requests(self, **filters: Any) -> list[dict[str, Json]]:
        """Return the recorded requests with their responses, the oldest first, with secrets masked.

        :param filters: ``operation``, ``api``, ``method``, ``path``, ``status``, ``since``, ``limit``.
        """
        found: list[dict[str, Json]] = self._control("GET", "/requests", query={"sent": "false", **filters})["requests"]
        return found

    def callbacks(self, name: str = "") -> list[dict[str, Json]]:
        """Wait until all callbacks are over; return those that were sent, and webhooks, the oldest first.

        :param name: only those of this name: ``OPERATION.CALLBACK``, ``CALLBACK``, or that of a webhook.
        """
        self.thread.run(self.app.callbacks.settle())
        found: list[dict[str, Json]] = self._control("GET", "/requests", query={"sent": "true"})["requests"]
        return [
            one for one in found if not name or name in {one["sent"]["name"], one["sent"]["name"].rpartition(".")[2]}
        ]

    def verify(
        self,
        operation: str = "",
        *,
        times: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        sequence: Sequence[Mapping[str, Json]] = (),
        **matcher: Json,
    ) -> int:
        """Check that requests were sent; return their number.

        :param matcher: further conditions, as in ``docs/control.md``: ``path``, ``query``, ``headers``, ``body``, ….
        :param sequence: matchers of requests that were sent in this order, instead of the others.
        :raises VerificationError: if not, with the closest requests.
        :raises ControlError: if a matcher is not valid, e.g. has an unknown operation.
        """
        counts = {"times": times, "at_least": at_least, "at_most": at_most}
        body: dict[str, Json] = {name: value for name, value in counts.items() if value is not None}
        if sequence:
            body["sequence"] = [*sequence]
        else:
            body["request"] = _matcher(operation, matcher)
        response = self._control.send("POST", "/requests/verify", body)
        value = decode_json(response.body)
        if response.status >= 400 and "verified" not in value:
            raise control_error(value)
        if not value["verified"]:
            raise VerificationError(failure_text(body, value))
        return int(value["count"])

    # ------------------------------------------------------------------ stubs and faults

    def stub(
        self,
        operation: str = "",
        *responses: Mapping[str, Json],
        request: Mapping[str, Json] | None = None,
        times: int | None = None,
        priority: int = 0,
        validate: bool = True,
        **response: Json,
    ) -> str:
        """Respond to chosen requests; return the id of the stub.

        >>> mock.stub("getPet", status=404)
        >>> mock.stub("getPet", {"status": 503}, {"status": 200, "body": {"id": 7}}, request={"path": "/pets/7"})

        :param responses: several responses, the last of which is repeated.
        :param request: further conditions of requests, as in ``docs/control.md``.
        :param times: number of requests that it responds to; default: all.
        :param validate: whether the response must be one that the document allows.
        :param response: ``status``, ``body``, ``body_base64``, ``headers``, ``code`` or ``example`` of one response.
        :raises ControlError: if the response breaks the document, or for an unknown operation.
        """
        body: dict[str, Json] = {
            "request": _matcher(operation, request or {}),
            "response": [*responses] if responses else response,
            "priority": priority,
            "validate": validate,
        }
        if times is not None:
            body["times"] = times
        return str(self._control("POST", "/stubs", body)["id"])

    def fault(self, operation: str = "", *, request: Mapping[str, Json] | None = None, **effect: Json) -> str:
        """Let chosen requests fail; return the id of the fault.

        >>> mock.fault("updatePet", status=503, nth=1)

        :param request: further conditions of requests.
        :param effect: ``delay_ms``, ``status``, ``rate``, ``nth``, ``retry_after``, ``abort``, … (``docs/control.md``).
        :raises ControlError: if it is not valid.
        """
        body = {"request": _matcher(operation, request or {}), "fault": effect}
        return str(self._control("POST", "/faults", body)["id"])

    def webhook(self, name: str, url: str, **options: Json) -> dict[str, Json]:
        """Send a documented webhook to a URL; return the request and the response of the receiver.

        :param options: ``body`` instead of a generated one, ``validate=False`` for one that breaks the document.
        :raises ControlError: if it cannot be sent.
        """
        sent: dict[str, Json] = self._control("POST", f"/webhooks/{name}", {"url": url, **options})
        return sent

    def reset(self, *only: str) -> None:
        """Begin again: without written items, recorded requests, stubs, faults and added credentials.

        :param only: parts to reset: ``state``, ``requests``, ``stubs``, ``faults``, ``clock``, ``tokens``.
        """
        self._control("POST", "/reset", query={"only": ",".join(only)})

    # ------------------------------------------------------------------ interception

    def intercept(self, *base_urls: str, others: str = PASS) -> Interception:
        """Return a context manager in which requests to these URLs reach this server, without a port.

        It applies to httpx, requests, urllib3, aiohttp and ``http.client``, in all threads.

        :param base_urls: such as ``https://api.example.com``; default: the server URLs of the document.
        :param others: ``pass`` sends other requests, ``refuse`` raises ``NotMockedError``.
        """
        from mockserver.testing.interception import Interception  # noqa: PLC0415 (only if used)

        return Interception(self.thread, base_urls or self._server_urls(), is_strict=others == REFUSE)

    def _server_urls(self) -> tuple[str, ...]:
        """Return the absolute server URLs of the documents."""
        urls = [url for mounted in self.app.apis for url in mounted.api.servers]
        return tuple(dict.fromkeys(url for url in urls if url.startswith(("http://", "https://"))))

    @contextlib.contextmanager
    def saved(self) -> Iterator[MockServer]:
        """Restore the written items at the end of the block."""
        snapshot = self.state.snapshot()
        try:
            yield self
        finally:
            self.state.restore(snapshot)


def _matcher(operation: str, conditions: Mapping[str, Json]) -> dict[str, Json]:
    matcher = dict(conditions)
    if operation:
        matcher["operation"] = operation
    return matcher
