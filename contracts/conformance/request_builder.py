"""Valid requests for an operation, with serialized parameters and bodies of any documented media type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contracts.conformance.bodies.encoding import encode_body
from contracts.conformance.bodies.media_types import body_media, lacks_body, request_media
from contracts.conformance.bodies.values import form_object, is_complete, is_form, sendable
from contracts.conformance.given_values import NO_VALUES, GivenValues
from contracts.conformance.parameter_styles import cookie_text, header_text, path_text, plain, query_pairs
from contracts.generation.generate import Generators
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation, Parameter
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items

__all__ = ["ANY_TAG", "OMITTED", "RequestBuilder", "Values", "body_media", "lacks_body", "plain", "request_media"]

OMITTED: Any = object()
"""Represents a missing value; ``None`` is JSON ``null``."""

ANY_TAG = "*"

_NAME = re.compile(r"\{([^{}]+)\}")
_TRIES = 8
"""Attempts to generate a value that the parameter or the media type can express."""

_NOT_IN_PATH: tuple[Any, ...] = ("", ".", "..", [], {}, None)
"""Values that would change the path: clients and servers resolve dot segments (RFC 3986, section 5.2.4)."""

Values = Mapping[tuple[str, str], Any]
"""Values of parameters, by location and name."""


class RequestBuilder:
    """Builds requests without credentials.

    :param known: existing values, by parameter name; used before examples and generated values.
    :param native: whether to use the paths of the real server, without the prefix of the API in the document.
    :param given: values from a file; used before all others.
    """

    def __init__(
        self,
        generators: Generators,
        known: Mapping[str, tuple[str, ...]],
        *,
        native: bool = False,
        given: GivenValues = NO_VALUES,
    ) -> None:
        self._generators = generators
        self._known = known
        self._native = native
        self._given = given

    def build(
        self,
        operation: Operation,
        number: int = 0,
        *,
        values: Values | None = None,
        body: Any = OMITTED,
        optional: bool = False,
        media: MediaType | None = None,
    ) -> Request:
        """Build a valid request.

        :param number: different numbers give different values; the same number always gives the same values.
        :param values: values to send; ``OMITTED`` omits a parameter.
        :param body: the JSON value to send, in forms also with files; by default an example or a generated value, if
            the operation has a body.
        :param optional: whether to send optional parameters.
        :param media: the media type of the body; by default :func:`request_media`.
        """
        request = self._without_body(operation, number, dict(values or {}), optional=optional)
        media = media or request_media(operation)
        if media is not None:
            value = self.body(operation, number, media) if body is OMITTED else body
            return request.with_body(*encode_body(value, media))
        return request if body is OMITTED else request.with_body(encode_json(body), "application/json")

    def _without_body(
        self, operation: Operation, number: int, sent: dict[tuple[str, str], Any], *, optional: bool
    ) -> Request:
        for parameter in operation.parameters:
            key = (parameter.location, parameter.name)
            wanted = parameter.required or optional or self._given.requires(operation.id, parameter.name)
            if key not in sent and wanted:
                value = self.value(operation, parameter, number)
                sent[key] = OMITTED if value is None and not parameter.required else value
        request = _assemble(operation, self.template(operation), sent)
        for name, text in self._given.headers(operation.id, number):
            request = request.with_header(name, text)
        return request

    def template(self, operation: Operation) -> str:
        """Return the path template of the server."""
        return operation.native_path if self._native else operation.path

    def value(self, operation: Operation, parameter: Parameter, number: int = 0) -> Any:
        """Return a value for a parameter: given values come first, then known, documented and generated ones.

        ``If-Match`` is ``*``, which any existing item matches (RFC 9110, section 13.1.1), unless its value is known.
        """
        given = self._given.parameter(operation.id, parameter.name, number)
        if given is not None:
            return given
        documented = [example.value for example in parameter.examples]
        if (parameter.location, parameter.name.lower()) == ("header", "if-match"):
            documented = [ANY_TAG] * (number + 1)
        candidates = [*self._known.get(parameter.name, ()), *documented]
        if number < len(candidates):
            return candidates[number]
        if parameter.schema is None:
            return f"value-{number}"
        return self._generated(operation, parameter, parameter.schema, number)

    def _generated(self, operation: Operation, parameter: Parameter, schema: Schema, number: int) -> Any:
        """Return a generated value that can be sent: neither null nor an empty list, and not empty in a path."""
        unusable = _NOT_IN_PATH if parameter.location == "path" else (None, [], {})
        key = f"{operation.id}\0{parameter.location}\0{parameter.name}\0{number}"
        value = None
        for attempt in range(_TRIES):
            value = self._generators.compile(schema, "request")(f"{key}\0{attempt}" if attempt else key)
            if value not in unusable:
                return value
        items = array_items(schema) if value == [] else None
        return [self._generators.compile(items, "request")(key)] if items is not None else value

    def body(self, operation: Operation, number: int = 0, media: MediaType | None = None) -> Any:
        """Return a value for the body: given and documented ones come first, then generated ones.

        :param media: by default the JSON media type; a value for a form may contain files.
        """
        media = media or body_media(operation)
        if media is None:
            return {}
        given = self._given.body(operation.id, media.name, number)
        if given is not None:
            return given
        examples = [one.value for one in media.examples if not is_form(media) or isinstance(one.value, Mapping | str)]
        if number < len(examples):
            return sendable(examples[number], media, number)
        if media.schema is None:
            return {} if media.is_json else sendable(None, media, number)
        return self._generated_body(media, media.schema, f"{operation.id}\0body\0{number}", number)

    def _generated_body(self, media: MediaType, schema: Schema, key: str, number: int) -> Any:
        generate = self._generators.compile(schema, "request")
        if not is_form(media):
            return sendable(generate(key), media, number)
        value: Any = {}
        for attempt in range(_TRIES):
            drawn = generate(f"{key}\0{attempt}" if attempt else key)
            value = form_object(
                drawn, media, lambda below, name: self._generators.compile(below, "request")(key + name)
            )
            if is_complete(value, media):
                break
        return sendable(value, media, number)


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
            path[name] = path_text(parameter, value)
        elif location == "query":
            query += query_pairs(parameter, value)
        elif location == "header":
            headers.append((name, header_text(parameter, value)))
        else:
            cookies.append(f"{name}={cookie_text(parameter, value)}")
    if cookies:
        headers.append(("cookie", "; ".join(cookies)))
    target = _NAME.sub(lambda match: path.get(match[1], match[0]), template)
    return Request(operation.method, target + ("?" + "&".join(query) if query else ""), tuple(headers))


_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
