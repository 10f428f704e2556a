"""HTTP messages of the mock server: failures, responses, headers, JSON bodies, and why a value is invalid."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import orjson
from jsonschema_rs import ValidationError, Validator

from contracts.failures import FailureKind
from contracts.generation.json_encoding import encode_json
from contracts.spec.model import SecurityScheme
from contracts.spec.pointers import child_pointer
from contracts.spec.schemas import Schema
from contracts.spec.validation_errors import first_error_of, has_many_parts
from contracts.spec.written_keywords import keyword_pointer
from contracts.spec.yaml_values import parse_yaml
from mockserver.http.notes import NOTES, Violation

MAX_MESSAGE = 400
"""Maximum length of a message in characters: validators quote the whole value, which may be megabytes."""


class ValueIssue(NamedTuple):
    """An error of a value.

    :param location: JSON pointer in the value (``/name/0``).
    :param keyword: JSON pointer of the keyword that the value breaks
        (:func:`contracts.spec.written_keywords.keyword_pointer`); ``""`` if it is not known.
    """

    location: str
    message: str
    keyword: str = ""


def first_error(validator: Validator, value: Any, schema: Schema | None = None) -> ValueIssue | None:
    """Return the first error in a value; ``None`` if it is valid.

    :param schema: that of the validator.
    """
    if validator.is_valid(value):
        return None
    try:
        error = first_error_of(validator, value)
    except ValueError:  # the value is nested too deeply for a message
        error = None
    if error is None:
        return ValueIssue("", "does not match its schema")
    return ValueIssue(child_pointer("", *error.instance_path), _message(error, schema), _keyword(error, schema))


def all_errors(validator: Validator, value: Any, schema: Schema | None = None) -> list[ValueIssue]:
    """Return the errors in a value, up to a number, that of :func:`first_error` first.

    Of a large value, only the first error is returned.
    """
    first = first_error(validator, value, schema)
    if first is None or has_many_parts(value):  # each error has a copy of the invalid part
        return [] if first is None else [first]
    found = {(first.location, first.message): first}
    try:
        for error in islice(validator.iter_errors(value), MAX_ERRORS):
            key = child_pointer("", *error.instance_path), _message(error, schema)
            if key not in found:
                found[key] = ValueIssue(*key, _keyword(error, schema))
    except ValueError:  # the value is nested too deeply for a message
        pass
    return list(found.values())


def _message(error: ValidationError, schema: Schema | None) -> str:
    return _limited(error.message if schema is None else schema.message(error))


def _keyword(error: ValidationError, schema: Schema | None) -> str:
    return "" if schema is None else keyword_pointer(schema, error)


def _limited(message: str) -> str:
    return message if len(message) <= MAX_MESSAGE else f"{message[: MAX_MESSAGE - 1]}…"


Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
RawHeader = tuple[bytes, bytes]

RETRY_AFTER: RawHeader = (b"retry-after", b"1")
"""Sent with 503 (RFC 9110, section 10.2.3): what is missing may be back in a second."""

REASON = b"x-mock-reason"
"""Response header that explains the response to a developer; the body contains only what the document describes."""

MAX_REASON = 2000
"""Maximum length of the reason header in characters, below the header limits of HTTP clients (8 KiB and more)."""

MAX_FAULTS = 10
"""Maximum number of faults of a request in the reason header."""

MAX_FAULT = 150
"""Maximum length of the description of a fault in the reason header, if there are several."""

MAX_ERRORS = 100
"""Maximum number of errors of a value that are reported."""


MISSING = "missing"
"""The cause of a failure about a value that was not sent."""

_OF_VALUES = frozenset({FailureKind.INVALID_PARAMETER, FailureKind.INVALID_BODY, FailureKind.UNSUPPORTED_MEDIA_TYPE})
"""The failures about a parameter, a value in the body, or a field of a form, whose details do not say which one."""


class Failure(NamedTuple):
    """Why a request is refused.

    :param detail: one sentence for a person, without secrets.
    :param location: where in the request: ``query/limit``, ``header/x-key``, …; ``body`` with the JSON pointer in it,
        such as ``body/status``; may be empty.
    :param scheme: the authentication scheme for ``WWW-Authenticate`` of a 401; ``""``: the default of the operation.
    :param cause: machine-readable cause: ``missing``, ``uuid`` (not a UUID), a vendor's code, or ``""``.
    :param sent: the string that was sent at ``location``, or ``None`` if there was none or it is not known.
    :param others: further failures that the same stage found; their own ``others`` are empty.
    :param keyword: the keyword that the value breaks; see :class:`ValueIssue`.
    """

    kind: FailureKind
    detail: str
    location: str = ""
    scheme: str = ""
    cause: str = ""
    sent: str | None = None
    others: tuple[Failure, ...] = ()
    keyword: str = ""

    @property
    def sentence(self) -> str:
        """The detail, which names the parameter or the JSON pointer in the body if it is about values."""
        part, slash, name = self.location.partition("/")
        if self.kind not in _OF_VALUES or self.location == "header/content-type" or not part:
            return self.detail
        if part == "body":
            return f"{part} '/{name}': {self.detail}" if slash else f"{part}: {self.detail}"
        return f"{part} parameter '{name}': {'required' if self.cause == MISSING else self.detail}"

    @property
    def each(self) -> tuple[Failure, ...]:
        """All failures of the stage, this one first."""
        return (self, *self.others)

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All failures of the stage as those get them who keep the exchange, up to a number."""
        own = Violation(self.kind, self.location, self.detail, self.keyword, self.cause)
        if not self.others:
            return (own,)
        return own, *(one.violations[0] for one in self.others[: MAX_ERRORS - 1])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Kind, location and detail in one line, followed by location and detail of each of the others."""
        location = f" {self.location}" if self.location else ""
        own = f"{self.kind}{location}: {self.detail}"
        return (own, *(f"{one.location or one.kind}: {one.detail}" for one in self.others))

    @property
    def reason(self) -> str:
        """The reasons in one line, up to a number of faults."""
        reasons = self.reasons
        if len(reasons) == 1:
            return reasons[0]
        left = len(reasons) - MAX_FAULTS
        return "; ".join(map(_shortened, reasons[:MAX_FAULTS])) + (f"; and {left} more" if left > 0 else "")


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_FAULT else f"{text[: MAX_FAULT - 1]}…"


@dataclass(slots=True)
class MockResponse:
    """A complete response.

    :param is_broken: whether the body is a documented example that does not match its schema.
    :param violations: what the reason header says, without its limits: one text for each fault of the request.
    :param failure: why the request is refused, or ``None``.
    """

    status: int
    body: bytes = b""
    media_type: str = ""
    headers: list[RawHeader] = field(default_factory=list)
    is_broken: bool = False
    violations: tuple[str, ...] = ()
    failure: Failure | None = None

    def with_reason(self, reason: str) -> MockResponse:
        """Add the reason header; return the response."""
        self.headers.append((REASON, printable(reason)[:MAX_REASON]))
        self.violations, self.failure = (reason,), None
        return self

    def with_failure(self, failure: Failure) -> MockResponse:
        """Add the reason of a failure; return the response."""
        self.with_reason(failure.reason)
        self.violations, self.failure = failure.reasons, failure
        return self


_PRINTABLE = bytes(byte if 32 <= byte < 127 else 63 for byte in range(256))
"""Translation table: a printable ASCII byte to itself, any other byte to a question mark."""


def printable(text: str) -> bytes:
    """Convert any string to a header value in printable ASCII, which prevents header injection."""
    return text.encode("ascii", "backslashreplace").translate(_PRINTABLE)


@lru_cache(maxsize=512)
def _media_type(name: str) -> bytes:
    """Return a media type as a header value; the names in a document may be any strings."""
    return printable(name)


def challenge(scheme: SecurityScheme) -> str:
    """Return the name of a scheme in ``WWW-Authenticate`` (RFC 9110, section 11.6.1)."""
    if scheme.type == "http":
        return scheme.scheme.capitalize()
    return "ApiKey" if scheme.type == "apiKey" else "Bearer"


def read_headers(raw: list[RawHeader]) -> dict[str, str]:
    """Return the headers by lower-case name; repeated headers are joined (RFC 9110, section 5.2)."""
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
"""Found in every JSON text with an integer beyond 64 bits, after all digits are replaced by 0. orjson parses such an
integer as a float and cannot write it. A regular expression that skips strings would be five times slower."""


def decode_json(text: bytes) -> Any:
    """Parse strict JSON (RFC 8259), with integers of any size. Raises :class:`ValueError`."""
    value = orjson.loads(text)
    return json.loads(text) if _LONG_NUMBER in text.translate(_DIGITS) else value


def json_response(status: int, value: Any) -> MockResponse:
    """Return a response with a JSON body."""
    return MockResponse(status, encode_json(value), "application/json")


def note_violations(scope: Scope, response: MockResponse) -> None:
    """Note for the recorder why a request is refused."""
    if response.violations and NOTES in scope:
        scope[NOTES].violations = response.violations
        scope[NOTES].failures = () if response.failure is None else response.failure.violations


async def send_response(scope: Scope, send: Send, response: MockResponse, extra: list[RawHeader]) -> None:
    """Send a response: without the body for HEAD, without any content for 204 and 304 (RFC 9110, section 15.3.5)."""
    note_violations(scope, response)
    headers = response.headers + extra
    body = response.body
    if response.status not in {204, 304}:
        headers.append((b"content-length", b"%d" % len(body)))
        if response.media_type:
            headers.append((b"content-type", _media_type(response.media_type)))
    if scope["method"] == "HEAD" or response.status in {204, 304}:
        body = b""
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


MAX_DEPTH = 100
"""Maximum nesting of a JSON text: more than real documents have, few enough levels for every JSON library."""


def read_json(text: bytes) -> Any:
    """Parse JSON sent by a client (RFC 8259). Raises :class:`ValueError` with a message for a person."""
    if text.count(b"[") + text.count(b"{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise ValueError(f"the JSON is nested deeper than {MAX_DEPTH} levels")
    try:
        return decode_json(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


def read_yaml(text: bytes) -> Any:
    """Parse YAML sent by a client (RFC 9512). Raises :class:`ValueError` with a message for a person."""
    try:
        return parse_yaml(text)
    except ValueError as error:
        raise ValueError(f"not YAML: {error}") from None


def read_sequence(body: bytes, *, is_json_seq: bool) -> list[Any]:
    """Parse JSON texts sent by a client: one a line, or a JSON text sequence (RFC 7464). Blank ones are ignored.

    Raises :class:`ValueError` with a message for a person that has the number of the line or record.
    """
    texts, noun = (body.split(b"\x1e"), "record") if is_json_seq else (body.split(b"\n"), "line")
    if is_json_seq and texts.pop(0).strip():
        raise ValueError("not a JSON text sequence: the first record does not begin with a record separator (0x1E)")
    items = []
    for number, text in enumerate(texts, 1):
        if text.strip():
            try:
                items.append(read_json(text))
            except ValueError as error:
                raise ValueError(f"{noun} {number}: {error}") from None
    return items


def json_or_text(text: str) -> Any:
    """Return the value of a JSON text, or the string itself if it is not JSON."""
    try:
        return read_json(text.encode("utf-8", "replace"))
    except ValueError:
        return text


def _depth(text: bytes) -> int:
    """Return the nesting depth of JSON text, brackets in strings excluded; an arbitrary number if it is not JSON."""
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
