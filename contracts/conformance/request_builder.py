"""Valid requests for an operation, with serialized parameters and generated bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from contracts.generation.generate import Generators
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation, Parameter
from contracts.spec.names import words

OMITTED: Any = object()
"""Represents a missing value; ``None`` is JSON ``null``."""

ANY_TAG = "*"

_NAME = re.compile(r"\{([^{}]+)\}")
# Characters that RFC 3986 does not allow in a query are percent-encoded, as in OpenAPI 3.1.1, section 4.8.12.4.
_DELIMITERS = {"form": ",", "simple": ",", "label": ".", "matrix": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}

Values = Mapping[tuple[str, str], Any]
"""Values of parameters, by location and name."""


class RequestBuilder:
    """Builds requests without credentials.

    :param known: existing values, by parameter name; used before examples and generated values.
    :param native: whether to use the paths of the real server, without the prefix of the API in the document.
    """

    def __init__(self, generators: Generators, known: Mapping[str, tuple[str, ...]], *, native: bool = False) -> None:
        self._generators = generators
        self._known = known
        self._native = native

    def build(
        self,
        operation: Operation,
        number: int = 0,
        *,
        values: Values | None = None,
        body: Any = OMITTED,
        optional: bool = False,
    ) -> Request:
        """Build a valid request.

        :param number: different numbers give different values; the same number always gives the same values.
        :param values: values to send; ``OMITTED`` omits a parameter.
        :param body: the JSON value to send; by default an example or a generated value, if the operation has a body.
        :param optional: whether to send optional parameters.
        """
        given = dict(values or {})
        for parameter in operation.parameters:
            key = (parameter.location, parameter.name)
            if key not in given and (parameter.required or optional):
                given[key] = self.value(operation, parameter, number)
        request = _assemble(operation, self.template(operation), given)
        media = body_media(operation)
        if media is None and body is OMITTED:
            return request
        name = media.name if media is not None else "application/json"
        value = self.body(operation, number) if body is OMITTED else body
        return request.with_body(encode_json(value), name)

    def template(self, operation: Operation) -> str:
        """Return the path template of the server."""
        return operation.native_path if self._native else operation.path

    def value(self, operation: Operation, parameter: Parameter, number: int = 0) -> Any:
        """Return a value for a parameter: known values come first, then documented and generated ones.

        ``If-Match`` is ``*``, which any existing item matches (RFC 9110, section 13.1.1), unless its value is known.
        """
        candidates = self.given_values(parameter)
        if (parameter.location, parameter.name.lower()) == ("header", "if-match"):
            candidates = [*self._known.get(parameter.name, ()), *[ANY_TAG] * (number + 1)]
        if number < len(candidates):
            return candidates[number]
        return self.generated_value(operation, parameter, number)

    def given_values(self, parameter: Parameter) -> list[Any]:
        """Return the known and documented values of a parameter."""
        return [*self._known.get(parameter.name, ()), *(example.value for example in parameter.examples)]

    def is_known(self, parameter: Parameter) -> bool:
        """Whether the user has given a value of a parameter that exists."""
        return parameter.name in self._known

    def generated_value(self, operation: Operation, parameter: Parameter, number: int = 0) -> Any:
        """Return a generated value for a parameter."""
        if parameter.schema is None:
            return f"value-{number}"
        generate = self._generators.compile(parameter.schema, "request")
        return generate(f"{operation.id}\0{parameter.location}\0{parameter.name}\0{number}")

    def body(self, operation: Operation, number: int = 0) -> Any:
        """Return a JSON value for the body: documented examples come first, then generated values."""
        media = body_media(operation)
        if media is None:
            return {}
        if number < len(media.examples):
            return media.examples[number].value
        return self.generated_body(operation, number)

    def generated_body(self, operation: Operation, number: int = 0) -> Any:
        """Return a generated JSON value for the body."""
        media = body_media(operation)
        if media is None or media.schema is None:
            return {}
        return self._generators.compile(media.schema, "request")(f"{operation.id}\0body\0{number}")

    def varied_example(self, operation: Operation, number: int) -> Any:
        """Return a documented example of the body, after the first time with other names, as names may be unique."""
        media = body_media(operation)
        if media is None or not media.examples:
            return self.generated_body(operation, number)
        value = media.examples[number % len(media.examples)].value
        if number < len(media.examples) or not isinstance(value, dict):
            return value
        varied = {name: _varied(name, one, number) for name, one in value.items()}
        return varied if media.schema is None or media.schema.request_validator.is_valid(varied) else value


NAMING = frozenset({"name", "title", "slug", "key", "code", "email", "username", "login", "label", "id", "identifier"})
"""Last words of properties whose values are often unique in a collection."""


def _varied(name: str, value: Any, number: int) -> Any:
    """Return another string for a property that names an item: with a number, before the ``@`` of an address."""
    if not isinstance(value, str) or not value or words(name)[-1:] == () or words(name)[-1] not in NAMING:
        return value
    local, at, domain = value.partition("@")
    return f"{local}-{number}{at}{domain}"


def body_media(operation: Operation) -> MediaType | None:
    """Return the first JSON media type of the request body; ``None`` if there is none."""
    content = operation.request_body.content if operation.request_body else ()
    return next((media for media in content if media.is_json), None)


def lacks_body(operation: Operation) -> bool:
    """Whether the requests for an operation are incomplete: it requires a body of which no media type is JSON."""
    body = operation.request_body
    return body is not None and body.required and body_media(operation) is None


def _assemble(operation: Operation, template: str, given: Mapping[tuple[str, str], Any]) -> Request:
    known = {(parameter.location, parameter.name): parameter for parameter in operation.parameters}
    query: list[str] = []
    headers: list[tuple[str, str]] = []
    cookies: list[str] = []
    path: dict[str, str] = {}
    for (location, name), value in given.items():
        if value is OMITTED:
            continue
        parameter = known.get((location, name)) or Parameter(
            name, location, False, None, _STYLES[location], location in {"query", "cookie"}
        )
        if location == "path":
            path[name] = _path_text(parameter, value)
        elif location == "query":
            query += _query_pairs(parameter, value)
        elif location == "header":
            headers.append((name, _joined(value, parameter.explode, ",")))
        else:
            cookies.append(f"{name}={quote(_joined(value, False, ','), safe=_SAFE)}")
    if cookies:
        headers.append(("cookie", "; ".join(cookies)))
    target = _NAME.sub(lambda match: path.get(match[1], match[0]), template)
    return Request(operation.method, target + ("?" + "&".join(query) if query else ""), tuple(headers))


_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_SAFE = "-._~"


def plain(value: Any) -> str:
    """Return a JSON scalar as a parameter string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return value if isinstance(value, str) else encode_json(value).decode()


