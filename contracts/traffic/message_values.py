"""Parameters and bodies of recorded messages as JSON values, decoded with the schemas of the contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, unquote

from contracts.messages import Request, Response
from contracts.spec.model import MediaType, Operation, Parameter, SecurityScheme
from contracts.traffic.body_decoding import value_of
from contracts.traffic.matching import path_of
from contracts.traffic.schema_location import SchemaLocation, location_at

NO_BODY = frozenset({204, 205, 304})
"""Status codes of responses without content (RFC 9110, section 15)."""

UNREAD: Any = object()
"""Stands for a body that is not decoded: its media type is not supported, or its content does not match it."""

DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
"""The delimiter of array items by style; a comma in all other styles."""

_NAME = re.compile(r"\{([^{}]+)\}")


# ---------------------------------------------------------------------- parameters (OpenAPI 3.1, section 4.8.12)


@dataclass(frozen=True)
class SentParameter:
    """One parameter of a request.

    :param key: see :func:`key_of`.
    :param parameter: ``None`` if the operation does not document it.
    :param value: a JSON value; the string as sent if it does not match the parameter's type.
    """

    key: str
    parameter: Parameter | None
    value: Any


def parameters_of(
    operation: Operation, request: Request, tree: dict[str, Any], schemes: Iterable[SecurityScheme] = ()
) -> Iterator[SentParameter]:
    """Yield the documented parameters of a request, then the undocumented ones of its query.

    :param tree: the contract's tree, which references point into.
    :param schemes: security schemes; query parameters that carry their credentials are left out.
    """
    query = parse_qsl(request.target.partition("?")[2], keep_blank_values=True)
    path = _path_values(operation, request)
    cookies = _cookies(request.header("cookie") or "")
    used: set[str] = {one.name for one in schemes if one.location == "query"}
    for parameter in operation.parameters:
        location = parameter_location(parameter, tree)
        if parameter.location == "query":
            strings, names = _in_query(parameter, location, query)
            used |= names
        else:
            found = {
                "path": path.get(parameter.name),
                "header": request.header(parameter.name),
                "cookie": cookies.get(parameter.name),
                "querystring": unquote(request.target.partition("?")[2]) or None,
            }[parameter.location]
            strings = [] if found is None else [found]
        if strings:
            yield SentParameter(key_of(parameter), parameter, _parameter_value(parameter, location, strings))
    for name, string in query:
        if name not in used:
            yield SentParameter(f"query:{name}", None, string)


def key_of(parameter: Parameter) -> str:
    """Return location and name, ``query:limit``; header names in lower case (RFC 9110, section 5.1)."""
    name = parameter.name.lower() if parameter.location == "header" else parameter.name
    return f"{parameter.location}:{name}"


def parameter_location(parameter: Parameter, tree: dict[str, Any]) -> SchemaLocation:
    """Return the schema location of a parameter's value."""
    return location_at(parameter.schema) if parameter.schema is not None else SchemaLocation(tree)


def _path_values(operation: Operation, request: Request) -> dict[str, str]:
    """Return decoded path parameters by name, matched from the end of the path because prefixes may differ."""
    selected = path_of(operation)
    names, segments = selected.path.split("/")[1:], request.path.split("/")[1:]
    values = selected.values(request.query, request.header) or {}
    for name, segment in zip(reversed(names), reversed(segments), strict=False):
        pattern = "(.+)".join(map(re.escape, _NAME.split(unquote(name))[::2]))
        match = re.fullmatch(pattern, unquote(segment), re.DOTALL)
        values |= dict(zip(_NAME.findall(unquote(name)), match.groups() if match else (), strict=False))
    return values


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


def _in_query(
    parameter: Parameter, location: SchemaLocation, query: list[tuple[str, str]]
) -> tuple[list[str], set[str]]:
    """Return the strings of a parameter and the query names it uses; an object gives names and values in turn."""
    name = parameter.name
    if "object" in location.types and not parameter.media_type and "array" not in location.types:
        if parameter.style == "deepObject":
            deep = [(key, string) for key, string in query if key.startswith(f"{name}[") and key.endswith("]")]
            return [part for key, string in deep for part in (key[len(name) + 1 : -1], string)], {
                key for key, _ in deep
            }
        if parameter.explode:
            own = [(key, string) for key, string in query if key in location.properties]
            return [part for pair in own for part in pair], {key for key, _ in own}
    return [string for key, string in query if key == name], {name}


def _parameter_value(parameter: Parameter, location: SchemaLocation, strings: list[str]) -> Any:
    if parameter.media_type:
        try:
            return json.loads(strings[-1])
        except ValueError:
            return strings[-1]
    strings = [_without_prefix(parameter, string) for string in strings]
    if "array" in location.types:
        return [typed(string, location.items) for string in _items(parameter, strings)]
    if "object" in location.types:
        return _object(parameter, location, strings)
    return typed(strings[-1], location)


