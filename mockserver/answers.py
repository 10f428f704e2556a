"""responses."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from contracts.data.generate import Generators
from contracts.spec.model import Header, MediaType, Operation, Response
from contracts.spec.schemas import Schema
from mockserver.coerce import scalar_types
from mockserver.encode import encode, is_encodable
from mockserver.exchange import ABSENT, Exchange
from mockserver.http import Answer, RawHeader
from mockserver.negotiate import choose

OWN_HEADERS = frozenset(
    {"content-type", "content-length", "www-authenticate", "date", "connection", "keep-alive", "trailer", "upgrade",
     "transfer-encoding", "content-encoding"}
)  # fmt: skip
"""Headers that the server itself sets where they belong, or that would lie about the body if they were generated."""


Key = Callable[[], str]


class ResponsePlan:
    """One documented response, ready to be answered with.

    :param status: the concrete status, also where the document has a range or ``default``.
    :ivar body: the schema that its items are told from, as resources are: of the first JSON that has one, else of the
        first media type; ``None``: it has none.
    """

    def __init__(self, status: int, response: Response, generators: Generators, *, static: bool) -> None:
        self.status = status
        self._static = static
        self._generators = generators
        self._media = {concrete(media.name): media for media in _offered(response)}
        self.offered = tuple(self._media)
        self._headers = [
            (header.name.lower().encode("latin-1"), _header_value(header, generators))
            for header in response.headers
            if header.name.lower() not in OWN_HEADERS
        ]
        media = list(self._media.values())
        told = next((one for one in media if one.is_json and one.schema is not None), media[0] if media else None)
        self.body = told.schema if told is not None else None
        alike = [name for name, one in self._media.items() if one.is_json and _are_alike(one.schema, self.body)]
        self._ready = frozenset(alike if not self._headers else ())

    def choose(self, accept: str) -> tuple[str, MediaType | None]:
        """The media type that an ``Accept`` header likes best, else the first; ``""`` and ``None`` without content."""
        name = choose(accept, self.offered) or (self.offered[0] if self.offered else "")
        return name, self._media.get(name)

    def headers(self, key: Key) -> list[RawHeader]:
        """The documented headers with their values."""
        return [(header, value_of(key())) for header, value_of in self._headers]

    def schema(self, name: str) -> Schema | None:
        """The schema of an offered media type."""
        media = self._media.get(name)
        return media.schema if media else None

    def answer(
        self, accept: str, key: Key, value: Any = ABSENT, *, dynamic: bool | None = None, echo: Any = ABSENT
    ) -> Answer:
        """Answer with a value, or with one of the response's own where none is given or it does not fit the schema.

        :param accept: the ``Accept`` header; one that nothing offered fits was refused before.
        :param key: makes the identity of what is answered; asked only where something is generated.
        :param echo: what the client sent: a generated body takes from it the properties that both have.
        :param dynamic: generated (``True``) or documented example (``False``); ``None``: as the server is set.
        """
        name, media = self.choose(accept)
        headers = self.headers(key)
        if media is None:
            return Answer(self.status, headers=headers)
        schema = media.schema
        if value is ABSENT or (schema is not None and not schema.is_valid(value)):
            value = self._own(media, key(), echo, static=self._static if dynamic is None else not dynamic)
        return Answer(self.status, encode(value, name, schema), name, headers)

    def ready(self, accept: str, text: bytes) -> Answer | None:
        """Answer with the JSON of a value that fits ``body``; ``None`` where something else than it is wanted."""
        name, _ = self.choose(accept)
        return Answer(self.status, text, name) if name in self._ready else None

    def _own(self, media: MediaType, key: str, echo: Any, *, static: bool) -> Any:
        example = media.example()
        if example is not None and (static or media.schema is None) and fits(media.schema, example.value):
            return example.value
        value = generated(media, self._generators, key)
        return overlay(media.schema, value, echo) if media.schema is not None and isinstance(echo, dict) else value

    def example(self, name: str, accept: str) -> Answer | None:
        """Answer with the documented example of that name, or ``None`` where the response has none."""
        for offered in (choose(accept, self.offered), *self.offered):
            media = self._media.get(offered or "")
            example = media.example(name) if media else None
            if example is not None and offered:
                headers = self.headers(lambda: name)
                body = encode(example.value, offered, self.schema(offered))
                return Answer(self.status, body, offered, headers)
        return None


def fits(schema: Schema | None, value: Any) -> bool:
    """Whether a value satisfies a schema, where there is one."""
    return schema is None or schema.is_valid(value)


def _are_alike(one: Schema | None, other: Schema | None) -> bool:
    """Whether what fits the other schema fits this one, since they are the same or this one takes anything."""
    return one is None or (other is not None and one.resolve().node == other.resolve().node)


def overlay(schema: Schema, value: Any, item: Mapping[str, Any]) -> Any:
    """A value of a schema with an item's values for the properties that it has or may have, each only if valid."""
    if isinstance(value, dict):
        for name in [name for name in item if name in value or name in schema.properties]:
            changed = {**value, name: item[name]}
            value = changed if schema.is_valid(changed) else value
    return value


