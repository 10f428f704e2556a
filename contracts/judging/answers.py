"""One answer held against what the contract documents for its status: media type, body, headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from contracts.findings import Severity
from contracts.judging.json_bodies import borrowed_code, empty_message, read_strictly, snippet
from contracts.judging.moments import wrong_moments
from contracts.messages import Response
from contracts.spec import model
from contracts.spec.document import child_pointer
from contracts.spec.model import Header, MediaType, Operation
from contracts.spec.schemas import Schema

PARTS = frozenset({"status", "length", "media-type", "body", "message", "code", "header", "date-time"})
"""The parts of an answer that are told apart."""

BODILESS = frozenset({204, 205, 304})
"""Statuses whose answers have no content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5)."""

_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True)
class Departure:
    """One way in which an answer is not the documented one.

    :param part: one of :data:`PARTS`.
    :param pointer: what the document says of it, a JSON pointer of the tree.
    """

    part: str
    message: str
    expected: str
    got: str
    pointer: str
    severity: Severity = Severity.ERROR


def departures(operation: Operation, response: Response) -> Iterator[Departure]:
    """Everything in which an answer leaves the contract; a status that is not documented is all there is to say."""
    documented = operation.response(response.status)
    if documented is None:
        yield undocumented_status(operation, response)
        return
    yield from wrong_length(operation, documented, response)
    yield from wrong_media_type(operation, documented, response)
    yield from wrong_body(operation, documented, response)
    yield from wrong_headers(operation, documented, response)
    yield from wrong_dates(documented, response)


def undocumented_status(operation: Operation, response: Response) -> Departure:
    """Of an answer whose status the operation does not document."""
    known = ", ".join(documented.status for documented in operation.responses)
    message = f"status {response.status} is not documented"
    return Departure("status", message, f"one of {known}", str(response.status), f"{operation.pointer}/responses")


def wrong_length(operation: Operation, documented: model.Response, response: Response) -> Iterator[Departure]:
    """Content where there is none, or a ``Content-Length`` that is not that of the content (RFC 9110, section 8.6).

    The length of coded content is not known here: it was decoded on its way.
    """
    pointer, got = pointer_of(operation, documented), f"{len(response.body)} bytes"
    if response.status in BODILESS:
        if response.body:
            yield Departure("length", f"{response.status} with a body", "no content (RFC 9110)", got, pointer)
        return
    length = response.header("content-length")
    if length is not None and response.header("content-encoding") is None and length != str(len(response.body)):
        yield Departure("length", "Content-Length is not the length of the body", got, length, pointer)


def wrong_media_type(operation: Operation, documented: model.Response, response: Response) -> Iterator[Departure]:
    """A body of a media type that is not documented, or of none."""
    if not documented.content or not response.body or response.status in BODILESS:
        return
    if media_of(documented, response) is None:
        names = ", ".join(media.name for media in documented.content)
        got = response.header("content-type") or "no Content-Type"
        message = f"the answer has the media type {got}" if response.media_type else "the answer has no Content-Type"
        yield Departure("media-type", message, names, got, pointer_of(operation, documented))


def wrong_body(operation: Operation, documented: model.Response, response: Response) -> Iterator[Departure]:
    """A body that is not there, cannot be read or does not fit its schema."""
    pointer = pointer_of(operation, documented)
    if not documented.content or response.status in BODILESS:
        return
    if not response.body:
        names = ", ".join(media.name for media in documented.content)
        if all(media.schema is not None and _is_structured(media) for media in documented.content):
            yield Departure("body", "the answer has no body", names, "no body", pointer)
        return
    media = media_of(documented, response)
    if media is None or not is_json(response.media_type):
        yield from _wrong_xml(response, pointer)
        return
    yield from _wrong_charset(response, pointer)
    try:
        value = read_strictly(response.body)
    except ValueError as error:
        yield Departure("body", f"the body is not JSON: {error}", "JSON in UTF-8", snippet(response.body), pointer)
        return
    yield from _wrong_status_member(response, value, pointer)
    if media.schema is not None:
        yield from _wrong_value(media.schema, response, value, documented)
    if response.status >= 400:
        place, code, other = borrowed_code(operation, response.status, value)
        if code:
            message = f"{place} is {code}, which is documented for {other}"
            wanted = f"a code of {response.status}"
            yield Departure("code", message, wanted, code, pointer, Severity.WARNING)  # examples bind nobody


def _is_structured(media: MediaType) -> bool:
    """Whether an empty body is none of this media type."""
    return media.is_json or _is_xml(media.name.partition(";")[0].strip().lower())


def _is_xml(media_type: str) -> bool:
    return media_type in {"application/xml", "text/xml"} or media_type.endswith("+xml")


def _wrong_xml(response: Response, pointer: str) -> Iterator[Departure]:
    if not _is_xml(response.media_type):
        return
    try:
        expat.ParserCreate().Parse(response.body, True)
    except expat.ExpatError as error:
        message = f"the body is not XML: {error}"
        yield Departure("body", message, "well-formed XML", snippet(response.body), pointer)


def _wrong_charset(response: Response, pointer: str) -> Iterator[Departure]:
    charset = charset_of(response)
    if charset not in _CHARSETS:
        message = f"JSON is sent as {charset}"
        yield Departure("media-type", message, "UTF-8 (RFC 8259, section 8.1)", f"charset={charset}", pointer)


def _wrong_status_member(response: Response, value: Any, pointer: str) -> Iterator[Departure]:
    """RFC 9457, section 3.1.2: a problem's ``status`` is the status of the answer."""
    told = (
        value.get("status") if isinstance(value, dict) and response.media_type == "application/problem+json" else None
    )
    if isinstance(told, int) and told != response.status:
        message = f"the problem says that its status is {told}"
        yield Departure("body", message, f"status {response.status} (RFC 9457, section 3.1.2)", str(told), pointer)


