"""The engine's requests through the session: one way to the subject, whatever it is, and every exchange at hand."""

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
"""What the engine takes for the base URL; what lies below it is sent to the subject."""

NO_ANSWER = 503
"""The status that the engine is shown where there was no answer: one that says nothing about the request."""

LOST_IN_A_ROW = 3
"""Requests without an answer, none with one between them, after which the subject counts as gone."""

Exchange = tuple[Request, Response]


@dataclass(frozen=True, slots=True)
class TransportLoss:
    """A request without an answer.

    :param label: the engine's name of the operation.
    """

    label: str
    request: Request
    error: TransportError


class EngineTransport(RequestsTransport):
    """Sends the engine's cases through a session.

    Redirects are answers like others. The name and the random number that the engine would put into each request are
    left out: the same seed sends the same bytes.

    :ivar exchanges: what was sent and came back, by the case's id, until it is forgotten.
    :ivar lost: ids of the cases that got no answer.
    :ivar losses: what was sent with them, in order.
    """

    def __init__(self, send: Callable[[Request], Response], on_gone: Callable[[], None]) -> None:
        super().__init__()
        self._copy_serializers_from(REQUESTS_TRANSPORT)
        self._send = send
        self._on_gone = on_gone
        self._lost_in_a_row = 0
        self.exchanges: dict[str, Exchange] = {}
        self.lost: set[str] = set()
        self.losses: list[TransportLoss] = []

    def send(self, case: Case[Any], *, session: requests.Session | None = None, **kwargs: Any) -> EngineResponse:  # noqa: ARG002 - the engine's own session is not used
        """Send a case; one without an answer gets one that no check is to judge."""
        kwargs["base_url"] = BASE
        prepared = _prepared(self.serialize_case(case, **kwargs), case, kwargs.get("headers"))
        request = _request(prepared)
        try:
            response = self._send(request)
            self._lost_in_a_row = 0
        except TransportError as error:
            response = self._without_answer(case, request, error)
        self.exchanges[case.id] = (request, response)
        return _for_engine(response, prepared, Override.from_send_kwargs(kwargs))

    def forget(self, case_id: str) -> None:
        """Let go of an exchange that was dealt with."""
        self.exchanges.pop(case_id, None)

    def _without_answer(self, case: Case[Any], request: Request, error: TransportError) -> Response:
        self.lost.add(case.id)
        self.losses.append(TransportLoss(case.operation.label, request, error))
        self._lost_in_a_row += 1
        if self._lost_in_a_row >= LOST_IN_A_ROW:
            self._on_gone()
        return Response(NO_ANSWER)


def _prepared(data: dict[str, Any], case: Case[Any], given: dict[str, Any] | None) -> requests.PreparedRequest:
    """The request with the case's own headers, and none of those that the engine adds for itself."""
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
