"""Read parameters from a request: all styles of OpenAPI (3.1, section 4.8.12.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.spec.model import Parameter
from contracts.spec.schemas import Schema
from mockserver.http.coercion import Coerce, compile_coercion, scalar_types
from mockserver.http.form_names import bracket_parts, nested_values
from mockserver.http.messages import read_json
from mockserver.http.request import ABSENT, RequestContext, decode, decode_segment

Reader = Callable[[RequestContext], Any]
"""Returns the value of a parameter: a JSON value or ``ABSENT``. Raises :class:`ValueError` with the reason."""

SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
"""Separators of items that are not exploded; ``tabDelimited`` is ``collectionFormat: tsv`` of Swagger 2.0."""

DELIMITERS = {"form": ",", "simple": ",", "label": ".", "matrix": ",", **SEPARATORS}


def compile_reader(parameter: Parameter) -> Reader:
    """Return the reader of a parameter."""
    if parameter.media_type:
        return _content_reader(parameter)
    kind = _shape(parameter.schema)
    if parameter.location == "query":
        return _query_reader(parameter, kind)
    find = {"path": _find_path, "header": _find_header, "cookie": _find_cookie}[parameter.location](parameter)
    return _split_reader(parameter, kind, find)


def compile_presence(parameter: Parameter) -> Callable[[RequestContext], bool]:
    """Return a function that tests whether a request has a parameter, whatever its value."""
    name, location = parameter.name, parameter.location
    if location == "header":
        return lambda request: name.lower() in request.headers
    if location == "cookie":
        return lambda request: name in request.cookies
    if location == "querystring":
        return lambda request: bool(request.query_string)
    if parameter.media_type or _shape(parameter.schema) != "object":
        return lambda request: name in request.query
    read = _query_object(parameter)

    def is_present(request: RequestContext) -> bool:
        try:
            return read(request) is not ABSENT
        except ValueError:
            return True  # present; the next stage checks the value

    return is_present


def sent_text(parameter: Parameter, request: RequestContext) -> str | None:
    """Return a parameter as it was sent, decoded as far as possible; ``None`` if absent."""
    name, location = parameter.name, parameter.location
    if location == "path":
        return decode(request.path_values[name], errors="replace")
    if location == "query":
        values = request.query.get(name)
        return None if values is None else decode(values[-1], plus=True, errors="replace")
    if location == "querystring":
        return decode(request.query_string, errors="replace") or None
    return request.headers.get(name.lower()) if location == "header" else request.cookies.get(name)


def _shape(schema: Schema | None) -> str:
    """Return ``array``, ``object`` or ``scalar`` for the types of a schema."""
    types = scalar_types(schema) if schema is not None else frozenset()
    if "array" in types:
        return "array"
    return "object" if "object" in types or (schema is not None and not types and schema.properties) else "scalar"


# ---------------------------------------------------------------------- path, header and cookie

Find = Callable[[RequestContext], str | None]
"""Returns the encoded text of a parameter, or ``None`` if absent."""


def _find_path(parameter: Parameter) -> Find:
    name = parameter.name
    mark = {"label": ".", "matrix": ";"}.get(parameter.style, "")

    def find(request: RequestContext) -> str | None:
        text = request.path_values[name]
        if not text.startswith(mark):
            raise ValueError(f"a value of style {parameter.style} must start with {mark!r}")
        return text.removeprefix(mark)

    return find


def _find_header(parameter: Parameter) -> Find:
    name = parameter.name.lower()
    return lambda request: request.headers.get(name)


def _find_cookie(parameter: Parameter) -> Find:
    name = parameter.name
    return lambda request: request.cookies.get(name)


def _split_reader(parameter: Parameter, kind: str, find: Find) -> Reader:
    """Return the reader of a parameter that is one string, which is split for an array or an object."""
    in_path = parameter.location == "path"
    clean = decode_segment if in_path else str
    schema, matrix = parameter.schema, parameter.style == "matrix"
    if kind == "scalar":
        # A path identifies a resource: 007 and +7 would be aliases of 7.
        coerce = compile_coercion(schema, plain=in_path)

        def read_scalar(request: RequestContext) -> Any:
            text = find(request)
            if text is None:
                return ABSENT
            value = clean(_unnamed(text, parameter.name) if matrix else text)
            return coerce(value) if coerce else value

        return read_scalar
    build = _array_builder(schema, plain=in_path) if kind == "array" else _object_builder(schema)
    delimiter = (";" if matrix else DELIMITERS.get(parameter.style, ",")) if parameter.explode else ","
    delimiter = SEPARATORS.get(parameter.style, delimiter)

    def read(request: RequestContext) -> Any:
        text = find(request)
        if text is None:
            return ABSENT
        if matrix and not parameter.explode:
            text = _unnamed(text, parameter.name)
        if parameter.style in SEPARATORS:  # these are always encoded in a path
            parts = clean(text).split(delimiter) if text else []
        else:
            parts = [clean(part.strip(" ")) for part in text.split(delimiter)] if text else []
        if matrix and parameter.explode and kind == "array":
            parts = [_unnamed(part, parameter.name) for part in parts]
        return build(parts, parameter.explode)

    return read


def _unnamed(text: str, name: str) -> str:
    """Return the value of ``name=value`` (style ``matrix``); a name alone has an empty value."""
    written, _, value = text.partition("=")
    if decode(written) != name:
        raise ValueError(f"a value of style matrix must be written as ;{name}=value")
    return value


# ---------------------------------------------------------------------- query


def _query_reader(parameter: Parameter, kind: str) -> Reader:
    if kind == "object":
        return _query_object(parameter)
    name, schema = parameter.name, parameter.schema
    if kind == "scalar":
        coerce = compile_coercion(schema)

        def read_scalar(request: RequestContext) -> Any:
            values = request.query.get(name)
            if values is None:
                return ABSENT
            value = decode(values[-1], plus=True)
            return coerce(value) if coerce else value

        return read_scalar
    build = _array_builder(schema)
    delimiter = DELIMITERS.get(parameter.style, ",")

    def read(request: RequestContext) -> Any:
        values = request.query.get(name)
        if values is None:
            return ABSENT
        if parameter.explode and parameter.style == "form":
            return build([decode(value, plus=True) for value in values], True)
        return build([part for value in values for part in _split(value, delimiter)], False)

    return read


def _split(value: str, delimiter: str) -> list[str]:
    """Split at commas before decoding, at other delimiters after decoding, since these are always encoded."""
    if not value:
        return []
    if delimiter == ",":
        return [decode(part, plus=True) for part in value.split(",")]
    return decode(value, plus=True).split(delimiter)


def _query_object(parameter: Parameter) -> Reader:
    name, schema = parameter.name, parameter.schema
    build = _object_builder(schema)
    known = schema.possible_properties if schema is not None else {}
    coerce = compile_coercion(schema)
    has_scalars = bool(scalar_types(schema) - {"object", "array", "null"}) if schema is not None else False

    def read_deep(request: RequestContext) -> Any:
        fields: dict[tuple[str, ...], list[str]] = {}
        for key, values in request.query.items():
            if key.startswith(f"{name}[") and (parts := bracket_parts(key[len(name) :])):
                fields[(name, *parts)] = [decode(value, plus=True) for value in values]
        if fields:
            return nested_values(fields, {name: schema} if schema is not None else {})[name]
        return read_scalar(request)

    def read_scalar(request: RequestContext) -> Any:
        """Return a value that is not an object, which the schema may allow as well; such a string is not an object."""
        values = request.query.get(name)
        if values is None or not has_scalars:
            return ABSENT
        text = decode(values[-1], plus=True)
        return coerce(text) if coerce else text

    lists = {key: _array_builder(below) for key, below in known.items() if _shape(below) == "array"}

    def read_exploded(request: RequestContext) -> Any:
        sent = {key: [decode(one, plus=True) for one in request.query[key]] for key in known if key in request.query}
        if not sent:
            return read_scalar(request)
        value = build([text for key, values in sent.items() for text in (key, values[-1])], False)
        return value | {key: read_list(sent[key], True) for key, read_list in lists.items() if key in sent}

    def read_joined(request: RequestContext) -> Any:
        values = request.query.get(name)
        return ABSENT if values is None else build(_split(values[-1], DELIMITERS[parameter.style]), False)

    if parameter.style == "deepObject":
        return read_deep
    return read_exploded if parameter.explode else read_joined


# ---------------------------------------------------------------------- arrays, objects, content

Build = Callable[[list[str], bool], Any]


def _array_builder(schema: Schema | None, *, plain: bool = False) -> Build:
    coerce = compile_coercion(schema.items if schema is not None else None, plain=plain)
    return lambda parts, _: [coerce(part) for part in parts] if coerce else parts


def _object_builder(schema: Schema | None) -> Build:
    """Return a function that builds an object from ``a=1`` parts if exploded, else from names and values in turn."""
    coercions: dict[str, Coerce | None] = {
        name: compile_coercion(below)
        for name, below in (schema.possible_properties if schema is not None else {}).items()
    }

    def build(parts: list[str], exploded: bool) -> Any:
        if exploded:
            pairs = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
        elif len(parts) % 2:
            raise ValueError("an object must be written as name,value,name,value; a value is missing")
        else:
            pairs = list(zip(parts[::2], parts[1::2], strict=True))
        result = {}
        for name, text in pairs:
            coerce = coercions.get(name)
            result[name] = coerce(text) if coerce else text
        return result

    return build


def _content_reader(parameter: Parameter) -> Reader:
    """Return the reader of a parameter with ``content``, whose string has that media type."""
    is_json = "json" in parameter.media_type
    name, location = parameter.name, parameter.location

    def text_of(request: RequestContext) -> str | None:
        if location == "query":
            values = request.query.get(name)
            return None if values is None else decode(values[-1], plus=True)
        if location == "path":
            return decode_segment(request.path_values[name])
        if location == "querystring":
            return decode(request.query_string) or None
        return request.headers.get(name.lower()) if location == "header" else request.cookies.get(name)

    def read(request: RequestContext) -> Any:
        text = text_of(request)
        if text is None:
            return ABSENT
        return read_json(text.encode("utf-8")) if is_json else text

    return read
