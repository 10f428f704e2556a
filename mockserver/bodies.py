"""Request bodies: read with a limit, told apart by content type, parsed once, held against the schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from contracts.failures import FailureKind
from contracts.spec.model import MediaType, RequestBody, Schema
from mockserver.coerce import Coerce, compile_coercion
from mockserver.exchange import ABSENT, Exchange
from mockserver.http import Failure, Receive
from mockserver.json_input import read_json
from mockserver.judge import fault

MAX_FIELDS = 1_000
"""Fields of a form body."""


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


class BodyStages:
    """The stages that judge the body of one operation: content type, size, syntax, schema."""

    def __init__(self, body: RequestBody, limit: int) -> None:
        self._required = body.required
        self._limit = limit
        self._exact = {_essence(media.name): media for media in body.content}
        self._ranges = [(_essence(media.name), media) for media in body.content if "*" in media.name]
        self._names = ", ".join(media.name for media in body.content)
        self._parsers = {media.name: _parser(media) for media in body.content}

    def content_type(self, exchange: Exchange) -> Failure | None:
        """Refuse a body whose media type is not documented (415). A body without one is taken as the first."""
        if not exchange.body and exchange.body is not None:
            return None
        if self._media_type(exchange) is not None:
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
        if not exchange.body:
            if self._required:
                return Failure(FailureKind.MISSING_BODY, "a body is required", "body")
            return None
        media = self._media_type(exchange)
        if media is None:
            return None
        try:
            exchange.payload = self._parsers[media.name](exchange)
        except ValueError as error:
            return Failure(FailureKind.MALFORMED_BODY, str(error), "body")
        return None

    def judge(self, exchange: Exchange) -> Failure | None:
        """Hold the parsed body against its schema (400 or 422)."""
        if exchange.payload is ABSENT:
            return None
        media = self._media_type(exchange)
        if media is None or media.schema is None:
            return None
        found = fault(media.schema.request_validator, exchange.payload)
        return found and Failure(FailureKind.INVALID_BODY, found[1], f"body{found[0]}")

    def _media_type(self, exchange: Exchange) -> MediaType | None:
        header = exchange.headers.get("content-type")
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


# ---------------------------------------------------------------------- parsers, one a family of media types

Parse = Callable[[Exchange], Any]
"""From an exchange with a body to its payload; raises :class:`ValueError` with what is wrong."""


def _parser(media: MediaType) -> Parse:
    essence = _essence(media.name)
    if media.is_json:
        return _parse_json
    if essence == "application/x-www-form-urlencoded":
        return _form_parser(media.schema, _urlencoded_fields)
    if essence == "multipart/form-data":
        return _form_parser(media.schema, _multipart_fields)
    return _parse_text


def _parse_json(exchange: Exchange) -> Any:
    return read_json(exchange.body or b"")


def _parse_text(exchange: Exchange) -> str:
    """Text as such; bytes that are not UTF-8 one character each, so that no body is lost."""
    body = exchange.body or b""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")


Fields = dict[str, list[str]]


def _form_parser(schema: Schema | None, fields_of: Callable[[Exchange], Fields]) -> Parse:
    """A form as an object: a field sent once is a scalar or, where the schema has an array, an array."""
    properties = schema.properties if schema is not None else {}
    scalars: dict[str, Coerce | None] = {name: compile_coercion(below) for name, below in properties.items()}
    arrays = {name: compile_coercion(items) for name, below in properties.items() if (items := below.items)}

    def parse(exchange: Exchange) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, texts in fields_of(exchange).items():
            if name in arrays:
                coerce = arrays[name]
                result[name] = [coerce(text) if coerce else text for text in texts]
            else:
                coerce = scalars.get(name)
                result[name] = coerce(texts[-1]) if coerce else texts[-1]
        return result

    return parse


def _urlencoded_fields(exchange: Exchange) -> Fields:
    try:
        text = (exchange.body or b"").decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise ValueError("the form is not percent-encoded UTF-8") from None
    fields: Fields = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _multipart_fields(exchange: Exchange) -> Fields:
    """Fields of a multipart body (RFC 7578); a file's bytes as text, one character a byte."""
    from python_multipart import FormParser  # noqa: PLC0415 - few operations take multipart bodies
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415
    from python_multipart.multipart import Field, File, parse_options_header  # noqa: PLC0415

    fields: Fields = {}

    def on_field(field: Field) -> None:
        fields.setdefault((field.field_name or b"").decode("utf-8", "replace"), []).append(
            (field.value or b"").decode("utf-8", "replace")
        )

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        content = file.file_object.read().decode("latin-1")
        fields.setdefault((file.field_name or b"").decode("utf-8", "replace"), []).append(content)

    _, options = parse_options_header(exchange.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if not boundary:
        raise ValueError("the Content-Type has no boundary")
    parser = FormParser("multipart/form-data", on_field, on_file, boundary=boundary)
    try:
        parser.write(exchange.body or b"")
        parser.finalize()
    except FormParserError as error:
        raise ValueError(f"not multipart/form-data: {error}") from None
    finally:
        parser.close()
    return fields
