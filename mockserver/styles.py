"""Parameters out of a request: every style of OpenAPI (3.1, section 4.8.12.3), split, decoded and typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.spec.model import Parameter
from contracts.spec.schemas import Schema
from mockserver.coerce import Coerce, compile_coercion, scalar_types
from mockserver.exchange import ABSENT, Exchange, decode, decode_segment
from mockserver.http import read_json

Reader = Callable[[Exchange], Any]
"""Takes a parameter's value from a request: a JSON value or ``ABSENT``. Raises :class:`ValueError` with the reason."""

DELIMITERS = {"form": ",", "simple": ",", "label": ".", "matrix": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


def compile_reader(parameter: Parameter) -> Reader:
    """How to read a parameter."""
    if parameter.media_type:
        return _content_reader(parameter)
    kind = _shape(parameter.schema)
    if parameter.location == "query":
        return _query_reader(parameter, kind)
    find = {"path": _find_path, "header": _find_header, "cookie": _find_cookie}[parameter.location](parameter)
    return _split_reader(parameter, kind, find)


def compile_presence(parameter: Parameter) -> Callable[[Exchange], bool]:
    """Whether a request has a parameter, whatever its value."""
    name, location = parameter.name, parameter.location
    if location == "header":
        return lambda exchange: name.lower() in exchange.headers
    if location == "cookie":
        return lambda exchange: name in exchange.cookies
    if parameter.media_type or _shape(parameter.schema) != "object":
        return lambda exchange: name in exchange.query
    read = _query_object(parameter)

    def is_present(exchange: Exchange) -> bool:
        try:
            return read(exchange) is not ABSENT
        except ValueError:
            return True  # it is there, and its value is for the next stage

    return is_present


def sent_text(parameter: Parameter, exchange: Exchange) -> str | None:
    """A parameter's text as it was sent, decoded as far as it can be."""
    name, location = parameter.name, parameter.location
    if location == "path":
        return decode(exchange.path_values[name], errors="replace")
    if location == "query":
        values = exchange.query.get(name)
        return None if values is None else decode(values[-1], plus=True, errors="replace")
    return exchange.headers.get(name.lower()) if location == "header" else exchange.cookies.get(name)


def _shape(schema: Schema | None) -> str:
    """``array``, ``object`` or ``scalar``, by the schema's types."""
    types = scalar_types(schema) if schema is not None else frozenset()
    if "array" in types:
        return "array"
    return "object" if "object" in types or (schema is not None and not types and schema.properties) else "scalar"


# ---------------------------------------------------------------------- path, header and cookie

Find = Callable[[Exchange], str | None]
"""Finds a parameter's text, still encoded; ``None`` where it is absent."""


def _find_path(parameter: Parameter) -> Find:
    name = parameter.name
    mark = {"label": ".", "matrix": ";"}.get(parameter.style, "")

    def find(exchange: Exchange) -> str | None:
        text = exchange.path_values[name]
        if not text.startswith(mark):
            raise ValueError(f"a value of the style {parameter.style} begins with {mark!r}")
        return text.removeprefix(mark)

    return find


def _find_header(parameter: Parameter) -> Find:
    name = parameter.name.lower()
    return lambda exchange: exchange.headers.get(name)


def _find_cookie(parameter: Parameter) -> Find:
    name = parameter.name
    return lambda exchange: exchange.cookies.get(name)


def _split_reader(parameter: Parameter, kind: str, find: Find) -> Reader:
    """A parameter that is one text, split where it is an array or an object."""
    in_path = parameter.location == "path"
    clean = decode_segment if in_path else str
    schema, matrix = parameter.schema, parameter.style == "matrix"
    if kind == "scalar":
        # What stands in a path names something: 007 and +7 would be other names of 7, which no URL should have.
        coerce = compile_coercion(schema, plain=in_path)

        def read_scalar(exchange: Exchange) -> Any:
            text = find(exchange)
            if text is None:
                return ABSENT
            value = clean(_unnamed(text, parameter.name) if matrix else text)
            return coerce(value) if coerce else value

        return read_scalar
    build = _array_builder(schema, plain=in_path) if kind == "array" else _object_builder(schema)
    delimiter = (";" if matrix else DELIMITERS.get(parameter.style, ",")) if parameter.explode else ","

    def read(exchange: Exchange) -> Any:
        text = find(exchange)
        if text is None:
            return ABSENT
        if matrix and not parameter.explode:
            text = _unnamed(text, parameter.name)
        parts = [clean(part.strip(" ")) for part in text.split(delimiter)] if text else []
        if matrix and parameter.explode and kind == "array":
            parts = [_unnamed(part, parameter.name) for part in parts]
        return build(parts, parameter.explode)

    return read


def _unnamed(text: str, name: str) -> str:
    """The value of ``name=value``, as the style ``matrix`` writes it; a name alone has the empty one."""
    written, _, value = text.partition("=")
    if decode(written) != name:
        raise ValueError(f"a value of the style matrix is written as ;{name}=value")
    return value


# ---------------------------------------------------------------------- query


def _query_reader(parameter: Parameter, kind: str) -> Reader:
    if kind == "object":
        return _query_object(parameter)
    name, schema = parameter.name, parameter.schema
    if kind == "scalar":
        coerce = compile_coercion(schema)

        def read_scalar(exchange: Exchange) -> Any:
            values = exchange.query.get(name)
            if values is None:
                return ABSENT
            value = decode(values[-1], plus=True)
            return coerce(value) if coerce else value

        return read_scalar
    build = _array_builder(schema)
    delimiter = DELIMITERS.get(parameter.style, ",")

    def read(exchange: Exchange) -> Any:
        values = exchange.query.get(name)
        if values is None:
            return ABSENT
        if parameter.explode and parameter.style == "form":
            return build([decode(value, plus=True) for value in values], True)
        return build([part for value in values for part in _split(value, delimiter)], False)

    return read


def _split(value: str, delimiter: str) -> list[str]:
    """Split before decoding where the delimiter may stand as such, after it where it is always encoded."""
    if not value:
        return []
    if delimiter == ",":
        return [decode(part, plus=True) for part in value.split(",")]
    return decode(value, plus=True).split(delimiter)


def _query_object(parameter: Parameter) -> Reader:
    name, schema = parameter.name, parameter.schema
    build = _object_builder(schema)
    known = schema.properties if schema is not None else {}

    def read_deep(exchange: Exchange) -> Any:
        pairs = [
            (key[len(name) + 1 : -1], decode(value, plus=True))
            for key, values in exchange.query.items()
            if key.startswith(f"{name}[") and key.endswith("]")
            for value in values
        ]
        return build([text for pair in pairs for text in pair], False) if pairs else ABSENT

    def read_exploded(exchange: Exchange) -> Any:
        pairs = [(key, decode(exchange.query[key][-1], plus=True)) for key in known if key in exchange.query]
        return build([text for pair in pairs for text in pair], False) if pairs else ABSENT

    def read_joined(exchange: Exchange) -> Any:
        values = exchange.query.get(name)
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
    """Texts into an object: ``a=1`` each where exploded, else ``a``, ``1`` by turns."""
    coercions: dict[str, Coerce | None] = {
        name: compile_coercion(below) for name, below in (schema.properties if schema is not None else {}).items()
    }

    def build(parts: list[str], exploded: bool) -> Any:
        if exploded:
            pairs = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
        elif len(parts) % 2:
            raise ValueError("an object is written as name,value,name,value: a value is missing")
        else:
            pairs = list(zip(parts[::2], parts[1::2], strict=True))
        result = {}
        for name, text in pairs:
            coerce = coercions.get(name)
            result[name] = coerce(text) if coerce else text
        return result

    return build


def _content_reader(parameter: Parameter) -> Reader:
    """A parameter with ``content``: its text is a document of that media type."""
    is_json = "json" in parameter.media_type
    name, location = parameter.name, parameter.location

    def text_of(exchange: Exchange) -> str | None:
        if location == "query":
            values = exchange.query.get(name)
            return None if values is None else decode(values[-1], plus=True)
        if location == "path":
            return decode_segment(exchange.path_values[name])
        return exchange.headers.get(name.lower()) if location == "header" else exchange.cookies.get(name)

    def read(exchange: Exchange) -> Any:
        text = text_of(exchange)
        if text is None:
            return ABSENT
        return read_json(text.encode("utf-8")) if is_json else text

    return read
