"""A request that the mock handled or sent, with its response, as those get it who keep or show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.messages import Headers, Request, Response
from contracts.redaction.messages import Masker
from mockserver.http.messages import RawHeader
from mockserver.http.notes import Violation

MAX_BODY = 64 * 1024
"""Maximum number of bytes of a body that are kept in memory."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What belongs to a request that the mock has sent, or has tried to send.

    :param kind: ``callback`` or ``webhook``.
    :param name: of the webhook; of a callback ``OPERATION.CALLBACK``.
    :param origin: scheme and authority of the URL; ``""`` if it cannot be used.
    :param attempts: how often it was sent; 0 if it was not.
    :param error: why it was not sent, or has no usable response; ``""`` if it has.
    :param violations: how the response differs from the documented ones.
    """

    kind: str
    name: str
    origin: str = ""
    attempts: int = 0
    error: str = ""
    violations: tuple[str, ...] = ()


@dataclass(slots=True)  # not frozen, which would cost several microseconds for each request
class Exchange:
    """A request and its response, not masked.

    It is not frozen, as that triples the time to create it.

    :param number: 1 for the first exchange of the server; 0 if it was not given one.
    :param time: when the response was sent, in seconds since 1970-01-01 UTC.
    :param api: name of the API; ``""`` if the request matched no operation.
    :param operation: id of the operation, or ``""``.
    :param template: path template of the operation, or ``""``.
    :param target: raw path and query, percent-encoded.
    :param path_values: percent-encoded values by the name in the template.
    :param status: 0 if no response was sent, because a fault closed the connection.
    :param milliseconds: from the first byte of the request that the application received to the last of the response.
    :param reason: why the mock refused the request (``x-mock-reason``), or ``""``.
    :param stub: id of the stub that made the response, or ``""``.
    :param fault: id of the fault that was applied, or ``""``.
    :param sent: of a request that the mock has sent; ``None`` for one that it has received.
    :param violations: how the request breaks the document, if the mock refused it for that.
    """

    time: float
    method: str
    target: str
    request_headers: Sequence[RawHeader]
    request_body: bytes
    status: int
    response_headers: Sequence[RawHeader]
    response_body: bytes
    milliseconds: float
    api: str = ""
    operation: str = ""
    template: str = ""
    path_values: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    stub: str = ""
    fault: str = ""
    number: int = 0
    sent: Sent | None = None
    violations: tuple[Violation, ...] = ()

    @property
    def path(self) -> str:
        """The raw path."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The raw query."""
        return self.target.partition("?")[2]

    @property
    def is_whole(self) -> bool:
        """Whether no body was cut by :meth:`cut`."""
        return len(self.request_body) <= MAX_BODY and len(self.response_body) <= MAX_BODY

    def cut(self) -> Exchange:
        """Return the exchange with bodies of at most one byte more than ``MAX_BODY``, which marks them as cut."""
        if self.is_whole:
            return self
        end = MAX_BODY + 1
        return replace(self, request_body=self.request_body[:end], response_body=self.response_body[:end])

    def masked(self, masker: Masker) -> tuple[Request, Response]:
        """Return request and response without secrets."""
        return masker.exchange(
            Request(self.method, self.target, pairs(self.request_headers), self.request_body),
            Response(self.status, pairs(self.response_headers), self.response_body),
            self.template,
        )


def sent_json(exchange: Exchange, masker: Masker) -> dict[str, Any] | None:
    """Return what belongs to a request that the mock has sent, without secrets; ``None`` for one that it received."""
    sent = exchange.sent
    if sent is None:
        return None
    error, *violations = masker.refusal(request_of(exchange), [sent.error, *sent.violations])[1]
    return {
        "kind": sent.kind,
        "name": sent.name,
        "origin": sent.origin,
        "attempts": sent.attempts,
        "error": error,
        "violations": violations,
    }


def request_of(exchange: Exchange) -> Request:
    """Return the request of an exchange, which has secrets, with what is kept of its body."""
    body = exchange.request_body[:MAX_BODY]
    return Request(exchange.method, exchange.target, pairs(exchange.request_headers), body)


def pairs(headers: Sequence[RawHeader]) -> Headers:
    """Return headers as pairs of strings."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
