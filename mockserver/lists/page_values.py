"""Values of properties and headers that describe a page, by the meaning of their name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.spec.keys import Keys, value_at
from contracts.spec.list_names import KINDS, plain
from contracts.spec.schemas import Schema
from mockserver.http.coercion import scalar_types
from mockserver.http.request import ABSENT
from mockserver.lists.page_view import FIRST, LAST, NEXT, PREV, RELATIONS, SELF, PageView
from mockserver.lists.paging import PagingFields
from mockserver.lists.query_fields import node_of

LINK, CURSOR, NUMBER, OFFSET = "link", "cursor", "number", "offset"
"""How a property names another page."""

TARGETS = {"next": NEXT, "prev": PREV, "first": FIRST, "last": LAST, "self": SELF}
"""Relations of pages by kind."""

_LINK_WORDS = ("url", "uri", "link", "href")
_TOKEN_WORDS = ("cursor", "token", "marker", "after", "continu", "bookmark", "scroll", "key")

_PLAIN_TARGETS = frozenset({"next", "prev", "previous", "first", "last", "self"})
"""Names of strings that are links, unless the operation has a parameter for a cursor."""


@dataclass(frozen=True)
class Meaning:
    """What a property or header says about a page.

    :param kind: a value of ``KINDS``.
    :param schema: its schema; ``None`` if any value is valid.
    :param mode: how it names another page: ``link``, ``cursor``, ``number`` or ``offset``.
    """

    kind: str
    schema: Schema | None
    mode: str = LINK
    id_path: Keys = ()

    def accepts(self, value: Any) -> bool:
        """Whether a value is valid."""
        return value is not ABSENT and (self.schema is None or self.schema.is_valid(value))

    @cached_property
    def is_relative(self) -> bool:
        """Whether links are documented as relative."""
        node = node_of(self.schema)
        examples = [node.get("example"), *(node["examples"] if isinstance(node.get("examples"), list) else [])]
        starts = [one for one in examples if isinstance(one, str)]
        return (node.get("format") == "uri-reference" and not any("://" in one for one in starts)) or (
            bool(starts) and all(one.startswith(("/", "?")) for one in starts)
        )

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON types that the schema allows explicitly."""
        return scalar_types(self.schema) if self.schema is not None else frozenset()

    def values(self, view: PageView) -> list[Any]:
        """Return the values for a page, the preferred one first; the last resort is to omit it (``ABSENT``)."""
        if self.kind in TARGETS:
            return self._targets(view)
        forms = [form for value in _NUMBERS[self.kind](self, view) for form in _forms(value)]
        return [*forms, {"value": view.total, "relation": "eq"}] if self.kind == "total" else forms

    def _targets(self, view: PageView) -> list[Any]:
        relation = TARGETS[self.kind]
        if "boolean" in self.types and "string" not in self.types:
            return [self._flag(view)]
        if relation not in view.starts:
            return [None, ABSENT, "", 0, *self._objects(view, SELF), *self._links(view, SELF)]
        return [*self._objects(view, relation), *self._named(view, relation)] or [None, ABSENT, ""]

    def _flag(self, view: PageView) -> bool:
        return {
            "next": not view.is_last, "prev": view.start > 0,
            "first": view.start == 0, "last": view.is_last,
        }.get(self.kind, True)  # fmt: skip

    def _named(self, view: PageView, relation: str) -> list[Any]:
        """Return what names a page that exists."""
        options: dict[str, Callable[[], list[Any]]] = {
            LINK: lambda: self._links(view, relation),
            CURSOR: lambda: view.cursors(relation),
            NUMBER: lambda: _forms(view.number(relation)),
            OFFSET: lambda: _forms(view.offset_of(relation)),
        }
        first = options.pop(self.mode)()
        return [*first, *(one for other in options.values() for one in other())]

    def _links(self, view: PageView, relation: str) -> list[str]:
        links = view.links(relation)
        return links[::-1] if self.is_relative else links

    def _objects(self, view: PageView, relation: str) -> list[dict[str, Any]]:
        """Return an object that names a page: ``{"href": …}`` of HAL, ``{"after": …, "link": …}``."""
        found: dict[str, Any] = {}
        for name, below in self.schema.possible_properties.items() if self.schema is not None else ():
            mode = _MODES.get(plain(name), "")
            part = Meaning(self.kind, below, mode)
            value = next((one for one in part._named(view, relation) if part.accepts(one)), ABSENT) if mode else ABSENT
            found |= {} if value is ABSENT else {name: value}
        return [found] if found else []


