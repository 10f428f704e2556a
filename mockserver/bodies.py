"""Request bodies: read with a limit, told apart by content type, parsed once, held against the schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contracts.failures import FailureKind
from contracts.spec.model import MediaType, RequestBody
from contracts.spec.schemas import Schema
from mockserver.coerce import compile_coercion, scalar_types
from mockserver.exchange import ABSENT, Exchange
from mockserver.forms import form_parser, multipart_fields, urlencoded_fields
from mockserver.http import Failure, Receive, read_json
from mockserver.judge import fault


class Disconnected(Exception):  # noqa: N818 - it is an event, not an error
    """The client went away before its body was whole."""


async def read_body(receive: Receive, limit: int, declared: str) -> bytes | None:
    """The whole request body, or ``None`` where it is longer than ``limit`` bytes (the rest is not kept).

    :param declared: the ``Content-Length`` header, or ``""``; one beyond the limit is believed at once.
    :raises Disconnected: when the client goes away.
    """
    if declared.isdecimal() and len(declared) < 20 and int(declared) > limit:
        return None
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            return None
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


CONTENT_TYPES = 64
"""Values of ``Content-Type`` for which an operation remembers how it reads them: clients send few."""


class BodyStages:
    """The stages that judge the body of one operation: content type, size, syntax, schema."""

    def __init__(self, body: RequestBody, limit: int) -> None:
        self._required = body.required
        self._limit = limit
        self._exact = {_essence(media.name): media for media in body.content}
        self._ranges = [(_essence(media.name), media) for media in body.content if "*" in media.name]
        self._names = ", ".join(media.name for media in body.content)
        self._how = lru_cache(CONTENT_TYPES)(self._choose)

    def content_type(self, exchange: Exchange) -> Failure | None:
        """Refuse a body whose media type is not documented (415). A body without one is taken as the first."""
        if not exchange.body and exchange.body is not None:
            return None
        if self._how(exchange.headers.get("content-type")) is not None:
            return None
        sent = exchange.headers.get("content-type", "")
        return Failure(FailureKind.UNSUPPORTED_MEDIA_TYPE, f"{sent} is not one of {self._names}", "header/content-type")

    def size(self, exchange: Exchange) -> Failure | None:
        """Refuse a body that is too large (413)."""
        if exchange.body is None:
            return Failure(FailureKind.TOO_LARGE, f"the body is larger than {self._limit} bytes", "body")
        return None

    def parse(self, exchange: Exchange) -> Failure | None:
        """Parse the body into ``exchange.payload``; refuse what is not of its media type (400)."""
        if exchange.body is None:
            return None  # size tells, whichever comes first
        if not exchange.body:
            if self._required:
                return Failure(FailureKind.MISSING_BODY, "a body is required", "body")
            return None
        how = self._how(exchange.headers.get("content-type"))
        if how is None:
            return None
        try:
            exchange.payload = how[1].parse(exchange)
        except ValueError as error:
            return Failure(FailureKind.MALFORMED_BODY, str(error), "body")
        return None

    def judge(self, exchange: Exchange) -> Failure | None:
        """Hold the parsed body against its schema (400 or 422)."""
        if exchange.payload is ABSENT:
            return None
        how = self._how(exchange.headers.get("content-type"))
        if how is None or how[0].schema is None or not how[1].judged:
            return None
        found = fault(how[0].schema.request_validator, exchange.payload)
        return found and Failure(FailureKind.INVALID_BODY, found[1], f"body{found[0]}")

    def _choose(self, header: str | None) -> tuple[MediaType, _Reading] | None:
        """The documented media type of a body by its ``Content-Type``, and how to read it.

        A range leaves that to what was sent. Without the header it is the first one.
        """
        media = self._media_type(header)
        return None if media is None else (media, _reading(_family(media.name if header is None else header), media))

    def _media_type(self, header: str | None) -> MediaType | None:
        if header is None:
            return next(iter(self._exact.values()), None)
        essence = _essence(header)
        exact = self._exact.get(essence)
        if exact is not None:
            return exact
        kind = essence.partition("/")[0]
        return next((media for name, media in self._ranges if name in {"*/*", f"{kind}/*"}), None)


def _essence(header: str) -> str:
    return header.partition(";")[0].strip().lower()


# ---------------------------------------------------------------------- readings, one a family of media types

Parse = Callable[[Exchange], Any]
"""From an exchange with a body to its payload; raises :class:`ValueError` with what is wrong."""


@dataclass(frozen=True)
class _Reading:
    """How bodies of a family are read.

    :param judged: whether what is read can be held against the schema.
    """

    parse: Parse
    judged: bool = True


def _family(name: str) -> str:
    essence = _essence(name)
    if essence in {"application/json", "text/json"} or essence.endswith("+json"):
        return "json"
    if essence in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return essence
    if "*" in essence:
        return "unknown"
    return "text" if essence.startswith("text/") and essence != "text/xml" else "other"


def _reading(family: str, media: MediaType) -> _Reading:
    match family:
        case "json":
            return _Reading(_parse_json)
        case "application/x-www-form-urlencoded":
            return _Reading(form_parser(media, urlencoded_fields))
        case "multipart/form-data":
            return _Reading(form_parser(media, multipart_fields))
        case "text":
            coerce = compile_coercion(media.schema) or str
            return _Reading(lambda exchange: coerce(_parse_text(exchange)))
        case "unknown":
            return _Reading(_parse_json_or_text)
        case _:  # XML and whatever else is taken as text: a schema of anything else cannot judge it
            return _Reading(_parse_text, judged=media.schema is not None and _takes_text(media.schema))


def _takes_text(schema: Schema) -> bool:
    types = scalar_types(schema)
    return "string" in types or not (types or schema.properties)


def _parse_json(exchange: Exchange) -> Any:
    return read_json(exchange.body or b"")


def _parse_json_or_text(exchange: Exchange) -> Any:
    try:
        return _parse_json(exchange)
    except ValueError:
        return _parse_text(exchange)


def _parse_text(exchange: Exchange) -> str:
    """Text as such; bytes that are not UTF-8 one character each, so that no body is lost."""
    body = exchange.body or b""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")
