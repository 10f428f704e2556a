"""Transport of the engine: sends its requests through the session and keeps the exchanges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from schemathesis.core import SCHEMATHESIS_TEST_CASE_HEADER
from schemathesis.core.transport import Response as EngineResponse
from schemathesis.generation.case import Case
from schemathesis.generation.overrides import Override
from schemathesis.transport.prepare import _normalize_multipart_boundary, get_default_headers
from schemathesis.transport.requests import REQUESTS_TRANSPORT, RequestsTransport

from contracts.errors import TransportError
from contracts.messages import Request, Response

BASE = "http://localhost"
"""Base URL for the engine; the path and query below it are sent to the server."""

NO_RESPONSE_STATUS = 503
"""Status code that the engine gets if there was no response: one that does not depend on the request."""

MAX_LOST = 3
"""Number of consecutive requests without a response after which no more are sent."""

Exchange = tuple[Request, Response]


@dataclass(frozen=True, slots=True)
class TransportLoss:
    """A request without a response.

    :param label: label of the operation in the engine.
    """

    label: str
    request: Request
    error: TransportError


class EngineTransport(RequestsTransport):
    """Sends cases of the engine through a session.

    Redirects are not followed. The user agent and the random id that the engine would add to each request are removed,
    so that the same seed sends the same bytes.

    :ivar exchanges: request and response by case id, until :meth:`forget` is called.
    :ivar lost: ids of the cases without a response.
    :ivar losses: the requests without a response, in order.
    """

    def __init__(self, send: Callable[[Request], Response], on_gone: Callable[[], None]) -> None:
        super().__init__()
        self._copy_serializers_from(REQUESTS_TRANSPORT)
        self._send = send
        self._on_gone = on_gone
        self._lost_in_sequence = 0
        self.exchanges: dict[str, Exchange] = {}
        self.lost: set[str] = set()
        self.losses: list[TransportLoss] = []

    def send(self, case: Case[Any], *, session: requests.Session | None = None, **kwargs: Any) -> EngineResponse:  # noqa: ARG002 - the engine's own session is not used
        """Send a case; without a response, return a placeholder that the checks ignore."""
        kwargs["base_url"] = BASE
        prepared = _prepared(self.serialize_case(case, **kwargs), case, kwargs.get("headers"))
        request = _request(prepared)
        try:
            response = self._send(request)
            self._lost_in_sequence = 0
        except TransportError as error:
            response = self._no_response(case, request, error)
        self.exchanges[case.id] = (request, response)
        return _for_engine(response, prepared, Override.from_send_kwargs(kwargs))

    def forget(self, case_id: str) -> None:
        """Remove an exchange that is no longer needed."""
        self.exchanges.pop(case_id, None)

    def _no_response(self, case: Case[Any], request: Request, error: TransportError) -> Response:
        self.lost.add(case.id)
        self.losses.append(TransportLoss(case.operation.label, request, error))
        self._lost_in_sequence += 1
        if self._lost_in_sequence >= MAX_LOST:
            self._on_gone()
        return Response(NO_RESPONSE_STATUS)


def _prepared(data: dict[str, Any], case: Case[Any], given: dict[str, Any] | None) -> requests.PreparedRequest:
    """Return the request with the headers of the case, without those that the engine adds."""
    own = {name.lower() for name in (*(case.headers or {}), *(given or {}))}
    for name in (SCHEMATHESIS_TEST_CASE_HEADER, *get_default_headers()):
        if name.lower() not in own:
            data["headers"].pop(name, None)
    known = ("method", "url", "headers", "params", "cookies", "data", "json", "files", "auth")
    prepared = requests.Request(**{name: data[name] for name in known if name in data}).prepare()
    _normalize_multipart_boundary(prepared)
    return prepared


def _request(prepared: requests.PreparedRequest) -> Request:
    body: Any = prepared.body or b""
    headers = [(_text(name), _text(value)) for name, value in prepared.headers.items()]
    return Request(
        prepared.method or "GET",
        prepared.path_url,
        tuple(pair for pair in headers if pair[0].lower() != "content-length"),
        body.encode() if isinstance(body, str) else bytes(body),
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _for_engine(response: Response, prepared: requests.PreparedRequest, override: Override) -> EngineResponse:
    headers: dict[str, list[str]] = {}
    for name, value in response.headers:
        headers.setdefault(name.lower(), []).append(value)
    return EngineResponse(
        status_code=response.status,
        headers=headers,
        content=response.body,
        request=prepared,
        elapsed=0.0,
        verify=True,
        encoding=get_encoding_from_headers(
            CaseInsensitiveDict({"content-type": response.header("content-type") or ""})
        ),
        _override=override,
    )
