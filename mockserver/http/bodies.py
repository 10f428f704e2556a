"""Request bodies: read with a size limit, select the content type, parse, validate against the schema."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from jsonschema_rs import Validator

from contracts.failures import FailureKind
from contracts.generation import media_types
from contracts.spec.model import MediaType, RequestBody
from contracts.spec.pointers import child_pointer
from contracts.spec.schemas import Schema
from mockserver.http.body_budget import SMALL, declared_length, reserve_body
from mockserver.http.bounded_cache import MAX_KEY
from mockserver.http.coercion import compile_coercion, scalar_types
from mockserver.http.encoding import is_xml
from mockserver.http.forms import FieldError, form_parser, multipart_reader, urlencoded_fields
from mockserver.http.messages import (
    MAX_ERRORS,
    Failure,
    Receive,
    Scope,
    ValueIssue,
    all_errors,
    read_json,
    read_sequence,
    read_yaml,
)
from mockserver.http.request import ABSENT, RequestContext
from mockserver.http.xml_bodies import decode_xml, parse_xml


class Disconnected(Exception):  # noqa: N818 - it is an event, not an error
    """The client disconnected before it sent the whole body."""


async def read_body(scope: Scope, receive: Receive, limit: int, declared: str) -> bytes | None:
    """Read the request body; return ``None`` if it is longer than ``limit`` bytes.

    :param declared: the ``Content-Length`` header, or ``""``; if it exceeds the limit, nothing is read.
    :raises Disconnected: if the client disconnects.
    :raises BodiesFullError: if the bodies of other requests leave no memory.
    """
    if declared_length(declared) > limit:
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
        if size > SMALL:
            reserve_body(scope, size, declared)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


CONTENT_TYPES = 64
"""Size of an operation's cache of readers by ``Content-Type``; clients send few different values."""


class BodyStages:
    """The stages ``content_type``, ``size``, ``parse`` and ``body`` of one operation."""

    def __init__(self, body: RequestBody, limit: int) -> None:
        self._required = body.required
        self._limit = limit
        self._exact = {_essence(media.name): media for media in body.content}
        self._ranges = [(_essence(media.name), media) for media in body.content if "*" in media.name]
        self._names = ", ".join(media.name for media in body.content)
        self._cached = lru_cache(CONTENT_TYPES)(self._choose)

    def content_type(self, request: RequestContext) -> Failure | None:
        """Refuse a body with an undocumented content type (415). Without ``Content-Type``, the first one is assumed."""
        if not request.body and request.body is not None:
            return None
        if self._reader_for(request.headers.get("content-type")) is not None:
            return None
        sent = request.headers.get("content-type", "")
        detail = f"{sent} is not one of {self._names}"
        return Failure(FailureKind.UNSUPPORTED_MEDIA_TYPE, detail, "header/content-type")

    def size(self, request: RequestContext) -> Failure | None:
        """Refuse a body that is too large (413)."""
        if request.body is None:
            return Failure(FailureKind.TOO_LARGE, f"the body is larger than {self._limit} bytes", "body")
        return None

    def parse(self, request: RequestContext) -> Failure | None:
        """Parse the body into ``payload`` of the request; refuse a malformed body (400)."""
        if request.body is None:
            return None  # the stage size reports it, whatever the order of the stages
        if not request.body:
            if self._required:
                return Failure(FailureKind.MISSING_BODY, "a body is required", "body")
            return None
        reader = self._reader_for(request.headers.get("content-type"))
        if reader is None:
            return None
        try:
            request.payload = reader[1].parse(request)
        except FieldError as error:
            return Failure(FailureKind.UNSUPPORTED_MEDIA_TYPE, str(error), child_pointer("body", error.name))
        except ValueError as error:
            return Failure(FailureKind.MALFORMED_BODY, str(error), "body")
        return None

    def validate(self, request: RequestContext) -> Failure | None:
        """Validate the parsed body against its schema (400 or 422)."""
        if request.payload is ABSENT:
            return None
        reader = self._reader_for(request.headers.get("content-type"))
        if reader is None or reader[0].schema is None:
            return None
        if isinstance(request.payload, str) and not reader[1].validates_strings:
            return None
        schema = reader[0].schema
        found = reader[1].errors(schema.request_validator, request.payload, schema)
        kind = FailureKind.INVALID_BODY
        failures = [Failure(kind, one.message, f"body{one.location}", keyword=one.keyword) for one in found]
        return failures[0]._replace(others=tuple(failures[1:])) if failures else None

    def parse_leniently(self, request: RequestContext) -> None:
        """Parse the body into ``payload`` of the request, as far as that is possible (``--no-validate``).

        A body with an undocumented content type is read as the first documented one.
        """
        reader = self._reader_for(request.headers.get("content-type")) or self._reader_for(None)
        if reader is not None and request.body:
            with suppress(ValueError):
                request.payload = reader[1].parse(request)

    def _reader_for(self, header: str | None) -> tuple[MediaType, _BodyReader] | None:
        """Return what :meth:`_choose` returns; cached for short headers, as clients choose them."""
        return self._cached(header) if header is None or len(header) <= MAX_KEY else self._choose(header)

    def _choose(self, header: str | None) -> tuple[MediaType, _BodyReader] | None:
        """Return the documented media type for a ``Content-Type`` header, and its reader.

        For a media range, the header determines the reader. Without a header, the first media type is used.
        """
        media = self._media_type(header)
        return None if media is None else (media, _reader_of(_family(media.name if header is None else header), media))

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