def _wrong_value(schema: Schema, response: Response, value: Any, documented: model.Response) -> Iterator[Departure]:
    if not schema.is_valid(value):
        error = next(schema.validator.iter_errors(value))
        place = child_pointer("", *error.instance_path) or "the body"
        message = f"the body does not fit its schema at {place}: {error.message[:200]}"
        yield Departure("body", message, _named(schema), snippet(response.body), schema.pointer)
        return
    if response.is_success:
        return
    if isinstance(value, dict) and value and schema.possible_properties and not _knows_any(schema, value):
        known = ", ".join(schema.possible_properties)
        message = "the body has none of the documented members"
        yield Departure("body", message, f"members such as {known}", snippet(response.body), schema.pointer)
    examples = [example.value for media in documented.content if media.is_json for example in media.examples]
    empty = empty_message(schema, value, examples)
    if empty:
        message = f"the message at {empty} is empty"
        yield Departure("message", message, "a text that says what is wrong", snippet(response.body), schema.pointer)


def _knows_any(schema: Schema, value: dict[str, Any]) -> bool:
    """Whether any of the members is a documented one."""
    return any(name in schema.possible_properties for name in value)


def _named(schema: Schema) -> str:
    return f"a value of {schema.name}" if schema.name else "a value of the documented schema"


def wrong_headers(operation: Operation, documented: model.Response, response: Response) -> Iterator[Departure]:
    """Documented headers that are missing though required, or whose value does not fit."""
    for header in documented.headers:
        fault = header_fault(header, response)
        if fault:
            message = f"the header {header.name} is " + ("missing" if fault[1] == "none" else "not as documented")
            yield Departure("header", message, *fault, pointer_of(operation, documented))


def wrong_dates(documented: model.Response, response: Response) -> Iterator[Departure]:
    """Texts that the schema calls date-times and that are none."""
    media = media_of(documented, response)
    if media is None or media.schema is None or not is_json(response.media_type):
        return
    try:
        value = read_strictly(response.body)
    except ValueError:
        return
    for place, text in wrong_moments(media.schema, value):
        message = f"{place or 'the body'} is no date-time with an offset"
        yield Departure("date-time", message, "RFC 3339, section 5.6", text[:80], media.schema.pointer)


def media_of(documented: model.Response, response: Response) -> MediaType | None:
    """The documented media type that an answer has: the same, else a range that it lies in."""
    given = response.media_type
    names = {media.name.partition(";")[0].strip().lower(): media for media in reversed(documented.content)}
    family = given.partition("/")[0]
    return names.get(given) or (names.get(f"{family}/*") or names.get("*/*") if given else None)


def is_json(media_type: str) -> bool:
    """Whether bodies of a media type are JSON (RFC 6839: also with a ``+json`` suffix)."""
    return media_type in {"application/json", "text/json"} or media_type.endswith("+json")


def charset_of(response: Response) -> str:
    """The ``charset`` of ``Content-Type`` in lower case; ``""``: none."""
    for parameter in (response.header("content-type") or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


def pointer_of(operation: Operation, documented: model.Response) -> str:
    """Where the document has a response of an operation."""
    return child_pointer(operation.pointer, "responses", documented.status)


IGNORED = frozenset({"content-type"})
"""OpenAPI 3.1, section 4.8.17: a header of this name has no meaning under ``headers``."""

_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")


def header_fault(header: Header, response: Response) -> tuple[str, str] | None:
    """What is expected of a header and what came, where it is missing or its value breaks the schema."""
    if header.name.lower() in IGNORED:
        return None
    text = response.header(header.name)
    if text is None:
        return (f"the header {header.name}", "none") if header.required else None
    if header.schema is None or any(header.schema.is_valid(value) for value in _readings(header.schema, text)):
        return None
    return f"{header.name} as its schema has it", f"{header.name}: {text}"


def _readings(schema: Schema, text: str) -> list[Any]:
    """The values that a header's text may stand for (style ``simple``); one that fits is enough."""
    readings: list[Any] = [text, *_scalars(text)]
    node = schema.resolve().node
    if isinstance(node, dict) and ("items" in node or node.get("type") == "array"):
        parts = [part.strip() for part in text.split(",")] if text.strip() else []
        readings += [parts, [next(iter(_scalars(part)), part) for part in parts]]
    elif isinstance(node, dict) and ("properties" in node or node.get("type") == "object"):
        readings.append(_members(text, schema))
    return readings


def _scalars(text: str) -> list[Any]:
    stripped = text.strip()
    if stripped in {"true", "false"}:
        return [stripped == "true"]
    if not _NUMBER.fullmatch(stripped):
        return []
    return [int(stripped) if stripped.lstrip("-").isdecimal() else float(stripped)]


def _members(text: str, schema: Schema) -> dict[str, Any]:
    """An object, exploded (``a=1,b=2``) or not (``a,1,b,2``)."""
    parts = [part.strip() for part in text.split(",")]
    if all("=" in part for part in parts):
        pairs = [(part.partition("=")[0], part.partition("=")[2]) for part in parts]
    else:
        pairs = list(zip(parts[::2], parts[1::2], strict=False))
    return {
        name: value
        if name in schema.properties and schema.properties[name].is_valid(value)
        else next(iter(_scalars(value)), value)
        for name, value in pairs
    }
