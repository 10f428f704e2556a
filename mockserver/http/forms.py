"""Form bodies: parse ``application/x-www-form-urlencoded`` and ``multipart/form-data`` into an object."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from contracts.spec.model import MediaType
from contracts.spec.schemas import Schema
from mockserver.http.coercion import compile_coercion, scalar_types
from mockserver.http.form_names import nested_values, split_name
from mockserver.http.messages import read_json
from mockserver.http.request import RequestContext, UploadedFile

# The parser logs malformed bodies. They are reported to the client and need no log.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

MAX_FIELDS = 1_000
"""Maximum number of fields in a form body."""

DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}

Fields = dict[str, list[str]]
ReadField = Callable[[list[str]], Any]
"""Maps all strings that were sent with one name to the value of the property."""


def form_parser(
    media: MediaType, fields_of: Callable[[RequestContext], Fields]
) -> Callable[[RequestContext], dict[str, Any]]:
    """Return the parser of a form: a field is an array if its schema is one, else the last value of its name.

    Names with brackets are properties of objects, or items of arrays.
    """
    properties = media.schema.properties if media.schema is not None else {}
    readers = {name: _field_reader(schema, media.encoding.get(name, {})) for name, schema in properties.items()}

    def parse(request: RequestContext) -> dict[str, Any]:
        fields = fields_of(request)
        names = {name: parts for name in fields if "[" in name and (parts := split_name(name, properties))}
        parsed = {name: readers.get(name, _last)(texts) for name, texts in fields.items() if name not in names}
        nested = nested_values({parts: fields[name] for name, parts in names.items()}, properties) if names else {}
        return {**nested, **parsed}

    return parse


def _last(texts: list[str]) -> str:
    return texts[-1]


def _field_reader(schema: Schema, encoding: Mapping[str, Any]) -> ReadField:
    """Return the reader of a property (``encoding``: OpenAPI 3.1, section 4.8.15)."""
    items = schema.items
    if items is None:
        read_one = _one_reader(schema)
        return lambda texts: read_one(texts[-1])
    read_item = _one_reader(items)
    style = encoding.get("style", "form")
    if encoding.get("explode", style == "form"):
        return lambda texts: [read_item(text) for text in texts]
    delimiter = DELIMITERS.get(style, ",")
    return lambda texts: [read_item(part) for text in texts for part in text.split(delimiter)]


def _one_reader(schema: Schema) -> Callable[[str], Any]:
    if scalar_types(schema) & {"object", "array"}:
        return _json_or_text  # by default, an object in a form is JSON (OpenAPI 3.1, section 4.8.15.1)
    return compile_coercion(schema) or str


def _json_or_text(text: str) -> Any:
    try:
        return read_json(text.encode("utf-8"))
    except ValueError:
        return text


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


def multipart_fields(request: RequestContext) -> Fields:
    """Parse a multipart body (RFC 7578); a file becomes a string with one character per byte.

    Raises :class:`ValueError` with the reason.
    """
    from python_multipart import FormParser  # noqa: PLC0415 (few operations accept multipart bodies)
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415
    from python_multipart.multipart import Field, File, parse_options_header  # noqa: PLC0415

    fields: Fields = {}

    def add(name: bytes | None, value: str) -> None:
        if sum(map(len, fields.values())) >= MAX_FIELDS:
            raise ValueError(f"the form has more than {MAX_FIELDS} fields")
        fields.setdefault((name or b"").decode("utf-8", "replace"), []).append(value)

    def on_field(field: Field) -> None:
        add(field.field_name, (field.value or b"").decode("utf-8", "replace"))

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        data = file.file_object.read()
        request.files.append(UploadedFile(data, (file.file_name or b"").decode("utf-8", "replace")))
        add(file.field_name, data.decode("latin-1"))

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
    return fields