def generated(media: MediaType, generators: Generators, key: str) -> Any:
    """A generated value of a media type; an empty object where nothing is said of it."""
    return {} if media.schema is None else generators.compile(media.schema)(key)


def _offered(response: Response) -> list[MediaType]:
    """What can be written of a response: media types for values, else those for which an example or text serves."""
    writable = [media for media in response.content if is_encodable(concrete(media.name))]
    return writable or list(response.content)


def concrete(name: str) -> str:
    """A media range as a media type: ``application/*`` becomes JSON, ``text/*`` plain text."""
    essence = name.partition(";")[0].strip().lower()
    return {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}.get(essence, name)


def _header_value(header: Header, generators: Generators) -> Callable[[str], bytes]:
    """The value of a documented response header: its example, else generated."""
    documented = [example.value for example in header.examples if fits(header.schema, example.value)]
    if documented:
        text = _header_text(documented[0])
        return lambda _key: text
    schema = header.schema
    if schema is None:
        return lambda _key: b""
    return lambda key: _header_text(generators.compile(schema)(f"header/{header.name}/{key}"))


def _header_text(value: Any) -> bytes:
    """A value in the style ``simple`` (OpenAPI 3.1, section 4.8.21)."""
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, list):
        return b",".join(_header_text(item) for item in value)
    if isinstance(value, dict):
        return b",".join(part for pair in value.items() for part in map(_header_text, pair))
    return quote(str(value), safe=string.punctuation + " ").encode("ascii")


def location_header(root: str, path: str, identifier: str) -> RawHeader:
    """``Location`` of a created item (RFC 9110, section 10.2.2).

    :param root: where an outer application has mounted the mock, decoded; ``""``: nowhere.
    :param path: raw path of the collection.
    """
    return b"location", f"{quote(root.rstrip('/'))}{path}/{quote(identifier, safe='')}".encode("latin-1")


LIMITS = frozenset({"limit", "perpage", "pagesize", "size", "maxresults", "top", "first"})
"""Query parameters, in lower case without separators, that say how many items to list."""

TOTALS = frozenset({"total", "count", "totalcount", "totalitems", "size"})
MORE = frozenset({"hasmore", "more", "hasnext"})
NEXT = frozenset({"next", "nextcursor", "nextpage", "nexttoken", "cursor"})
"""Properties of an envelope, named likewise: how many items there are, whether more follow, where they begin."""


class Listing:
    """Puts the items of one list operation into its response's schema."""

    def __init__(self, operation: Operation, body: Schema, generators: Generators) -> None:
        self._body = body
        self._field = operation.resource.list_field if operation.resource else ""
        many = operation.resource is not None and operation.resource.role == "read_many"
        # Those who ask for items by their ids get each of them.
        query = [] if many else [parameter.name for parameter in operation.parameters if parameter.location == "query"]
        self._limit = next((name for name in query if _plain(name) in LIMITS), "")
        known = operation.resource.item.possible_properties if operation.resource else {}
        self._filters = [name for name in query if name in known]
        self._is_array = not self._field
        self._envelope = generators.compile(body) if self._field and len(body.properties) > 1 else None

    def __call__(self, exchange: Exchange, items: list[Any], key: str) -> Any:
        """The whole body.

        :param items: every item of the collection.
        :param key: identity of the envelope's generated fields.
        """
        for name in self._filters:
            wanted = exchange.parameters.get(("query", name))
            if wanted is not None:
                choices = wanted if isinstance(wanted, list) else [wanted]
                items = [item for item in items if item.get(name) in choices]
        limit = exchange.parameters.get(("query", self._limit))
        shown = items[:limit] if isinstance(limit, int) and limit >= 0 else items
        if self._is_array:
            return shown
        if self._envelope is None:
            return {self._field: shown}
        body = self._envelope(key)
        body[self._field] = shown
        for name, schema in self._body.properties.items():
            if name != self._field and name in body:
                body[name] = _told(name, schema, body[name], len(items), len(shown))
        return body


def _told(name: str, schema: Schema, value: Any, total: int, shown: int) -> Any:
    """What an envelope's field says about the listing; as generated where it says something else."""
    plain = _plain(name)
    candidates: list[Any] = []
    if plain in TOTALS and "integer" in scalar_types(schema):
        candidates = [total]
    elif plain in MORE:
        candidates = [total > shown]
    elif plain in NEXT and total <= shown:
        candidates = [None]
    return next((candidate for candidate in candidates if schema.is_valid(candidate)), value)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").lstrip("$")