# ---------------------------------------------------------------------- readers, one per family of media types

Parse = Callable[[RequestContext], Any]
"""Parses the body of a request; raises :class:`ValueError` with the reason."""


class _BodyReader(NamedTuple):
    """Reads the bodies of a family of media types.

    :param validates_strings: whether a string can be validated against the schema: it may be in a notation that is
        unknown here.
    :param errors: returns the errors in a payload.
    """

    parse: Parse
    validates_strings: bool = True
    errors: Callable[[Validator, Any, Schema], list[ValueIssue]] = all_errors


_PARSED = frozenset({"yaml", "lines", "json-seq"})
"""Families of media types with a reader, besides JSON, forms and XML."""


def _family(name: str) -> str:
    essence = _essence(name)
    if essence in {"application/json", "text/json"} or essence.endswith("+json"):
        return "json"
    if essence in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return essence
    if is_xml(essence):
        return "xml"
    if "*" in essence:
        return "unknown"
    known = media_types.family(essence)
    if known in _PARSED:
        return known
    return "text" if essence.startswith("text/") else "other"


def _reader_of(family: str, media: MediaType) -> _BodyReader:
    match family:
        case "json":
            return _BodyReader(_parse_json)
        case "application/x-www-form-urlencoded":
            return _BodyReader(form_parser(media, urlencoded_fields))
        case "multipart/form-data":
            return _BodyReader(form_parser(media, multipart_reader(media)))
        case "xml":
            return _xml_reader(media.schema)
        case "yaml":
            return _yaml_reader(media.schema)
        case "lines" | "json-seq":
            return _sequence_reader(media.schema, is_json_seq=family == "json-seq")
        case "text":
            return _text_reader(media.schema)
        case "unknown":
            return _BodyReader(_parse_json_or_text)
        case _:  # other types are read as a string, which only a schema for strings can validate
            return _BodyReader(_parse_text, media.schema is not None and _accepts_string(media.schema))


def _text_reader(schema: Schema | None) -> _BodyReader:
    """Return the reader of text: a scalar, or an object or an array as JSON or in an unknown notation."""
    types = scalar_types(schema) if schema is not None else frozenset[str]()
    coerce = compile_coercion(schema) or str
    if schema is None or types - {"object", "array", "null"} or _accepts_string(schema):
        return _BodyReader(lambda request: coerce(_parse_text(request)))
    return _BodyReader(_parse_json_or_text, validates_strings=False)


def _xml_reader(schema: Schema | None) -> _BodyReader:
    """Return the reader of XML, which a schema for strings describes as a whole."""
    if schema is not None and not _accepts_string(schema):
        return _BodyReader(lambda request: decode_xml(request.body or b"", schema))

    def parse(request: RequestContext) -> str:
        parse_xml(request.body or b"")
        return _parse_text(request)

    return _BodyReader(parse)


def _yaml_reader(schema: Schema | None) -> _BodyReader:
    """Return the reader of YAML; the text itself is the value if only that is valid."""
    may_be_text = schema is not None and "string" in scalar_types(schema)

    def parse(request: RequestContext) -> Any:
        value = read_yaml(request.body or b"")
        if may_be_text and schema is not None and not schema.request_validator.is_valid(value):
            return _parse_text(request)
        return value

    return _BodyReader(parse)


def _sequence_reader(schema: Schema | None, *, is_json_seq: bool) -> _BodyReader:
    """Return the reader of a sequence of JSON texts.

    The schema describes the list of all items (``itemSchema``, or a schema for arrays), else each item, of which a
    single one is the value. A schema for strings describes the whole text.
    """
    types = scalar_types(schema) if schema is not None else frozenset[str]()
    is_text = "string" in types and "array" not in types
    of_item = schema is not None and "array" not in types and (bool(types) or bool(schema.possible_properties))

    def parse(request: RequestContext) -> Any:
        items = read_sequence(request.body or b"", is_json_seq=is_json_seq)
        if is_text:
            return _parse_text(request)
        return items[0] if of_item and len(items) == 1 else items

    return _BodyReader(parse, errors=_errors_of_items if of_item and not is_text else all_errors)


def _errors_of_items(validator: Validator, payload: Any, schema: Schema) -> list[ValueIssue]:
    """Return the errors of each item of a sequence; those of the payload if the sequence has only one."""
    if not isinstance(payload, list):
        return all_errors(validator, payload, schema)
    found = (
        issue._replace(location=f"/{number}{issue.location}")
        for number, item in enumerate(payload)
        for issue in all_errors(validator, item, schema)
    )
    return list(islice(found, MAX_ERRORS))


def _accepts_string(schema: Schema) -> bool:
    types = scalar_types(schema)
    return "string" in types or not (types or schema.properties)


def _parse_json(request: RequestContext) -> Any:
    return read_json(request.body or b"")


def _parse_json_or_text(request: RequestContext) -> Any:
    try:
        return _parse_json(request)
    except ValueError:
        return _parse_text(request)


def _parse_text(request: RequestContext) -> str:
    """Decode a body as UTF-8, or as Latin-1 if that fails, which never does."""
    body = request.body or b""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")