def _joined(value: Any, explode: bool, delimiter: str) -> str:
    """OpenAPI 3.1, section 4.8.12.3: lists by the delimiter, objects as name and value."""
    if isinstance(value, list):
        return delimiter.join(plain(item) for item in value)
    if isinstance(value, dict):
        pairs = ((name, plain(item)) for name, item in value.items())
        return delimiter.join(f"{name}={item}" if explode else f"{name}{delimiter}{item}" for name, item in pairs)
    return plain(value)


def _path_text(parameter: Parameter, value: Any) -> str:
    if parameter.media_type:
        return quote(encode_json(value), safe=_SAFE)
    text = quote(
        _joined(value, parameter.explode, _DELIMITERS.get(parameter.style, ",")),
        safe=_SAFE + ",=" if not isinstance(value, str) else _SAFE,
    )
    if parameter.style == "label":
        return "." + text
    return f";{parameter.name}={text}" if parameter.style == "matrix" else text


def _query_pairs(parameter: Parameter, value: Any) -> Iterator[str]:
    name = quote(parameter.name, safe=_SAFE + "$")
    if parameter.media_type:
        yield f"{name}={quote(encode_json(value), safe=_SAFE)}"
    elif isinstance(value, dict) and (parameter.explode or parameter.style == "deepObject"):
        for key, item in value.items():
            own = quote(key, safe=_SAFE)
            yield f"{f'{name}%5B{own}%5D' if parameter.style == 'deepObject' else own}={quote(plain(item), safe=_SAFE)}"
    elif isinstance(value, list) and parameter.explode:
        yield from (f"{name}={quote(plain(item), safe=_SAFE)}" for item in value)
    else:
        delimiter = _DELIMITERS.get(parameter.style, ",")
        parts = (
            value
            if isinstance(value, list)
            else [part for pair in value.items() for part in pair]
            if isinstance(value, dict)
            else [value]
        )
        yield f"{name}={delimiter.join(quote(plain(part), safe=_SAFE) for part in parts)}"
