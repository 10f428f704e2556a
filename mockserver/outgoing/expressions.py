"""The URL of a callback: a runtime expression, evaluated for a request and its response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from contracts.generation.text_encoding import plain
from contracts.spec.model import MediaType, Operation
from contracts.spec.pointers import split_pointer
from contracts.spec.runtime_expressions import InvalidTemplateError, RuntimeExpression, read_template
from mockserver.outgoing.errors import DeliveryError


@dataclass(frozen=True)
class Values:
    """What runtime expressions refer to.

    :param url: of the request.
    :param path: decoded values of path parameters by name.
    :param query: decoded values of query parameters by name; the first one if there are several.
    :param headers: of the request, by lower-case name.
    :param body: the parsed body of the request; ``ABSENT`` if there is none.
    :param response_body: the parsed body of the response; ``ABSENT`` if it is not JSON.
    """

    url: str
    method: str
    status: int
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    response_headers: Mapping[str, str]
    response_body: Any


ABSENT: Any = object()
"""Represents a missing value; ``None`` is JSON ``null``."""


def evaluate(text: str, values: Values, operation: Operation) -> str | None:
    """Return a string with the values of its expressions; ``None`` if the client has not sent one of them.

    A value at the beginning is the beginning of the URL, and is not encoded. In others, the characters are encoded that
    would end the path or the parameter.

    :param text: the key of a callback.
    :raises DeliveryError: if the string is not valid, or refers to what the request or the response cannot have.
    """
    try:
        template = read_template(text)
    except InvalidTemplateError as error:
        raise DeliveryError(str(error), hint="see OpenAPI 3.1, 'Runtime Expressions'") from None
    result = ""
    for part in template:
        if isinstance(part, str):
            result += part
            continue
        value = _value(part, values)
        if value is ABSENT or value is None:
            if problem := _problem(part, operation):
                raise DeliveryError(problem, hint="see OpenAPI 3.1, 'Runtime Expressions'")
            return None
        if isinstance(value, dict | list):
            raise DeliveryError(f"the value of {str(part)[:80]} is not a string or number")
        result += quote(plain(value), safe="-._~" if "?" in result else _PATH) if result else plain(value)
    return result


_PATH = "/-._~:@!$&'()*+,;="
"""Characters that a path can contain (RFC 3986, section 3.3)."""


def _value(expression: RuntimeExpression, values: Values) -> Any:
    """Return the value of an expression, or ``ABSENT``."""
    match expression:
        case RuntimeExpression("url"):
            return values.url
        case RuntimeExpression("method"):
            return values.method
        case RuntimeExpression("statusCode"):
            return values.status
        case RuntimeExpression("request", "body", pointer):
            return _at(values.body, pointer)
        case RuntimeExpression("response", "body", pointer):
            return _at(values.response_body, pointer)
        case RuntimeExpression("request", "header", name):
            return values.headers.get(name.lower(), ABSENT)
        case RuntimeExpression("response", "header", name):
            return values.response_headers.get(name.lower(), ABSENT)
        case RuntimeExpression("request", "path", name):
            return values.path.get(name, ABSENT)
        case RuntimeExpression("request", "query", name):
            return values.query.get(name, ABSENT)
    return ABSENT  # a response has no path and query


def _at(value: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer, or ``ABSENT``."""
    for token in split_pointer(pointer):
        match value:
            case dict() if token in value:
                value = value[token]
            case list() if token.isascii() and token.isdecimal() and len(token) < 10 and int(token) < len(value):
                value = value[int(token)]
            case _:
                return ABSENT
    return value


def _problem(expression: RuntimeExpression, operation: Operation) -> str:
    """Return why no request has a value for an expression; ``""`` if this one only lacks it."""
    whole, part, name = expression
    if whole == "response":
        return _response_problem(expression, operation)
    known = {one.name for one in operation.parameters if one.location == part}
    if part in {"path", "query"} and name not in known:
        return f"the operation has no {part} parameter '{name[:80]}'"
    if part == "body" and operation.request_body is None:
        return "the operation has no request body"
    content = operation.request_body.content if operation.request_body is not None else ()
    if part == "body" and (unknown := _unknown(name, content)):
        return f"the request body has no property '{unknown[:80]}'"
    return ""


def _response_problem(expression: RuntimeExpression, operation: Operation) -> str:
    """Return why no response has a value for an expression; ``""`` if this one only lacks it."""
    _, part, name = expression
    success = operation.success
    if part in {"path", "query"}:
        return f"a response has no {part} parameters: {str(expression)[:80]}"
    if part == "header" and name.lower() not in {one.name.lower() for one in (success.headers if success else ())}:
        return f"the response has no header '{name[:80]}'"
    if part == "body" and (success is None or not success.content):
        return "the response has no body"
    if part == "body" and success is not None and (unknown := _unknown(name, success.content)):
        return f"the response body has no property '{unknown[:80]}'"
    return ""


def _unknown(pointer: str, content: Sequence[MediaType]) -> str:
    """Return the first token of a JSON pointer if the schemas have properties, and none of them this one."""
    first = split_pointer(pointer)[0] if pointer else ""
    schemas = [one.structure for one in content]
    is_unknown = all(one is not None and one.properties and first not in one.possible_properties for one in schemas)
    return first if is_unknown else ""
