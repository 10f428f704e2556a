"""Transport of the engine: sends its requests through the session and keeps the exchanges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import requests
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from schemathesis.core import SCHEMATHESIS_TEST_CASE_HEADER
from schemathesis.core.transport import Response as EngineResponse
from schemathesis.generation.case import Case
from schemathesis.generation.overrides import Override
from schemathesis.transport.prepare import _normalize_multipart_boundary, get_default_headers
from schemathesis.transport.requests import REQUESTS_TRANSPORT, RequestsTransport

from contracts.conformance.client import NO_RESPONSE
from contracts.errors import SubjectError, WithheldRequestError
from contracts.messages import Request, Response
from contracts.spec.path_selectors import SelectedPath

BASE = "http://localhost"
"""Base URL for the engine; the path and query below it are sent to the server."""

NOT_SENT = NO_RESPONSE
"""What the engine gets for a request that was not sent; no check judges it."""

Exchange = tuple[Request, Response]


class EngineTransport(RequestsTransport):
    """Sends cases of the engine through a session.

    Redirects are not followed. The user agent and the random id that the engine would add to each request are removed,
    so that the same seed sends the same bytes.

    :param send: sends a request through the session.
    :param on_gone: called when the server no longer responds to any request.
    :param documented: the documented methods, by path template.
    :param selected: what requests must have besides the path, by label of the operation.
    :ivar on_response: called with each case that got a response, and its exchange.
    :ivar exchanges: request and response by case id, until :meth:`forget` is called.
    :ivar unanswered: ids of the cases without a response, and of those that were not sent.
    :ivar gone: why the server no longer responds; ``None`` while it does.
    :ivar withheld: number of requests that were not sent, by reason.
    """

    def __init__(
        self,
        send: Callable[[Request], Response],
        on_gone: Callable[[], None],
        documented: Mapping[str, frozenset[str]] | None = None,
        selected: Mapping[str, SelectedPath] | None = None,
    ) -> None:
        super().__init__()
        self._copy_serializers_from(REQUESTS_TRANSPORT)
        self._send = send
        self._on_gone = on_gone
        self.documented = documented or {}
        self.selected = selected or {}
        self.on_response: Callable[[Case[Any], Exchange], None] = _ignore
        self.exchanges: dict[str, Exchange] = {}
        self.unanswered: set[str] = set()
        self.gone: SubjectError | None = None
        self.withheld: Counter[str] = Counter()

    def send(self, case: Case[Any], *, session: requests.Session | None = None, **kwargs: Any) -> EngineResponse:  # noqa: ARG002 - the engine's own session is not used
        """Send a case; without a response, return a placeholder that the checks ignore."""
        kwargs["base_url"] = BASE
        prepared = _prepared(self.serialize_case(case, **kwargs), case, kwargs.get("headers"))
        request = _request(prepared)
        if (selected := self.selected.get(case.operation.label)) is not None:
            request = _with_selectors(request, selected, case.path_parameters or {})
        exchange = (request, self._response(case, request))
        if exchange[1] is NO_RESPONSE:
            self.unanswered.add(case.id)
        else:
            self.on_response(case, exchange)
        self.exchanges[case.id] = exchange
        return _for_engine(exchange[1], prepared, Override.from_send_kwargs(kwargs))

    def forget(self, case_id: str) -> None:
        """Remove an exchange that is no longer needed."""
        self.exchanges.pop(case_id, None)

    def _response(self, case: Case[Any], request: Request) -> Response:
        if self.gone is not None or self._is_other_operation(case):
            return NOT_SENT
        try:
            return self._send(request)
        except WithheldRequestError as error:
            if case.method.upper() == case.operation.method.upper():  # else a probe, not a request of the document
                self.withheld[error.message] += 1
            return NOT_SENT
        except SubjectError as error:
            self.gone = error
            self._on_gone()
            return NOT_SENT

    def _is_other_operation(self, case: Case[Any]) -> bool:
        """Whether a case with another method than its operation is a request to an operation that is not tested."""
        if case.method.upper() == case.operation.method.upper():
            return False
        return case.method.upper() in self.documented.get(case.operation.path, frozenset())


def _ignore(case: Case[Any], exchange: Exchange) -> None:
    """Do nothing."""


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


def _with_selectors(request: Request, selected: SelectedPath, path: Mapping[str, Any]) -> Request:
    """Return a request with what its path template says of the query and the headers, if it lacks that.

    The engine takes a path template with ``#`` for a URL with a fragment, which is not sent.

    :param path: the values of the path parameters.
    """
    for one in () if selected.is_label else selected.selectors:
        in_query = one.name in parse_qs(request.query, keep_blank_values=True)
        if ("query" in one.locations and in_query) or ("header" in one.locations and request.header(one.name)):
            continue
        value = str(path.get(one.parameter, "")) if one.parameter else one.value
        if "query" in one.locations:
            pair = urlencode({one.name: value or ""})
            request = replace(request, target=f"{request.target}{'&' if request.query else '?'}{pair}")
        else:
            request = request.with_header(one.name, value or "1")
    return request


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
