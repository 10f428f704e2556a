"""Valid requests for an operation, with serialized parameters and bodies of any documented media type."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from contracts.conformance.bodies.encoding import encode_body
from contracts.conformance.bodies.media_types import body_media, lacks_body, request_media
from contracts.conformance.bodies.values import form_object, is_complete, is_form, sendable, usable_examples
from contracts.conformance.given_values import NO_VALUES, GivenValues, numbered
from contracts.conformance.parameter_styles import (
    SAFE,
    cookie_text,
    header_text,
    path_text,
    query_pairs,
    whole_query,
)
from contracts.conformance.safety import without_password
from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.generation.json_encoding import encode_json
from contracts.generation.text_encoding import plain
from contracts.http_syntax import is_field_value, is_token
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation, Parameter
from contracts.spec.names import words
from contracts.spec.path_selectors import SelectedPath, Selector, parameter_key, selected_path
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items

__all__ = ["ANY_TAG", "OMITTED", "RequestBuilder", "Values", "body_media", "lacks_body", "plain", "request_media"]

OMITTED: Any = object()
"""Represents a missing value; ``None`` is JSON ``null``."""

ANY_TAG = "*"

_NAME = re.compile(r"\{([^{}]+)\}")
_NOT_IN_TARGETS = re.compile(r"[^\x21-\x7e]+")
"""Characters that the path of a request has percent-encoded (RFC 3986, section 2.1); the document may have them."""

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
        self._generators = generators.with_errors
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
        selected = selected_path(self.template(operation), operation.parameters)
        selecting = {key: one for one in (selected.selectors if selected else ()) for key in one.keys}
        for parameter in operation.parameters:
            key = (parameter.location, parameter.name)
            selector = selecting.get(parameter_key(*key))
            wanted = parameter.required or optional or self._given.requires(operation.id, parameter.name)
            if key not in sent and (wanted or selector is not None):
                value = _selecting_value(selector, parameter) if selector is not None else None
                try:
                    value = self.value(operation, parameter, number) if value is None else value
                except GenerationError:
                    if parameter.required:
                        raise
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
        candidates = self.given_values(operation, parameter)
        if (parameter.location, parameter.name.lower()) == ("header", "if-match"):
            candidates = [*self._known.get(parameter.name, ()), *[ANY_TAG] * (number + 1)]
        if number < len(candidates):
            return candidates[number]
        return self.generated_value(operation, parameter, number)

    def given_values(self, operation: Operation, parameter: Parameter) -> list[Any]:
        """Return the given, known and documented values of a parameter."""
        given = [numbered(value, 0) for value in self._given.alternatives(operation.id, parameter.name)]
        known = self._known.get(parameter.name, ())
        return [*given, *known, *(example.value for example in parameter.examples)]

    def is_known(self, operation: Operation, parameter: Parameter) -> bool:
        """Whether the user has given a value of a parameter that exists."""
        return parameter.name in self._known or bool(self._given.alternatives(operation.id, parameter.name))

    def generated_value(self, operation: Operation, parameter: Parameter, number: int = 0) -> Any:
        """Return a generated value for a parameter that can be sent: not null, not an empty list, no empty segment."""
        schema = parameter.schema
        if schema is None:
            return f"value-{number}"
        unusable = _NOT_IN_PATH if parameter.location == "path" else (None, [], {})
        key = f"{operation.id}\0{parameter.location}\0{parameter.name}\0{number}"
        value = None
        for attempt in range(_TRIES):
            value = self._generators.compile(schema, "request")(f"{key}\0{attempt}" if attempt else key)
            if value not in unusable:
                return _as_id(value, schema) if parameter.location == "path" else value
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
        examples = usable_examples(media)
        if number < len(examples):
            return sendable(examples[number], media, number)
        try:
            return self.generated_body(operation, number, media)
        except GenerationError:
            if not examples:
                raise
            return sendable(examples[number % len(examples)], media, number)

    def generated_body(self, operation: Operation, number: int = 0, media: MediaType | None = None) -> Any:
        """Return a generated value for the body of a media type; by default of the JSON media type."""
        media = media or body_media(operation)
        if media is None or media.schema is None:
            return {} if media is None or media.is_json else sendable(None, media, number)
        key = f"{operation.id}\0body\0{number}"
        if is_form(media):
            return sendable(self._form(media, media.schema, key), media, number)
        value = self._generators.compile(media.schema, "request")(key)
        return sendable(without_password(operation, value, media.schema), media, number)

    def _form(self, media: MediaType, schema: Schema, key: str) -> Any:
        generate = self._generators.compile(schema, "request")
        value: Any = {}
        for attempt in range(_TRIES):
            drawn = generate(f"{key}\0{attempt}" if attempt else key)
            value = form_object(
                drawn, media, lambda below, name: self._generators.compile(below, "request")(key + name)
            )
            if is_complete(value, media):
                break
        return value

    def varied_example(self, operation: Operation, number: int, media: MediaType | None = None) -> Any:
        """Return a documented example of the body, after the first time with other names, as names may be unique.

        A given body takes precedence.
        """
        media = media or body_media(operation)
        given = self._given.body(operation.id, media.name, number) if media is not None else None
        if given is not None:
            return given
        examples = usable_examples(media) if media is not None else []
        if media is None or not examples:
            return self.generated_body(operation, number, media)
        value = examples[number % len(examples)]
        if number < len(examples) or not isinstance(value, dict):
            return sendable(value, media, number)
        varied = {name: _varied(name, one, number) for name, one in value.items()}
        is_valid = media.schema is None or media.schema.request_validator.is_valid(varied)
        return sendable(varied if is_valid else value, media, number)

    def has_given_body(self, operation: Operation) -> bool:
        """Whether the user has given a body of an operation."""
        media = request_media(operation)
        return media is not None and self._given.body(operation.id, media.name, 0) is not None


_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._~-]+")


def _as_id(value: Any, schema: Schema) -> Any:
    """Return a string for a path without spaces and punctuation, which few servers accept in ids."""
    if not isinstance(value, str):
        return value
    plain_value = _NOT_IN_IDS.sub("-", value).strip("-").lower()
    return plain_value if plain_value and schema.request_validator.is_valid(plain_value) else value


NAMING = frozenset({"name", "title", "slug", "key", "code", "email", "username", "login", "label", "id", "identifier"})
"""Last words of properties whose values are often unique in a collection."""


def _varied(name: str, value: Any, number: int) -> Any:
    """Return another string for a property that names an item: with a number, before the ``@`` of an address."""
    if not isinstance(value, str) or not value or words(name)[-1:] == () or words(name)[-1] not in NAMING:
        return value
    local, at, domain = value.partition("@")
    return f"{local}-{number}{at}{domain}"


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
        elif location == "querystring":
            query.append(whole_query(parameter, value))
        elif location == "header":
            headers += _expressible(parameter, name, header_text(parameter, value))
        else:
            cookies += [f"{own}={text}" for own, text in _expressible(parameter, name, cookie_text(parameter, value))]
    if cookies:
        headers.append(("cookie", "; ".join(cookies)))
    selected = selected_path(template, operation.parameters)
    if selected is not None:
        template = selected.path
        _select(selected, given, path, query, headers)
    target = _NOT_IN_TARGETS.sub(lambda match: quote(match[0], safe=""), template)
    target = _NAME.sub(lambda match: path.get(unquote(match[1]), match[0]), target)
    return Request(operation.method, target + ("?" + "&".join(query) if query else ""), tuple(headers))


def _expressible(parameter: Parameter, name: str, text: str) -> list[tuple[str, str]]:
    """Return a header or cookie; nothing if it is optional, and HTTP cannot express its name or value.

    :raises GenerationError: if it is required.
    """
    if is_token(name) and is_field_value(text):
        return [(name, text)]
    if not parameter.required:
        return []
    message = f"the required {parameter.location} {name!r} has a name or a value that HTTP cannot express"
    raise GenerationError(message, hint="see RFC 9110, section 5, for the characters that are allowed")


def _selecting_value(selector: Selector, parameter: Parameter) -> Any:
    """Return the value of a parameter that the path names; ``None`` if there is none, or the schema refuses it."""
    if selector.value is None or parameter.schema is None:
        return selector.value
    is_text = parameter.schema.request_validator.is_valid(selector.value)
    try:
        value = selector.value if is_text else json.loads(selector.value)
    except ValueError:
        return None
    return value if parameter.schema.request_validator.is_valid(value) else None


def _select(
    selected: SelectedPath,
    given: Mapping[tuple[str, str], Any],
    path: Mapping[str, str],
    query: list[str],
    headers: list[tuple[str, str]],
) -> None:
    """Add what the path says of the query or of a header, unless it is a parameter with a value."""
    sent = {parameter_key(*key) for key in given}
    for selector in () if selected.is_label else selected.selectors:
        if not sent.isdisjoint(selector.keys):
            continue
        value = path.get(selector.parameter, "") if selector.parameter else quote(selector.value or "", safe=SAFE)
        if "query" in selector.locations:
            query.append(f"{quote(selector.name, safe=SAFE)}={value}")
        else:
            headers.append((selector.name, selector.value or "1"))


_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form", "querystring": "form"}
