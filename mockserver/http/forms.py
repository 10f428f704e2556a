"""Form bodies: parse ``application/x-www-form-urlencoded`` and ``multipart/form-data`` into an object."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from contracts.spec.model import MediaType
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items
from mockserver.http.coercion import compile_coercion, scalar_types
from mockserver.http.encoding import is_json, is_xml
from mockserver.http.form_names import nested_values, split_name
from mockserver.http.messages import json_or_text
from mockserver.http.request import RequestContext, UploadedFile
from mockserver.http.xml_bodies import decode_xml

# The parser logs malformed bodies. They are reported to the client and need no log.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

MAX_FIELDS = 1_000
"""Maximum number of fields in a form body."""

DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}

Fields = dict[str, list[Any]]
"""What was sent with each name: strings, or the JSON values of parts that have a media type of their own."""

ReadField = Callable[[list[Any]], Any]
"""Maps all that was sent with one name to the value of the property."""

ABSENT_FIELD: Any = object()


class FieldError(ValueError):
    """A field is refused before the form is validated; ``name`` is its property."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def form_parser(
    media: MediaType, fields_of: Callable[[RequestContext], Fields]
) -> Callable[[RequestContext], dict[str, Any]]:
    """Return the parser of a form: a field is an array if its schema is one, else the last value of its name.

    Names with brackets are properties of objects, or items of arrays.
    """
    properties = media.schema.possible_properties if media.schema is not None else {}
    readers = {name: _field_reader(schema, media.encoding.get(name, {})) for name, schema in properties.items()}

    def parse(request: RequestContext) -> dict[str, Any]:
        fields = fields_of(request)
        names = {name: parts for name in fields if "[" in name and (parts := split_name(name, properties))}
        read = {name: readers.get(name, _last)(sent) for name, sent in fields.items() if name not in names}
        parsed = {name: value for name, value in read.items() if value is not ABSENT_FIELD}
        nested = nested_values({parts: fields[name] for name, parts in names.items()}, properties) if names else {}
        return {**nested, **parsed}

    return parse


def _last(sent: list[Any]) -> Any:
    return sent[-1]


def _field_reader(schema: Schema, encoding: Mapping[str, Any]) -> ReadField:
    """Return the reader of a property (``encoding``: OpenAPI 3.1, section 4.8.15)."""
    read = _array_reader(schema, encoding) or _value_reader(schema, encoding)
    if encoding.get("allowEmptyValue") is not True:  # of a form parameter of Swagger 2.0
        return read
    return lambda sent: ABSENT_FIELD if sent[-1] == "" and not schema.is_valid("") else read(sent)


def _value_reader(schema: Schema, encoding: Mapping[str, Any]) -> ReadField:
    read_one = _one_reader(schema)
    delimiter = DELIMITERS.get(encoding.get("style", "form"), ",")
    known = schema.possible_properties
    if "style" not in encoding or encoding.get("explode", True) or not known:
        return lambda sent: read_one(sent[-1])

    def read(sent: list[Any]) -> Any:
        """Return an object that is written as ``name,value,name,value``, or as JSON."""
        parts = sent[-1].split(delimiter) if isinstance(sent[-1], str) else ()
        if not parts or len(parts) % 2 or sent[-1].startswith("{"):
            return read_one(sent[-1])
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return {name: _one_reader(known[name])(text) if name in known else text for name, text in pairs}

    return read


def _array_reader(schema: Schema, encoding: Mapping[str, Any]) -> ReadField | None:
    """Return the reader of an array; ``None`` if the schema describes none.

    If the schema allows other types as well, a single value is an array only if it is valid as nothing else.
    """
    items = array_items(schema)
    if items is None:
        return None
    read_item = _one_reader(items)
    read_other = _one_reader(schema) if scalar_types(schema) - {"array", "null"} else None
    style = encoding.get("style", "form")
    explode = encoding.get("explode", style in {"form", "deepObject"})
    delimiter = DELIMITERS.get(style, ",")

    def read(sent: list[Any]) -> Any:
        if len(sent) == 1:
            if isinstance(sent[0], list):
                return sent[0]
            if read_other is not None and schema.request_validator.is_valid(value := read_other(sent[0])):
                return value
        if explode:
            return [read_item(one) for one in sent]
        return [read_item(part) for one in sent for part in (one.split(delimiter) if isinstance(one, str) else [one])]

    return read


