"""Validation of a response against the documented response: content type, body, headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from contracts.conformance.assertions.confidential_properties import confidential_properties
from contracts.conformance.assertions.json_bodies import code_of_other_status, empty_message, parse_json, snippet
from contracts.conformance.assertions.sequences import items_of
from contracts.conformance.assertions.timestamps import invalid_timestamps
from contracts.conformance.causes import (
    MALFORMED_JSON,
    schema_cause,
    undocumented_status_cause,
    without_indexes,
)
from contracts.findings import Severity
from contracts.generation.media_types import family
from contracts.messages import Response
from contracts.spec import model
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.model import Header, MediaType, Operation
from contracts.spec.pointers import child_pointer
from contracts.spec.schemas import Schema
from contracts.spec.shapes import types_of
from contracts.spec.validation_errors import first_error_of
from contracts.spec.yaml_values import parse_yaml

PARTS = frozenset({"status", "length", "media-type", "body", "message", "code", "header", "date-time"})
"""The parts of a response that are validated separately."""

BODILESS = frozenset({204, 205, 304})
"""Status codes of responses without a body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5)."""

_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True)
class ResponseViolation:
    """A difference between a response and the document.

    :param part: one of :data:`PARTS`.
    :param pointer: JSON pointer to the violated part of the document.
    :param cause: the message without values of the response; ``""`` if it contains none.
    """

    part: str
    message: str
    expected: str
    got: str
    pointer: str
    severity: Severity = Severity.ERROR
    cause: str = ""


def response_violations(operation: Operation, response: Response) -> Iterator[ResponseViolation]:
    """Yield all violations of a response; for an undocumented status code, only that."""
    documented = operation.response(response.status)
    if documented is None:
        if documents_final(operation) or response.status >= 500:
            yield undocumented_status(operation, response)
        return
    if operation.method != "HEAD":  # has no body, and the length of that of GET (RFC 9110, section 9.3.2)
        yield from wrong_length(operation, documented, response)
        yield from wrong_media_type(operation, documented, response)
        yield from wrong_body(operation, documented, response)
    yield from wrong_headers(operation, documented, response)
    yield from wrong_dates(documented, response)


def documents_final(operation: Operation) -> bool:
    """Whether the document has a final response.

    1XX is followed by a final response (RFC 9110, section 15.2). An operation with nothing but 101 describes a
    connection that is upgraded; the requests of a test do not ask for that, and no status code is documented for them.
    """
    return any(one.status[0] != "1" for one in operation.responses)


def undocumented_status(operation: Operation, response: Response) -> ResponseViolation:
    """Return the violation of a response whose status code is not documented."""
    known = ", ".join(documented.status for documented in operation.responses)
    message = undocumented_status_cause(response.status)
    return ResponseViolation(
        "status", message, f"one of {known}", str(response.status), f"{operation.pointer}/responses"
    )


def wrong_length(
    operation: Operation, documented: model.ResponseSpec, response: Response
) -> Iterator[ResponseViolation]:
    """Report a body that is not allowed, or a wrong ``Content-Length`` (RFC 9110, section 8.6).

    With ``Content-Encoding`` the length is not checked: the transport has decoded the body.
    """
    pointer, got = response_pointer(operation, documented), f"{len(response.body)} bytes"
    if response.status in BODILESS:
        if response.body:
            yield ResponseViolation("length", f"{response.status} with a body", "no body (RFC 9110)", got, pointer)
        return
    length = response.header("content-length")
    if length is not None and response.header("content-encoding") is None and length != str(len(response.body)):
        yield ResponseViolation("length", "Content-Length differs from the length of the body", got, length, pointer)


def wrong_media_type(
    operation: Operation, documented: model.ResponseSpec, response: Response
) -> Iterator[ResponseViolation]:
    """Report a body with an undocumented or missing content type."""
    if not documented.content or not response.body or response.status in BODILESS:
        return
    if documented_media_type(documented, response) is None:
        names = ", ".join(media.name for media in documented.content)
        got = response.header("content-type") or "no Content-Type"
        message = f"content type {got} is not documented" if response.media_type else "the response has no Content-Type"
        yield ResponseViolation("media-type", message, names, got, response_pointer(operation, documented))


def wrong_body(operation: Operation, documented: model.ResponseSpec, response: Response) -> Iterator[ResponseViolation]:
    """Report a body that is missing, cannot be parsed or does not match its schema."""
    pointer = response_pointer(operation, documented)
    if not documented.content or response.status in BODILESS:
        return
    if not response.body:
        names = ", ".join(media.name for media in documented.content)
        if all(media.schema is not None and _is_structured(media) for media in documented.content):
            yield ResponseViolation("body", "the response has no body", names, "no body", pointer)
        return
    media = documented_media_type(documented, response)
    if media is not None and media.item is not None:
        yield from _wrong_items(media.item, response, pointer)
        return
    kind = family(response.media_type)
    if media is not None and kind in {"lines", "json-seq"}:
        yield from _wrong_sequence(media, response, documented, pointer)
        return
    if media is not None and kind == "yaml":
        yield from _wrong_yaml(media, response, documented, pointer)
        return
    if media is None or not is_json(response.media_type):
        yield from _wrong_xml(response, pointer)
        return
    yield from _wrong_charset(response, pointer)
    try:
        value = parse_json(response.body)
    except ValueError as error:
        message = f"the body is not valid JSON: {error}"
        yield ResponseViolation("body", message, "JSON in UTF-8", snippet(response.body), pointer, cause=MALFORMED_JSON)
        return
    yield from _wrong_problem_status(response, value, pointer)
    if media.schema is not None:
        yield from _wrong_value(media.schema, response, value, documented)
    if response.status >= 400:
        pointer_in_body, code, other = code_of_other_status(operation, response.status, value)
        if code:
            message = f"{pointer_in_body} is {code}, which is documented for {other}"
            expected = f"a code documented for {response.status}"
            # Only a warning: examples are not normative.
            yield ResponseViolation("code", message, expected, code, pointer, Severity.WARNING)


def _wrong_items(schema: Schema, response: Response, pointer: str) -> Iterator[ResponseViolation]:
    """Report the first item of a sequence that is wrong (``itemSchema``, OpenAPI 3.2)."""
    try:
        items = items_of(response.media_type, response.body)
    except ValueError as error:
        message, expected = f"the body is not valid {response.media_type}: {error}", f"items as {response.media_type}"
        yield ResponseViolation("body", message, expected, snippet(response.body), pointer, cause=MALFORMED_JSON)
        return
    for number, item in enumerate(items or ()):
        found = None if schema.is_valid(item) else first_error_of(schema.validator, item)
        if found is not None:
            location = child_pointer("", *found.instance_path) or "the root"
            message = (
                f"item {number} of the body does not match its schema at {location}: {schema.message(found)[:200]}"
            )
            cause = schema_cause(ValidationIssue(found))
            yield ResponseViolation(
                "body", message, _named(schema), snippet(response.body), schema.pointer, cause=cause
            )
            return


def _wrong_sequence(
    media: MediaType, response: Response, documented: model.ResponseSpec, pointer: str
) -> Iterator[ResponseViolation]:
    """Report a sequence of JSON texts by its schema, which describes the list of all items, or else each item."""
    types = types_of(media.schema) if media.schema is not None else {"string"}
    if media.schema is None or "string" in types:
        return
    if "array" not in types:
        yield from _wrong_items(media.schema, response, pointer)
        return
    try:
        items = items_of(response.media_type, response.body)
    except ValueError:
        yield from _wrong_items(media.schema, response, pointer)  # reports the syntax error
        return
    yield from _wrong_value(media.schema, response, items, documented)


def _wrong_yaml(
    media: MediaType, response: Response, documented: model.ResponseSpec, pointer: str
) -> Iterator[ResponseViolation]:
    """Report YAML that cannot be parsed or does not match its schema, which may describe the text as a string."""
    try:
        value = parse_yaml(response.body)
    except ValueError as error:
        cause = "the body is not valid YAML"
        yield ResponseViolation(
            "body", f"{cause}: {error}", "YAML in UTF-8", snippet(response.body), pointer, cause=cause
        )
        return
    if media.schema is not None and not media.schema.is_valid(response.body.decode("utf-8", "replace")):
        yield from _wrong_value(media.schema, response, value, documented)


def _is_structured(media: MediaType) -> bool:
    """Whether an empty body is invalid for this content type."""
    return media.is_json or _is_xml(media.name.partition(";")[0].strip().lower())


def _is_xml(media_type: str) -> bool:
    return media_type in {"application/xml", "text/xml"} or media_type.endswith("+xml")


def _wrong_xml(response: Response, pointer: str) -> Iterator[ResponseViolation]:
    if not _is_xml(response.media_type):
        return
    try:
        expat.ParserCreate().Parse(response.body, True)
    except expat.ExpatError as error:
        message = f"the body is not well-formed XML: {error}"
        cause = "the body is not well-formed XML"
        yield ResponseViolation("body", message, "well-formed XML", snippet(response.body), pointer, cause=cause)


def _wrong_charset(response: Response, pointer: str) -> Iterator[ResponseViolation]:
    charset = charset_of(response)
    if charset not in _CHARSETS:
        message = f"JSON is encoded as {charset}"
        yield ResponseViolation("media-type", message, "UTF-8 (RFC 8259, section 8.1)", f"charset={charset}", pointer)


def _wrong_problem_status(response: Response, value: Any, pointer: str) -> Iterator[ResponseViolation]:
    """RFC 9457, section 3.1.2: ``status`` in a problem document equals the status code."""
    status = (
        value.get("status") if isinstance(value, dict) and response.media_type == "application/problem+json" else None
    )
    if isinstance(status, int) and status != response.status:
        message = f"'status' in the problem document is {status}"
        yield ResponseViolation(
            "body", message, f"status {response.status} (RFC 9457, section 3.1.2)", str(status), pointer
        )


def _wrong_value(
    schema: Schema, response: Response, value: Any, documented: model.ResponseSpec
) -> Iterator[ResponseViolation]:
    error = None if schema.is_valid(value) else first_error_of(schema.validator, value)
    if error is not None:
        location = child_pointer("", *error.instance_path) or "the root"
        message = f"the body does not match its schema at {location}: {schema.message(error)[:200]}"
        cause = schema_cause(ValidationIssue(error))
        yield ResponseViolation("body", message, _named(schema), snippet(response.body), schema.pointer, cause=cause)
        return
    if response.is_success:
        for one in confidential_properties(schema, value):
            message = f"the body has {one.location}, {one.reason}"
            got = f"{one.location} in the body"
            yield ResponseViolation("body", message, f"no {one.location}", got, one.schema.pointer)
        return
    if isinstance(value, dict) and value and schema.possible_properties and not _knows_any(schema, value):
        known = ", ".join(schema.possible_properties)
        message = "the body has none of the documented properties"
        yield ResponseViolation("body", message, f"properties such as {known}", snippet(response.body), schema.pointer)
    examples = [example.value for media in documented.content if media.is_json for example in media.examples]
    empty = empty_message(schema, value, examples)
    if empty:
        message = f"the error message at {empty} is empty"
        yield ResponseViolation(
            "message", message, "a description of the error", snippet(response.body), schema.pointer
        )


def _knows_any(schema: Schema, value: dict[str, Any]) -> bool:
    """Whether any key is a documented property."""
    return any(name in schema.possible_properties for name in value)


def _named(schema: Schema) -> str:
    return f"a value that matches {schema.name}" if schema.name else "a value that matches the documented schema"


def wrong_headers(
    operation: Operation, documented: model.ResponseSpec, response: Response
) -> Iterator[ResponseViolation]:
    """Report documented headers that are required but missing, or whose value is invalid."""
    for header in documented.headers:
        error = header_error(header, response)
        if error:
            message = f"header {header.name} is " + ("missing" if error[1] == "none" else "invalid")
            yield ResponseViolation("header", message, *error, response_pointer(operation, documented))


def wrong_dates(documented: model.ResponseSpec, response: Response) -> Iterator[ResponseViolation]:
    """Report strings that should be date-times by the schema and are not."""
    media = documented_media_type(documented, response)
    if media is None or media.schema is None or not is_json(response.media_type):
        return
    try:
        value = parse_json(response.body)
    except ValueError:
        return
    for location, text in invalid_timestamps(media.schema, value):
        message = f"{location or 'the body'} is not a date-time with an offset"
        cause = f"{without_indexes(location) or 'the body'} is not a date-time with an offset"
        yield ResponseViolation(
            "date-time", message, "RFC 3339, section 5.6", text[:80], media.schema.pointer, cause=cause
        )


def documented_media_type(documented: model.ResponseSpec, response: Response) -> MediaType | None:
    """Return the documented media type of a response: the same type, or else a range that includes it.

    Several types that differ in parameters only, such as a version, are told apart by these.
    """
    media_type = response.media_type
    sent = "".join((response.header("content-type") or "").lower().split())
    exact = next((media for media in documented.content if "".join(media.name.lower().split()) == sent), None)
    if exact is not None:
        return exact
    names = {media.name.partition(";")[0].strip().lower(): media for media in reversed(documented.content)}
    kind = media_type.partition("/")[0]
    return names.get(media_type) or (names.get(f"{kind}/*") or names.get("*/*") if media_type else None)


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON, also with the suffix ``+json`` (RFC 6839)."""
    return media_type in {"application/json", "text/json"} or media_type.endswith("+json")


