"""Documented responses: select the media type, fill in the headers, encode the body."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from contracts.generation.branches import generated_like
from contracts.generation.documented import has_documented_parts
from contracts.generation.generate import Generators
from contracts.generation.media_types import essence
from contracts.http_syntax import is_token
from contracts.spec.model import Header, MediaType, ResponseSpec
from contracts.spec.schemas import Schema
from contracts.spec.write_only import Remover, write_only_remover
from mockserver.http.encoding import encode, is_encodable, is_supported
from mockserver.http.header_values import standard_value
from mockserver.http.messages import MockResponse, RawHeader, first_error
from mockserver.http.negotiation import choose_media_type, concrete_media_types
from mockserver.http.request import ABSENT

OWN_HEADERS = frozenset(
    {"content-type", "content-length", "www-authenticate", "date", "connection", "keep-alive", "trailer", "upgrade",
     "transfer-encoding", "content-encoding"}
)  # fmt: skip
"""Headers that the server sets itself, or that would be wrong for the body if they were generated."""

OVERLAY_DEPTH = 6
"""Maximum number of objects and arrays around a value that is taken from an item."""

MAX_DIGITS = 18
"""Maximum length of an id that is shown as an integer."""

Key = Callable[[], str]


class ResponseRenderer:
    """One documented response, compiled.

    :param status: the status code to send, also if the document has a range or ``default``.
    :ivar offered: the media types that can be sent.
    :ivar body: the schema of the first JSON media type with a schema, else of the first media type, or ``None``; one
        that is derived from examples counts.
    """

    def __init__(self, status: int, response: ResponseSpec, generators: Generators, *, static: bool) -> None:
        self.status = status
        self._static = static
        generators = generators.with_errors if status >= HTTPStatus.BAD_REQUEST else generators
        self._generators = generators
        media_types = [served for media in _offered(response) for served in _served(media)]
        self._media = {media.name: media for media in reversed(media_types)}
        self._media = {media.name: self._media[media.name] for media in media_types}
        self._removers = {name: _remover(media) for name, media in self._media.items()}
        self.offered = tuple(self._media)
        self._headers = [
            (header.name.lower().encode("latin-1"), _header_value(header, generators))
            for header in response.headers
            if header.name.lower() not in OWN_HEADERS and is_token(header.name)
        ]
        media = list(self._media.values())
        json_media = next(
            (one for one in media if one.is_json and one.structure is not None), media[0] if media else None
        )
        self.body = json_media.structure if json_media is not None else None
        same_schema = [
            name for name, one in self._media.items() if one.is_json and _accepts_same(one.schema, self.body)
        ]
        self._json_names = frozenset(same_schema if not self._headers else ())

    @cached_property
    def _allows_no_value(self) -> bool:
        """Whether no value is valid for ``body``, so that its values must be reported as not valid."""
        return self.body is not None and bool(self._generators.compile(self.body).problem)

    def choose(self, accept: str) -> tuple[str, MediaType | None]:
        """Return name and media type for an ``Accept`` header, else the first one; without content, ``("", None)``."""
        name = choose_media_type(accept, self.offered) or (self.offered[0] if self.offered else "")
        return name, self._media.get(name)

    def headers(self, key: Key) -> list[RawHeader]:
        """Return the documented headers with their values."""
        return [(header, value_of(key())) for header, value_of in self._headers]

    def schema(self, name: str) -> Schema | None:
        """Return the schema of an offered media type, or ``None``."""
        media = self._media.get(name)
        return media.schema if media else None

    def render(
        self, accept: str, key: Key, value: Any = ABSENT, *, dynamic: bool | None = None, echo: Any = ABSENT
    ) -> MockResponse:
        """Return the response with a value as its body; generate one if no value is given or it is not valid.

        The body has no write-only properties.

        :param accept: the ``Accept`` header; it accepts one of the offered media types.
        :param key: returns the generator key; called only if a value is generated.
        :param dynamic: generate the body (``True``) or use the example (``False``); ``None``: as the settings say.
        :param echo: what the client sent; a generated body takes its values for shared properties.
        """
        name, media = self.choose(accept)
        headers = self.headers(key)
        if media is None:
            return MockResponse(self.status, headers=headers)
        schema = media.schema
        value = self._visible(name, value)
        is_valid = value is not ABSENT and (schema is None or schema.is_valid(value))
        problem = "" if is_valid or schema is None else self._generators.compile(schema).problem
        if value is ABSENT or (not is_valid and not problem):
            static = self._static if dynamic is None else not dynamic
            value, is_example = self._generate(media, key(), echo, static=static)
            value = self._visible(name, value)
            if fits(schema, value) or (is_example and is_served(media, value)):
                problem = ""
            elif static:
                problem = f"{'the example' if is_example else 'the documented value'} {_problem(schema, value)}"
            body = encode(value, name, schema, is_example=is_example)
        else:
            body = encode(value, name, schema)
        response = MockResponse(self.status, body, name, headers)
        return response.with_reason(f"invalid body: {problem}") if problem else response

    def has_documented_value(self, accept: str) -> bool:
        """Whether the body, or a part of it, is documented: by an example, or by one in the schema."""
        _, media = self.choose(accept)
        if media is None:
            return False
        return bool(media.examples) or (media.schema is not None and has_documented_parts((media.schema,)))

    def _visible(self, name: str, value: Any) -> Any:
        """Return the value of a media type without write-only properties."""
        remove = self._removers[name]
        return value if remove is None else remove(value)

    def render_json(self, accept: str, text: bytes) -> MockResponse | None:
        """Return the response with JSON text that is valid for ``body``, or ``None`` if it needs anything else."""
        if self._allows_no_value:
            return None
        name, _ = self.choose(accept)
        return MockResponse(self.status, text, name) if name in self._json_names else None

    def _generate(self, media: MediaType, key: str, echo: Any, *, static: bool) -> tuple[Any, bool]:
        """Return the value of a media type, and whether it is a documented example as a whole."""
        example = media.example()
        if example is not None and (static or (media.schema is not None and _is_opaque(media))):
            return example.value, True
        if example is not None and media.schema is None:
            return _with_values(example.value, echo), True
        if media.schema is None or not isinstance(echo, dict) or static:
            return generated(media, self._generators.documented if static else self._generators, key), False
        value = generated_like(self._generators.compile(media.schema), media.schema, key, echo)
        return overlay(media.schema, value, echo), False

    def render_example(self, name: str, accept: str) -> MockResponse | None:
        """Return the response with a named example, or ``None`` if it has no such example."""
        for offered in (choose_media_type(accept, self.offered), *self.offered):
            media = self._media.get(offered or "")
            example = media.example(name) if media else None
            if media is not None and example is not None and offered:
                headers, schema = self.headers(lambda: name), self.schema(offered)
                value = self._visible(offered, example.value)
                response = MockResponse(self.status, encode(value, offered, schema, is_example=True), offered, headers)
                response.is_broken = not is_served(media, value)
                if response.is_broken:
                    return response.with_reason(f"the example {name} {_problem(schema, value)}")
                return response
        return None


def _remover(media: MediaType) -> Remover | None:
    return write_only_remover(media.schema) if media.schema is not None else None


def fits(schema: Schema | None, value: Any) -> bool:
    """Whether a value is valid; without a schema, every value is, and so is the content of a file."""
    return schema is None or isinstance(value, bytes) or schema.is_valid(value)


def _problem(schema: Schema | None, value: Any) -> str:
    """Return where and why a value does not match its schema."""
    found = first_error(schema.validator, value, schema) if schema is not None else None
    where = f" at {found.location or 'the root'}: {found.message}" if found is not None else ""
    return f"does not match its schema{where}"


def is_served(media: MediaType, example: Any) -> bool:
    """Whether an example can be a body: a valid value, or in formats other than JSON the text or content itself."""
    return fits(media.schema, example) or (not media.is_json and isinstance(example, str | bytes))


def _is_opaque(media: MediaType) -> bool:
    """Whether the schema of a media type says nothing about the format, so that only its example does."""
    if media.is_json or media.schema is None or essence(media.name) == "text/plain":
        return False
    example = media.example()
    node = media.schema.resolve().node
    is_string = isinstance(node, dict) and node.get("type") == "string"
    return example is not None and isinstance(example.value, str | bytes) and (is_string or node is True or node == {})


def _with_values(example: Any, item: Any) -> Any:
    """Return an example of a response without a schema, with the values of an item that have the same type."""
    if not isinstance(example, dict) or not isinstance(item, dict):
        return example
    values = {name: _like(example.get(name, ABSENT), value) for name, value in item.items()}
    same = {name for name, value in values.items() if _is_same_type(example.get(name, ABSENT), value)}
    return {name: values[name] if name in same else value for name, value in example.items()}


def _like(example: Any, value: Any) -> Any:
    """Return a string of digits as the integer that an example has."""
    is_number = type(example) is int and isinstance(value, str) and value.isascii() and value.isdecimal()
    return int(value) if is_number and len(value) <= MAX_DIGITS else value


def _is_same_type(one: Any, other: Any) -> bool:
    return one is None or other is None or type(one) is type(other)


def _accepts_same(one: Schema | None, other: Schema | None) -> bool:
    """Whether a value of the other schema is valid for this one, as they are equal or this one allows any value."""
    return one is None or (other is not None and one.resolve().node == other.resolve().node)


def overlay(schema: Schema, value: Any, item: Mapping[str, Any], depth: int = OVERLAY_DEPTH) -> Any:
    """Return a value of a schema with an item's values for shared properties, each only if that is valid.

    An object or array that is not valid as a whole is combined with the one in the value.
    """
    if not isinstance(value, dict):
        return value
    known = schema.possible_properties
    shared = {name: below for name, below in item.items() if name in value or name in known}
    if schema.is_valid(whole := {**value, **shared}):
        return whole
    for name, wanted in shared.items():
        changed = {**value, name: wanted}
        if not schema.is_valid(changed) and name in known and name in value and depth:
            changed[name] = _combined(known[name], value[name], wanted, depth - 1)
        value = changed if schema.is_valid(changed) else value
    return value


def _combined(schema: Schema, value: Any, wanted: Any, depth: int) -> Any:
    """Return the parts of a wanted object or array that are valid, and those of the value otherwise."""
    if isinstance(wanted, dict):
        return overlay(schema, value, wanted, depth)
    items = schema.items
    if items is None or not isinstance(wanted, list) or not isinstance(value, list) or not value:
        return value
    return [
        one if items.is_valid(one) else _combined(items, value[index % len(value)], one, depth)
        for index, one in enumerate(wanted)
    ]


def generated(media: MediaType, generators: Generators, key: str) -> Any:
    """Generate a value of a media type; without a schema, an empty object."""
    return {} if media.schema is None else generators.compile(media.schema)(key)


def _offered(response: ResponseSpec) -> list[MediaType]:
    """Return the media types that can be sent: first those that encode values, then files.

    If there are none, all are returned, for their examples and strings.
    """
    writable = [media for media in response.content if is_encodable(concrete_media_type(media.name))]
    files = [media for media in response.content if media not in writable and _has_file(media)]
    return [*writable, *files] or list(response.content)


def _has_file(media: MediaType) -> bool:
    return is_supported(concrete_media_type(media.name)) or bool(media.examples)


def _served(media: MediaType) -> list[MediaType]:
    """Return a media type with each name that can be sent, and with a schema that has usual values."""
    schema = media.schema.lenient if media.schema is not None else None
    return [replace(media, name=name, schema=schema) for name in concrete_media_types(media.name)]


def concrete_media_type(name: str) -> str:
    """Return the usual media type for a documented one, which may be a media range."""
    return concrete_media_types(name)[0]


def _header_value(header: Header, generators: Generators) -> Callable[[str], bytes]:
    """Return a function from generator key to the value of a header: its example, else a generated value."""
    if header.media_type:
        return _content_value(header, generators)
    documented = [example.value for example in header.examples if fits(header.schema, example.value)]
    if documented:
        text = _header_text(documented[0])
        return lambda _key: text
    schema = header.schema
    if schema is None:
        return lambda _key: b""
    standard = standard_value(header.name)
    if standard is not None:
        return lambda key: _standard_text(standard(key), schema) or _generated_text(header, schema, generators, key)
    return lambda key: _generated_text(header, schema, generators, key)


def _generated_text(header: Header, schema: Schema, generators: Generators, key: str) -> bytes:
    return _header_text(generators.compile(schema)(f"header/{header.name}/{key}"))


def _standard_text(text: str, schema: Schema) -> bytes:
    """Return the value of a header of HTTP, or ``b""`` if its schema does not allow it."""
    return _header_text(text) if schema.is_valid(text) else b""


def _content_value(header: Header, generators: Generators) -> Callable[[str], bytes]:
    """Return the function for a header with ``content``, whose value is encoded in that media type."""
    schema, example = header.schema, next(iter(header.examples), None)

    def value_of(key: str) -> bytes:
        if example is not None or schema is None:
            value = example.value if example is not None else {}
        else:
            value = generators.compile(schema)(f"header/{header.name}/{key}")
        text = encode(value, header.media_type, schema, is_example=example is not None).decode("utf-8", "replace")
        return quote(text, safe=string.punctuation + " ").encode("ascii")

    return value_of


def _header_text(value: Any) -> bytes:
    """Encode a value in the style ``simple`` (OpenAPI 3.1, section 4.8.21)."""
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, list):
        return b",".join(_header_text(item) for item in value)
    if isinstance(value, dict):
        return b",".join(part for pair in value.items() for part in map(_header_text, pair))
    return quote(str(value), safe=string.punctuation + " ").encode("ascii")


def location_header(root: str, path: str) -> RawHeader:
    """Return the ``Location`` header of a created item (RFC 9110, section 10.2.2).

    :param root: decoded mount point of the mock in an outer application, or ``""``.
    :param path: raw path of the item.
    """
    return b"location", f"{quote(root.rstrip('/'))}{path}".encode("latin-1")