def _one_reader(schema: Schema) -> Callable[[Any], Any]:
    """Return the reader of one value; a JSON value is returned as it is."""
    # By default, an object in a form is JSON (OpenAPI 3.1, section 4.8.15.1).
    is_json = bool(scalar_types(schema) & {"object", "array"}) or bool(schema.possible_properties)
    convert = compile_coercion(schema)

    def read(sent: Any) -> Any:
        value = json_or_text(sent) if is_json and isinstance(sent, str) else sent
        if isinstance(value, dict | list) or not isinstance(sent, str):
            return value
        return convert(sent) if convert is not None else sent

    return read


def urlencoded_fields(request: RequestContext) -> Fields:
    """Parse a body such as ``a=1&b=x+y``. Raises :class:`ValueError` with the reason."""
    try:
        text = (request.body or b"").decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise ValueError("the form is not percent-encoded UTF-8") from None
    fields: Fields = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def multipart_reader(media: MediaType) -> Callable[[RequestContext], Fields]:
    """Return the reader of the fields of multipart bodies (RFC 7578).

    A file is a string with one character per byte. A part with a JSON or XML media type is its value, unless its
    property is a string. The function raises :class:`ValueError` with the reason.
    """
    properties = media.schema.possible_properties if media.schema is not None else {}
    documented = {name: _content_types(node) for name, node in media.encoding.items()}

    def read(request: RequestContext) -> Fields:
        fields: Fields = {}
        for count, part in enumerate(multipart_parts(request)):
            if count >= MAX_FIELDS:
                raise ValueError(f"the form has more than {MAX_FIELDS} fields")
            own = part.name.partition("[")[0]
            accepted = documented.get(own, ())
            if accepted and part.media_type and not any(fnmatchcase(part.media_type, one) for one in accepted):
                raise FieldError(own, f"the media type {part.media_type} is not one of {', '.join(accepted)}")
            fields.setdefault(part.name, []).append(_part_value(part, properties.get(own), is_typed=bool(accepted)))
        return fields

    return read


def _content_types(encoding: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the documented media types of a part, without parameters; a style takes precedence (section 4.8.15.1)."""
    if not isinstance(encoding, Mapping) or encoding.keys() & {"style", "explode", "allowReserved"}:
        return ()
    names = str(encoding.get("contentType", "")).split(",")
    return tuple(name for one in names if (name := _essence(one)))


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _part_value(part: Part, schema: Schema | None, *, is_typed: bool) -> Any:
    """Return the value of a part; of a JSON or XML part that cannot be parsed, a string.

    :param is_typed: whether the document has media types for the part.
    """
    below = schema if schema is None else array_items(schema) or schema
    is_string = below is not None and scalar_types(below) <= {"string", "null"} and bool(scalar_types(below))
    if is_json(part.media_type) and (is_typed or not is_string) and not _is_binary(below):
        return json_or_text(part.data.decode("utf-8", "replace"))
    if is_xml(part.media_type) and below is not None and not is_string:
        return decode_xml(part.data, below)
    return part.data.decode("latin-1") if part.is_file and is_string else part.data.decode("utf-8", "replace")


def _is_binary(schema: Schema | None) -> bool:
    node = schema.resolve().node if schema is not None else None
    return isinstance(node, dict) and ("contentMediaType" in node or node.get("format") == "binary")


class Part(NamedTuple):
    """One part of a multipart body.

    :param media_type: its media type without parameters, in lower case; ``""`` if it has none.
    """

    name: str
    data: bytes
    media_type: str
    is_file: bool


def multipart_parts(request: RequestContext) -> list[Part]:
    """Return the parts of a multipart body, and add the files to the request.

    :raises ValueError: with the reason.
    """
    from python_multipart import FormParser  # noqa: PLC0415 (few operations accept multipart bodies)
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415
    from python_multipart.multipart import Field, File, parse_options_header  # noqa: PLC0415

    parts: list[Part] = []

    def add(part: Field | File, data: bytes, *, is_file: bool) -> None:
        media_type = _essence(getattr(part, "content_type", None) or "")  # not in older versions
        parts.append(Part((part.field_name or b"").decode("utf-8", "replace"), data, media_type, is_file))

    def on_field(field: Field) -> None:
        add(field, field.value or b"", is_file=False)

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        data = file.file_object.read()
        request.files.append(UploadedFile(data, (file.file_name or b"").decode("utf-8", "replace")))
        add(file, data, is_file=True)

    _, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if not boundary:
        raise ValueError("Content-Type has no boundary")
    parser = FormParser("multipart/form-data", on_field, on_file, boundary=boundary)
    try:
        parser.write(request.body or b"")
        parser.finalize()
    except FormParserError as error:
        raise ValueError(f"not multipart/form-data: {error}") from None
    finally:
        parser.close()
    return parts