def charset_of(response: Response) -> str:
    """Return the ``charset`` of ``Content-Type`` in lower case; ``""`` if missing."""
    for parameter in (response.header("content-type") or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


def response_pointer(operation: Operation, documented: model.ResponseSpec) -> str:
    """Return the JSON pointer of a documented response."""
    return child_pointer(operation.pointer, "responses", documented.status)


IGNORED = frozenset({"content-type"})
"""OpenAPI 3.1, section 4.8.17: a header with this name is ignored in ``headers``."""

_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")


def header_error(header: Header, response: Response) -> tuple[str, str] | None:
    """Return the expected and the actual header if it is missing or invalid; ``None`` if it is valid."""
    if header.name.lower() in IGNORED:
        return None
    text = response.header(header.name)
    if text is None:
        return (f"header {header.name}", "none") if header.required else None
    if header.schema is None or any(
        header.schema.is_valid(value) for value in _possible_values(header, header.schema, text)
    ):
        return None
    return f"{header.name} that matches its schema", f"{header.name}: {text}"


def _json_values(text: str) -> list[Any]:
    try:
        return [parse_json(text.encode("latin-1", "replace"))]
    except ValueError:
        return []


def _possible_values(header: Header, schema: Schema, text: str) -> list[Any]:
    """Return the possible values of a header string (style ``simple``); one valid value is enough."""
    values: list[Any] = [text, *_scalars(text)]
    if header.media_type:  # the value is encoded in this media type (OpenAPI 3.1, section 4.8.21)
        return [*values, *_json_values(text)]
    node = schema.resolve().node
    if isinstance(node, dict) and ("items" in node or node.get("type") == "array"):
        parts = [part.strip() for part in text.split(",")] if text.strip() else []
        values += [parts, [next(iter(_scalars(part)), part) for part in parts]]
    elif isinstance(node, dict) and ("properties" in node or node.get("type") == "object"):
        values.append(_object_value(text, schema))
    return values


def _scalars(text: str) -> list[Any]:
    stripped = text.strip()
    if stripped in {"true", "false"}:
        return [stripped == "true"]
    if not _NUMBER.fullmatch(stripped):
        return []
    return [int(stripped) if stripped.lstrip("-").isdecimal() else float(stripped)]


def _object_value(text: str, schema: Schema) -> dict[str, Any]:
    """Parse an object, exploded (``a=1,b=2``) or not (``a,1,b,2``)."""
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
