"""The parameters of a recorded request: found, split and typed as the contract has them (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from contracts.consumption.places import Place, place_at
from contracts.messages import Request
from contracts.spec.model import Operation, Parameter, SecurityScheme

DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
"""What stands between the items of a list in one text; a comma in any other style."""

_NAME = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Sent:
    """One parameter of a request.

    :param key: see :func:`key_of`.
    :param parameter: ``None`` where the contract knows none of that name.
    :param value: a JSON value; the text as it came where the parameter's type does not fit it.
    """

    key: str
    parameter: Parameter | None
    value: Any


def parameters_of(
    operation: Operation, request: Request, tree: dict[str, Any], schemes: Iterable[SecurityScheme] = ()
) -> Iterator[Sent]:
    """Every parameter of a request that its operation documents, then those of the query that it does not.

    :param tree: the contract's, in which schemas refer.
    :param schemes: what carries credentials is no parameter.
    """
    query = parse_qsl(request.target.partition("?")[2], keep_blank_values=True)
    path = _path_values(operation, request.path)
    cookies = _cookies(request.header("cookie") or "")
    used: set[str] = {one.name for one in schemes if one.location == "query"}
    for parameter in operation.parameters:
        place = place_of(parameter, tree)
        if parameter.location == "query":
            texts, names = _in_query(parameter, place, query)
            used |= names
        else:
            found = {
                "path": path.get(parameter.name),
                "header": request.header(parameter.name),
                "cookie": cookies.get(parameter.name),
            }[parameter.location]
            texts = [] if found is None else [found]
        if texts:
            yield Sent(key_of(parameter), parameter, _value(parameter, place, texts))
    for name, text in query:
        if name not in used:
            yield Sent(f"query:{name}", None, text)


def key_of(parameter: Parameter) -> str:
    """What a parameter is known by: ``query:limit``; names of headers have no case (RFC 9110, section 5.1)."""
    name = parameter.name.lower() if parameter.location == "header" else parameter.name
    return f"{parameter.location}:{name}"


def place_of(parameter: Parameter, tree: dict[str, Any]) -> Place:
    """What the contract says of a parameter's value."""
    return place_at(parameter.schema) if parameter.schema is not None else Place(tree)


# ---------------------------------------------------------------------- finding


def _path_values(operation: Operation, path: str) -> dict[str, str]:
    """The decoded path values by name; told from the path's end, as prefixes may differ."""
    names, segments = operation.path.split("/")[1:], path.split("/")[1:]
    values: dict[str, str] = {}
    for name, segment in zip(reversed(names), reversed(segments), strict=False):
        pattern = "(.+)".join(map(re.escape, _NAME.split(unquote(name))[::2]))
        match = re.fullmatch(pattern, unquote(segment), re.DOTALL)
        values |= dict(zip(_NAME.findall(unquote(name)), match.groups() if match else (), strict=False))
    return values


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


def _in_query(parameter: Parameter, place: Place, query: list[tuple[str, str]]) -> tuple[list[str], set[str]]:
    """The texts of a parameter and the names in the query that are its own; an object comes as names and values."""
    name = parameter.name
    if "object" in place.types and not parameter.media_type and "array" not in place.types:
        if parameter.style == "deepObject":
            deep = [(key, text) for key, text in query if key.startswith(f"{name}[") and key.endswith("]")]
            return [part for key, text in deep for part in (key[len(name) + 1 : -1], text)], {key for key, _ in deep}
        if parameter.explode:
            own = [(key, text) for key, text in query if key in place.properties]
            return [part for pair in own for part in pair], {key for key, _ in own}
    return [text for key, text in query if key == name], {name}


# ---------------------------------------------------------------------- reading


def _value(parameter: Parameter, place: Place, texts: list[str]) -> Any:
    if parameter.media_type:
        try:
            return json.loads(texts[-1])
        except ValueError:
            return texts[-1]
    texts = [_unmarked(parameter, text) for text in texts]
    if "array" in place.types:
        return [typed(text, place.items) for text in _items(parameter, texts)]
    if "object" in place.types:
        return _object(parameter, place, texts)
    return typed(texts[-1], place)


def _unmarked(parameter: Parameter, text: str) -> str:
    if parameter.style == "label":
        return text.removeprefix(".")
    return text.removeprefix(f";{parameter.name}=") if parameter.style == "matrix" else text


def _items(parameter: Parameter, texts: list[str]) -> list[str]:
    if parameter.location == "query" and parameter.style == "form" and parameter.explode:
        return texts
    delimiter = DELIMITERS.get(parameter.style, ",")
    if parameter.explode:
        delimiter = {"label": ".", "matrix": f";{parameter.name}="}.get(parameter.style, delimiter)
    return [part.strip(" ") for text in texts if text for part in text.split(delimiter)]


def _object(parameter: Parameter, place: Place, texts: list[str]) -> dict[str, Any]:
    """Names and values in turn, or ``name=value`` where the text of one has them so."""
    if len(texts) == 1:
        parts = re.split("[,;.]", texts[0]) if parameter.style in {"label", "matrix"} else texts[0].split(",")
        texts = [one for part in parts for one in part.split("=", 1)] if parameter.explode else parts
    pairs = zip(texts[::2], texts[1::2], strict=False)
    return {name: typed(text, place.member(name)[1]) for name, text in pairs}


def typed(text: str, place: Place | None) -> Any:
    """A text as the type that its place asks for; as it is where it has another."""
    types = place.types if place is not None else frozenset()
    if types & {"integer", "number"} and re.fullmatch(r"-?[0-9]{1,300}", text):
        return int(text)
    if "number" in types and re.fullmatch(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,2})?", text):
        return float(text)
    return text == "true" if "boolean" in types and text in {"true", "false"} else text