def _without_prefix(parameter: Parameter, string: str) -> str:
    if parameter.style == "label":
        return string.removeprefix(".")
    return string.removeprefix(f";{parameter.name}=") if parameter.style == "matrix" else string


def _items(parameter: Parameter, strings: list[str]) -> list[str]:
    if parameter.location == "query" and parameter.style == "form" and parameter.explode:
        return strings
    delimiter = DELIMITERS.get(parameter.style, ",")
    if parameter.explode:
        delimiter = {"label": ".", "matrix": f";{parameter.name}="}.get(parameter.style, delimiter)
    return [part.strip(" ") for string in strings if string for part in string.split(delimiter)]


def _object(parameter: Parameter, location: SchemaLocation, strings: list[str]) -> dict[str, Any]:
    """Return an object from alternating names and values, or from ``name=value`` pairs in one string."""
    if len(strings) == 1:
        parts = re.split("[,;.]", strings[0]) if parameter.style in {"label", "matrix"} else strings[0].split(",")
        strings = [one for part in parts for one in part.split("=", 1)] if parameter.explode else parts
    pairs = zip(strings[::2], strings[1::2], strict=False)
    return {name: typed(string, location.child(name)[1]) for name, string in pairs}


def typed(string: str, location: SchemaLocation | None) -> Any:
    """Return a string converted to the type of its schema; unchanged if it does not have that type."""
    types = location.types if location is not None else frozenset()
    if types & {"integer", "number"} and re.fullmatch(r"-?[0-9]{1,300}", string):
        return int(string)
    if "number" in types and re.fullmatch(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,2})?", string):
        return float(string)
    return string == "true" if "boolean" in types and string in {"true", "false"} else string


# ---------------------------------------------------------------------- bodies


def media_type_of(message: Request | Response) -> str:
    """Return the media type in ``Content-Type``, without parameters, in lower case; ``""`` if missing."""
    return (message.header("content-type") or "").partition(";")[0].strip().lower()


def media_for(content: Iterable[MediaType], media_type: str) -> MediaType | None:
    """Return the documented media type of a body: the same one, else a matching range (RFC 9110, section 12.5.1)."""
    names = {media.name.partition(";")[0].strip().lower(): media for media in reversed(tuple(content))}
    family = media_type.partition("/")[0]
    return names.get(media_type) or (names.get(f"{family}/*") or names.get("*/*") if media_type else None)


def body_location(media: MediaType | None) -> SchemaLocation | None:
    """Return the schema location of a body; ``None`` if the contract has no schema for it."""
    return location_at(media.schema) if media is not None and media.schema is not None else None


def is_json(media_type: str) -> bool:
    """Whether bodies of a media type are JSON, including types with a ``+json`` suffix (RFC 6839)."""
    return media_type in {"application/json", "text/json"} or media_type.endswith("+json")


def body_of(message: Request | Response, media: MediaType | None) -> Any:
    """Return the body as a JSON value, or :data:`UNREAD`.

    :param media: the documented media type; its schema is needed to decode XML and forms.
    """
    media_type, location = media_type_of(message), body_location(media)
    try:
        if is_json(media_type):
            return json.loads(message.body)
        if media_type == "application/x-www-form-urlencoded":
            pairs = parse_qsl(message.body.decode("utf-8"), keep_blank_values=True)
            return _form(pairs, location)
        if media_type == "multipart/form-data":
            return _form(list(_form_fields(message)), location)
        if media is not None and media.schema is not None and media_type in {"application/xml", "text/xml"}:
            return value_of(message.body, media.schema)
    except (ValueError, RecursionError):
        return UNREAD
    return UNREAD


def _form(pairs: list[tuple[str, str]], location: SchemaLocation | None) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, string in pairs:
        below = location.child(name)[1] if location is not None else None
        if below is not None and "array" in below.types:
            value.setdefault(name, []).append(typed(string, below.items))
        else:
            value[name] = typed(string, below)
    return value


def _form_fields(message: Request | Response) -> Iterator[tuple[str, str]]:
    """Yield the fields of ``multipart/form-data`` (RFC 7578) as strings; undecodable bytes of files are replaced."""
    head = f"content-type: {message.header('content-type')}\r\n\r\n".encode("latin-1", "replace")
    parts = message_from_bytes(head + message.body).get_payload()
    for part in parts if isinstance(parts, list) else ():
        if not isinstance(part, Message):
            continue
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            content = part.get_payload(decode=True)
            yield name, content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
