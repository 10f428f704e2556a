"""The body around the items: totals, page numbers, cursors and links, at any depth that documents usually use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.generation.generate import Generators
from contracts.spec.keys import Keys
from contracts.spec.list_names import CONTAINERS, plain
from contracts.spec.schemas import Schema
from mockserver.http.request import ABSENT
from mockserver.lists.page_values import CURSOR, TARGETS, Meaning, kind_of, mode_of
from mockserver.lists.page_view import PageView
from mockserver.lists.paging import PagingFields
from mockserver.lists.query_fields import node_of

DEPTH = 4
"""Levels of objects in which properties of the page are looked for."""


@dataclass(frozen=True)
class EnvelopeObject:
    """An object of the envelope, compiled.

    :param name: its own name, in lower case without separators.
    :param required: the properties that must be present.
    :param meanings: what its properties say about the page.
    :param objects: the objects in it that describe the page.
    :param schema: its schema; an object that the generated body lacks is generated.
    """

    name: str
    required: frozenset[str]
    meanings: Mapping[str, Meaning]
    objects: Mapping[str, EnvelopeObject]
    schema: Schema
    generators: Generators = field(repr=False)

    def walk(self) -> Iterator[EnvelopeObject]:
        """Yield the object and all objects in it."""
        yield self
        for below in self.objects.values():
            yield from below.walk()

    @property
    def is_relevant(self) -> bool:
        """Whether the object says anything about the page."""
        return any(one.meanings for one in self.walk())

    def fill(self, value: Any, view: PageView, key: str) -> dict[str, Any]:
        """Return the object with the values of a page; a value that its schema refuses stays as generated."""
        if not isinstance(value, dict):
            value = self.generators.compile(self.schema)(f"{key}\0{self.name}")
        filled = dict(value) if isinstance(value, dict) else {}
        for name, below in self.objects.items():
            if below.is_relevant:
                filled[name] = below.fill(filled.get(name), view, key)
        for name, meaning in self.meanings.items():
            self._set(filled, name, meaning, view)
        return filled

    def _set(self, filled: dict[str, Any], name: str, meaning: Meaning, view: PageView) -> None:
        for value in meaning.values(view):
            if value is ABSENT:
                if name not in self.required:
                    filled.pop(name, None)
                    return
                continue
            nested = isinstance(value, dict) and isinstance(filled.get(name), dict)
            merged = {**filled[name], **value} if nested else value
            if meaning.accepts(merged):
                filled[name] = merged
                return

    def with_fields(self, fields: PagingFields, id_path: Keys) -> EnvelopeObject:
        """Return the object for an operation with these parameters."""
        is_link = self.name in {"links", "navigation"} or {"count", "previous", "next"} <= {*map(plain, self.meanings)}
        meanings = {
            name: replace(one, id_path=id_path, mode=_mode(name, one, fields, is_link=is_link))
            for name, one in self.meanings.items()
        }
        below = {name: one.with_fields(fields, id_path) for name, one in self.objects.items()}
        return replace(self, meanings=_settled(meanings, self, fields), objects=below)


def _mode(name: str, meaning: Meaning, fields: PagingFields, *, is_link: bool) -> str:
    return mode_of(name, meaning.schema, "", fields, is_link=is_link) if meaning.kind in TARGETS else meaning.mode


def compile_object(
    schema: Schema, list_path: Keys, generators: Generators, name: str = "", depth: int = DEPTH
) -> EnvelopeObject:
    """Compile an object of the envelope.

    :param list_path: keys from it to the items; ``()`` if it does not contain them.
    """
    meanings, objects = {}, {}
    for key, below in schema.possible_properties.items():
        is_on_path = key in list_path[:1]
        if is_on_path and len(list_path) == 1:
            continue
        kind = kind_of(key, below)
        if (is_on_path or plain(key) in CONTAINERS) and below.possible_properties and depth > 1:
            rest = list_path[1:] if is_on_path else ()
            objects[key] = compile_object(below, rest, generators, plain(key), depth - 1)
        elif kind and not is_on_path:
            meanings[key] = Meaning(kind, below)
    return EnvelopeObject(name, required_names(schema), meanings, objects, schema, generators)


def _settled(meanings: dict[str, Meaning], owner: EnvelopeObject, fields: PagingFields) -> dict[str, Meaning]:
    """Decide on the names with two meanings: ``count``, ``size``, ``from`` and ``start``."""
    kinds = {one.kind for one in meanings.values()}
    settled = {}
    for name, one in meanings.items():
        kind = one.kind
        if kind == "count":
            kind = "shown" if "total" in kinds else "total"
        elif kind == "size":
            is_asked = fields.size is not None and fields.size.plain in {"size", "pagesize"}
            kind = "per_page" if is_asked or owner.name == "page" or "pages" in kinds else "shown"
        elif kind == "from" and "to" not in kinds:
            kind = "offset"
        settled[name] = replace(one, kind=kind)
    return settled


def counts_from_zero(root: EnvelopeObject) -> bool:
    """Whether the envelope is that of Spring Data, which counts pages from 0."""
    names = {plain(name) for one in root.walk() for name in one.meanings}
    return bool({"totalelements", "totalpages"} <= names and names & {"number", "numberofelements"})


def targets(root: EnvelopeObject) -> list[tuple[str, Meaning]]:
    """Return the properties that name the next or previous page, the next page first."""
    found = [pair for part in root.walk() for pair in part.meanings.items()]
    return [pair for kind in ("next", "end", "prev", "begin") for pair in found if pair[1].kind == kind]


def cursor_schemas(root: EnvelopeObject) -> list[Schema]:
    """Return the schemas of the properties that contain cursors."""
    found = []
    for _, meaning in targets(root):
        schema = meaning.schema
        if schema is not None and (meaning.mode == CURSOR or meaning.kind in {"begin", "end"}):
            found.append(
                next((one for name, one in schema.possible_properties.items() if plain(name) == "after"), schema)
            )
    return [one for one in found if "object" not in _types(one) and "boolean" not in _types(one)]


def _types(schema: Schema) -> Any:
    return node_of(schema).get("type", ())


def required_names(schema: Schema, depth: int = 10) -> frozenset[str]:
    """Return the required properties of a schema, including those of ``$ref`` and ``allOf``."""
    node = schema.node
    if not isinstance(node, dict) or not depth:
        return frozenset()
    parts = [schema.child("allOf", index) for index in range(len(node.get("allOf", ())))]
    parts += [schema.space.target(schema)] if "$ref" in node else []
    return frozenset(node.get("required", ())).union(*(required_names(part, depth - 1) for part in parts))