_MODES = {
    "href": LINK, "url": LINK, "link": LINK, "uri": LINK, "after": CURSOR, "before": CURSOR, "cursor": CURSOR,
    "token": CURSOR, "page": NUMBER, "number": NUMBER, "offset": OFFSET,
}  # fmt: skip
"""How a property of an object such as ``next`` names the page."""


def _forms(value: Any) -> list[Any]:
    """Return a value, and a number also as a string."""
    if isinstance(value, bool) or not isinstance(value, int):
        return [value]
    return [value, str(value)]


def _item_id(meaning: Meaning, view: PageView, index: int) -> list[Any]:
    items = view.page.items
    if not items:
        return [None, ABSENT, ""]
    return [value_at(items[index].item, meaning.id_path), items[index].identifier]


def _edge(view: PageView, *, is_end: bool) -> list[Any]:
    return view.edge(is_end=is_end) or [None, ABSENT, ""]


_NUMBERS: Mapping[str, Callable[[Meaning, PageView], list[Any]]] = {
    "total": lambda _, view: [view.total],
    "shown": lambda _, view: [view.end - view.start],
    "per_page": lambda _, view: [view.size, view.end - view.start, max(view.size, 1)],
    "number": lambda _, view: [view.page.number],
    "offset": lambda _, view: [view.offset],
    "from": lambda _, view: [view.start + 1 if view.start < view.end else None, 0, ABSENT],
    "to": lambda _, view: [view.end if view.start < view.end else None, 0, ABSENT],
    "pages": lambda _, view: [view.pages, max(view.pages, 1)],
    "more": lambda _, view: [not view.is_last],
    "less": lambda _, view: [view.start > 0],
    "is_last": lambda _, view: [view.is_last],
    "is_first": lambda _, view: [view.start == 0],
    "is_empty": lambda _, view: [view.start == view.end],
    "incomplete": lambda _, __: [False],
    "end": lambda _, view: _edge(view, is_end=True),
    "begin": lambda _, view: _edge(view, is_end=False),
    "first_id": lambda meaning, view: _item_id(meaning, view, 0),
    "last_id": lambda meaning, view: _item_id(meaning, view, -1),
    "links": lambda _, view: [
        [{"rel": name, "href": view.links(name)[0]} for name in (SELF, *RELATIONS) if name in view.starts],
        [],
    ],
}


def mode_of(name: str, schema: Schema | None, description: str, fields: PagingFields, *, is_link: bool = False) -> str:
    """Return how a property names another page: by its name, schema and description, and the parameters.

    :param is_link: whether its neighbors are links.
    """
    named, node = plain(name), node_of(schema)
    types = scalar_types(schema) if schema is not None else frozenset()
    if types & {"integer", "number"} and "string" not in types:
        return OFFSET if "offset" in named or "start" in named else _by_parameter(fields, NUMBER)
    text = f"{description} {node.get('description', '')}".lower().split()
    example = node.get("example", "")
    says_link = any(word.strip(".,;:()`").rstrip("s") in _LINK_WORDS for word in text)
    is_example = isinstance(example, str) and example.startswith(("http", "/", "?"))
    if str(node.get("format", "")).startswith(("uri", "url")) or any(word in named for word in _LINK_WORDS):
        return LINK
    if any(word in named for word in _TOKEN_WORDS):
        return _by_parameter(fields, CURSOR)
    has_cursor = any(one is not None and one.owner for one in (fields.after, fields.before))
    is_plain = named in _PLAIN_TARGETS or not any(one.owner for one in fields.positions)
    return LINK if is_link or says_link or is_example or (is_plain and not has_cursor) else _by_parameter(fields, LINK)


def _by_parameter(fields: PagingFields, default: str) -> str:
    """Return how the parameters of an operation name a page."""
    if fields.after is not None or fields.before is not None:
        return CURSOR
    return NUMBER if fields.page is not None else OFFSET if fields.offset is not None else default


def kind_of(name: str, schema: Schema | None) -> str:
    """Return the kind of a property; ``""`` if its name or type has another meaning."""
    kind = KINDS.get(plain(name), "")
    types = scalar_types(schema) if schema is not None else frozenset()
    if kind == "links" and (schema is None or schema.items is None or "href" not in schema.items.possible_properties):
        return ""
    is_number = bool(types & {"integer", "number"})
    if kind == "number" and types == {"object"}:
        return ""
    if plain(name) in {"lastpage", "last"} and not is_number and kind == "pages":
        return "last"
    return "pages" if kind == "last" and is_number else "number" if kind == "first" and is_number else kind
