"""HTTP messages."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from contracts.data.encoding import encode_json
from contracts.failures import FailureKind
from contracts.spec.model import SecurityScheme

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
RawHeader = tuple[bytes, bytes]

REASON = b"x-mock-reason"
"""Response header that tells a developer why the mock answered so; the body is the vendor's alone."""

MAX_REASON = 300
"""Characters of the reason header: enough for a sentence, far below any server's header limit."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request is refused.

    :param detail: one sentence for a person, without secrets.
    :param location: where in the request: ``body/status``, ``query/limit``, ``header/x-key``, …; may be empty.
    :param scheme: the authentication scheme for ``WWW-Authenticate`` of a 401; ``""``: the operation's usual one.
    :param cause: what is wrong, for a program: ``missing``, ``uuid`` (it is none); ``""``: the kind says all there is.
    :param sent: the text that was sent at ``location``; ``None``: there was none, or it is not known.
    :param others: what the same stage found beside it, each without others of its own.
    """

    kind: FailureKind
    detail: str
    location: str = ""
    scheme: str = ""
    cause: str = ""
    sent: str | None = None
    others: tuple[Failure, ...] = ()

    @property
    def each(self) -> tuple[Failure, ...]:
        """All that was found, this one first."""
        return (self, *self.others)

    @property
    def reason(self) -> str:
        """Kind, place and detail in one line."""
        place = f" {self.location}" if self.location else ""
        return f"{self.kind}{place}: {self.detail}"


@dataclass(slots=True)
class Answer:
    """A whole response."""

    status: int
    body: bytes = b""
    media_type: str = ""
    headers: list[RawHeader] = field(default_factory=list)

    def because(self, reason: str) -> Answer:
        """Add the reason header."""
        self.headers.append((REASON, printable(reason)[:MAX_REASON]))
        return self


_PRINTABLE = bytes(byte if 32 <= byte < 127 else 63 for byte in range(256))
"""For each byte itself, or a question mark."""


def printable(text: str) -> bytes:
    """A header value of any text, in printable ASCII, so that a client cannot smuggle in a header of its own."""
    return text.encode("ascii", "backslashreplace").translate(_PRINTABLE)


def challenge(scheme: SecurityScheme) -> str:
    """The scheme's name in ``WWW-Authenticate`` (RFC 9110, section 11.6.1)."""
    if scheme.type == "http":
        return scheme.scheme.capitalize()
    return "ApiKey" if scheme.type == "apiKey" else "Bearer"


def read_headers(raw: list[RawHeader]) -> dict[str, str]:
    """All headers by lower-case name; several of one name are joined as RFC 9110, section 5.2, has it."""
    headers: dict[str, str] = {}
    for key, value in raw:
        name = key.decode("latin-1").lower()
        text = value.decode("latin-1")
        if name in headers:
            headers[name] += ("; " if name == "cookie" else ", ") + text
        else:
            headers[name] = text
    return headers


_DIGITS = bytes(48 if 48 <= byte <= 57 else 32 for byte in range(256))
_LONG_NUMBER = b"0" * 19
"""What a text with an integer beyond 64 bits has, once each digit is written as 0: orjson reads it as a float, and does
not write it. A regular expression that leaves out what stands in strings takes five times as long on the usual text."""


def decode_json(text: bytes) -> Any:
    """Strict JSON (RFC 8259), integers of any size kept as they are. Raises :class:`ValueError`."""
    value = orjson.loads(text)
    return json.loads(text) if _LONG_NUMBER in text.translate(_DIGITS) else value


def json_answer(status: int, value: Any) -> Answer:
    """An answer with a JSON body."""
    return Answer(status, encode_json(value), "application/json")


async def send_answer(scope: Scope, send: Send, answer: Answer, extra: list[RawHeader]) -> None:
    """Send an answer, without its body to HEAD and with no content at all for 204 and 304 (RFC 9110, 15.3.5)."""
    headers = answer.headers + extra
    body = answer.body
    if answer.status not in {204, 304}:
        headers.append((b"content-length", b"%d" % len(body)))
        if answer.media_type:
            headers.append((b"content-type", answer.media_type.encode("latin-1")))
    if scope["method"] == "HEAD" or answer.status in {204, 304}:
        body = b""
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


MAX_DEPTH = 100
"""Nesting of a JSON text: deeper than any real one, shallow enough for every library behind."""


def read_json(text: bytes) -> Any:
    """Parse JSON (RFC 8259). Raises :class:`ValueError` with what is wrong, for a person."""
    if text.count(b"[") + text.count(b"{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise ValueError(f"the JSON is nested deeper than {MAX_DEPTH} levels")
    try:
        return decode_json(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


def _depth(text: bytes) -> int:
    """How deep JSON text nests, strings aside; for text that is not JSON any number."""
    depth = deepest = 0
    in_string = escaped = False
    for byte in text:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:  # backslash
                escaped = True
            elif byte == 0x22:  # quotation mark
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
