"""The responses of stubs: read from JSON, and validated against the document."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.generation.media_types import family
from contracts.http_syntax import is_token
from contracts.spec.model import MediaType, Operation, ResponseSpec
from contracts.spec.pointers import child_pointer
from contracts.wording import suggestion
from mockserver.control.admin_request import AdminError, known_keys
from mockserver.http.encoding import encode
from mockserver.http.messages import (
    MockResponse,
    RawHeader,
    all_errors,
    decode_json,
    json_response,
)
from mockserver.http.request import ABSENT
from mockserver.responses import concrete_media_type, is_served

FRAMING = frozenset({"content-length", "transfer-encoding", "connection", "keep-alive", "trailer", "upgrade"})
"""Headers that the server sets; others would break the connection."""

MAX_HEADERS = 100
MAX_HEADER = 8 * 1024

_FIELD_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_JSON = "application/json"
_DEFAULTS: dict[type, str] = {bytes: "application/octet-stream", str: "text/plain; charset=utf-8"}
"""The media types of bodies that are not documented; that of others is JSON."""


class InvalidStub(AdminError):  # noqa: N818 - a kind of AdminError
    """A response that breaks the document.

    :param errors: JSON pointer in the stub and message of each error, at least one.
    """

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        hint = 'change it, or add "validate": false'
        super().__init__(errors[0][1], location=errors[0][0], hint=hint)
        self.errors = tuple(errors)

    def response(self) -> MockResponse:
        """Return the response, with all errors if there are several."""
        if len(self.errors) == 1:
            return super().response()
        errors = [{"error": message, "location": location} for location, message in self.errors]
        value = {"error": self.message, "location": self.location, "hint": self.hint, "errors": errors}
        return json_response(self.status, value)


@dataclass(frozen=True)
class StubResponse:
    """One response of a stub: a documented one (``code``, ``example``), or one of its own.

    :param status: its status code, or that of the documented response if ``has_code``.
    :param status_key: the property that has the status code; ``""`` if none has it.
    :param has_code: whether it is the documented response with that status code.
    :param example: name of a documented example, or ``""``.
    :param value: the body of the own response: a JSON value, or bytes; ``ABSENT`` if it has none.
    :param headers: in lower case; they replace those of a documented response.
    """

    status: int = 200
    status_key: str = ""
    has_code: bool = False
    example: str = ""
    value: Any = ABSENT
    headers: tuple[RawHeader, ...] = ()

    @property
    def is_documented(self) -> bool:
        """Whether it is a documented response."""
        return self.has_code or bool(self.example)

    @property
    def content_type(self) -> str:
        """The ``Content-Type`` among its headers, or ``""``."""
        return next((value.decode("latin-1") for name, value in self.headers if name == b"content-type"), "")

    def with_headers(self, response: MockResponse) -> MockResponse:
        """Return a response with the headers of the stub."""
        names = {name for name, _ in self.headers}
        response.headers = [header for header in response.headers if header[0] not in names]
        response.headers += [header for header in self.headers if header[0] != b"content-type"]
        response.media_type = self.content_type or response.media_type
        return response

    def own(self, operation: Operation | None) -> MockResponse:
        """Return the own response to a request of an operation, which says how the body is encoded."""
        if self.value is ABSENT:
            return self.with_headers(MockResponse(self.status))
        documented = operation.response(self.status) if operation is not None else None
        media = _media_type(documented, self)
        name = self.content_type or (concrete_media_type(media.name) if media is not None else "")
        if not name:
            name = _DEFAULTS.get(type(self.value), _JSON)
        body = encode(self.value, name, media.schema if media is not None else None, is_example=True)
        return self.with_headers(MockResponse(self.status, body, name))


def read_response(value: Any, location: str) -> StubResponse:
    """Read the response of a stub. Raises :class:`AdminError`."""
    known = known_keys(value, location, "status", "headers", "body", "body_base64", "code", "example")
    headers = tuple(_headers(known.get("headers", {}), f"{location}/headers"))
    if "status" in known and "code" in known:
        raise AdminError("'status' and 'code' exclude each other", location=f"{location}/code", hint="omit one")
    body = next((name for name in ("body", "body_base64") if name in known), "")
    if body:
        for name in ("body_base64", "code", "example"):
            if name in known and name != body:
                message = f"'{body}' and '{name}' exclude each other"
                raise AdminError(message, location=f"{location}/{name}", hint=f"use 'status' with '{body}'")
        status = _status(known.get("status", 200), f"{location}/status")
        key = "status" if "status" in known else ""
        value = known[body] if body == "body" else _decoded(known[body], f"{location}/body_base64")
        return StubResponse(status, key, value=value, headers=headers)
    example = known.get("example", "")
    if not isinstance(example, str) or ("example" in known and not example):
        raise AdminError("must be the name of an example", location=f"{location}/example")
    name = "code" if "code" in known else "status"
    if name in known:
        status = _status(known[name], f"{location}/{name}")
        return StubResponse(status, name, has_code=True, example=example, headers=headers)
    if not example:
        raise AdminError("the response is missing", location=location, hint="add 'status', 'code', 'example' or 'body'")
    return StubResponse(example=example, headers=headers)


def _decoded(value: Any, location: str) -> bytes:
    """Return the bytes of a Base64 string (RFC 4648, section 4)."""
    try:
        return b64decode(value, validate=True)
    except (TypeError, ValueError):
        raise AdminError("must be a Base64 string", location=location) from None


def _status(value: Any, location: str) -> int:
    if type(value) is not int or not 200 <= value <= 599:
        raise AdminError(f"must be a status code from 200 to 599, not {str(value)[:40]}", location=location)
    return value


def _headers(value: Any, location: str) -> Iterator[RawHeader]:
    if not isinstance(value, dict):
        raise AdminError("must be an object of header values by name", location=location)
    if len(value) > MAX_HEADERS:
        raise AdminError(f"has more than {MAX_HEADERS} headers", location=location)
    for name, given in value.items():
        where = child_pointer(location, name)
        if not is_token(name) or len(name) > MAX_HEADER:
            raise AdminError(f"'{name[:40]}' is not a header name", location=where)
        if name.lower() in FRAMING:
            raise AdminError(f"the server sets the header '{name}'", location=where, hint="omit it")
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, bool) or not isinstance(one, str | int | float):
                raise AdminError("must be a string or a list of strings", location=where)
            text = str(one)
            if not _FIELD_VALUE.fullmatch(text) or len(text) > MAX_HEADER:
                message = f"must be at most {MAX_HEADER} characters without line breaks and control characters"
                raise AdminError(message, location=where)
            yield name.lower().encode("ascii"), text.encode("latin-1")


# ---------------------------------------------------------------------- validation


def response_errors(response: StubResponse, operation: Operation, location: str) -> list[tuple[str, str]]:
    """Return JSON pointer and message of each way in which a response breaks the document of an operation.

    :param location: JSON pointer of the response.
    """
    if response.example:
        return _example_errors(response, operation, location)
    documented = operation.response(response.status)
    if documented is None:
        known = ", ".join(one.status for one in operation.responses) or "none"
        message = f"{operation.id} has no response {response.status}; documented: {known}"
        return [(f"{location}/{response.status_key}" if response.status_key else location, message)]
    errors = list(_header_errors(response, documented, operation, location))
    if response.value is not ABSENT:
        errors += _body_errors(response, documented, operation, location)
    return errors


def _example_errors(response: StubResponse, operation: Operation, location: str) -> list[tuple[str, str]]:
    responses = [operation.response(response.status)] if response.has_code else operation.responses
    names = {one.name for found in responses if found for media in found.content for one in media.examples if one.name}
    if response.example in names:
        return []
    hint = suggestion(response.example, names) or f"documented: {', '.join(sorted(names)[:10]) or 'none'}"
    return [(f"{location}/example", f"{operation.id} has no example '{response.example[:80]}'; {hint}")]


def _header_errors(
    response: StubResponse, documented: ResponseSpec, operation: Operation, location: str
) -> Iterator[tuple[str, str]]:
    given = {name.decode("ascii"): value.decode("latin-1") for name, value in response.headers}
    for header in documented.headers:
        text = given.get(header.name.lower())
        if text is None or header.schema is None or header.media_type:
            continue
        if not _is_valid_text(header.schema, text):
            message = f"'{text[:80]}' is not valid for the header '{header.name}' of {operation.id}"
            yield f"{location}/headers", message


def _is_valid_text(schema: Any, text: str) -> bool:
    """Whether a header has a valid value; those of arrays and objects are not read."""
    node = schema.resolve().node
    if isinstance(node, dict) and node.get("type") in {"array", "object"}:
        return True
    values: list[Any] = [text]
    if re.fullmatch(r"-?[0-9]{1,18}", text):
        values.append(int(text))
    elif re.fullmatch(r"-?[0-9]{1,18}\.[0-9]{1,18}", text):
        values.append(float(text))
    elif text in {"true", "false"}:
        values.append(text == "true")
    return any(schema.is_valid(value) for value in values)


def _body_errors(
    response: StubResponse, documented: ResponseSpec, operation: Operation, location: str
) -> list[tuple[str, str]]:
    where = f"{location}/body"
    if not documented.content:
        return [(where, f"the response {response.status} of {operation.id} has no body")]
    media = _media_type(documented, response)
    if media is None:
        names = ", ".join(one.name for one in documented.content)
        sent = response.content_type or _DEFAULTS.get(type(response.value), _JSON)
        message = f"the response {response.status} of {operation.id} is not {sent}; documented: {names}"
        return [(f"{location}/headers", message)]
    schema, value = media.schema, response.value
    if isinstance(value, bytes):
        where = f"{location}/body_base64"
        if family(concrete_media_type(media.name)) != "json":
            return []
        try:
            value = decode_json(value)
        except ValueError:
            return [(where, f"not JSON, as the response {response.status} of {operation.id} is")]
    if schema is None or is_served(media, value):
        return []
    found = all_errors(schema.validator, value, schema)
    return [(where + one.location, f"{one.message} ({operation.id})") for one in found]


def _media_type(documented: ResponseSpec | None, response: StubResponse) -> MediaType | None:
    """Return the documented media type of a body: that of ``Content-Type``, else JSON, else the first one.

    For bytes it is rather not JSON.
    """
    if documented is None or not documented.content:
        return None
    if response.content_type:
        essence = response.content_type.partition(";")[0].strip().lower()
        fitting = [media for media in documented.content if _covers(media.name, essence)]
        return min(fitting, key=lambda media: media.name.count("*"), default=None)
    is_binary = isinstance(response.value, bytes)
    fitting = [
        media for media in documented.content if (family(concrete_media_type(media.name)) != "json") == is_binary
    ]
    return (fitting or list(documented.content))[0]


def _covers(documented: str, essence: str) -> bool:
    """Whether a documented media type or range has a media type without parameters, in lower case."""
    name = documented.partition(";")[0].strip().lower()
    kind, _, subtype = name.partition("/")
    return name in {essence, "*/*"} or (subtype == "*" and essence.startswith(f"{kind}/"))
