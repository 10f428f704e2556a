"""One of the two documents, in the form in which they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from contracts.comparing.conjunction import ComparedSchema, Key
from contracts.comparing.plain import text_of, without_prose
from contracts.comparing.site import Site, schema_site
from contracts.schema.merged import LocatedSchema, SingleBranch, merge_schemas
from contracts.spec.document import Document, child_pointer, reference_pointer, walk
from contracts.spec.traversal import pointer_of
from contracts.spec.upgrade import upgrade

MOST_SPELLED = 3
"""How many references inside of one another are spelled out."""

MOST_STEPS = 50
"""How many references in a row are followed; more is a circle."""


_SILENT = frozenset({"$ref", "description", "summary", "title", "example", "examples", "$comment"})
"""What changes nothing beside a reference."""

WRAPPERS = ("allOf", "anyOf", "oneOf")
"""Keywords that mean nothing around a single schema."""

_PASSING = _SILENT | set(WRAPPERS)


class Side:
    """A document in 3.1 form, references followed on demand.

    Objects of a form that OpenAPI does not know are passed over: what is wrong with a document is for ``validate``.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tree = upgrade(document)
        self.root = Site("", self.tree)
        self._targets: dict[str, Site | None] = {}
        self._joined: dict[Key, ComparedSchema] = {}
        self._resolver = _Resolver(self)

    @cached_property
    def nullables(self) -> frozenset[str]:
        """Places of schemas of 3.0 that say ``nullable``, which has no effect without ``type``, or where ``enum`` has
        no null, by the letter; authors mean it all the same, and tools that turn 3.0 into 3.1 take it so."""
        if self.document.form != "3.0":
            return frozenset()
        return frozenset(pointer_of(here.trail) for here in self.document.visits if here.node.get("nullable") is True)

    @cached_property
    def schema_names(self) -> frozenset[str]:
        """The names of the document's schemas."""
        return frozenset(name for name, _ in self.members(self.child(self.root, "components"), "schemas"))

    def target(self, reference: str) -> Site | None:
        """What an internal reference leads to; ``None`` where that is no schema and no mapping."""
        if reference not in self._targets:
            pointer = reference_pointer(reference)
            try:
                found = schema_site(pointer, walk(self.tree, pointer))
            except KeyError:
                found = None
            self._targets[reference] = found
        return self._targets[reference]

    def follow(self, pointer: str, node: Any) -> Site | None:
        """An object behind as many references as there are; ``None`` where there is none."""
        place = pointer
        for _ in range(MOST_STEPS):
            if not isinstance(node, dict):
                return None
            if not isinstance(node.get("$ref"), str):
                return Site(pointer, node, used_at="" if pointer == place else place)
            found = self.target(node["$ref"])
            if found is None:
                return None
            pointer, node = found.pointer, found.node
        return None

    def child(self, site: Site, key: str) -> Site | None:
        """The object below a key."""
        return self.follow(child_pointer(site.pointer, key), site.node.get(key))

    def members(self, site: Site | None, key: str) -> Iterator[tuple[str, Site]]:
        """The objects in the mapping or list below a key, with their names or indexes; extensions are left out."""
        held = site.node.get(key) if site is not None else None
        if site is None or not isinstance(held, dict | list):
            return
        base = child_pointer(site.pointer, key)
        for name, value in held.items() if isinstance(held, dict) else enumerate(held):
            found = self.follow(child_pointer(base, name), value)
            if found is not None and not str(name).startswith("x-"):
                yield str(name), found

    def schema(self, site: Site, key: str) -> list[Site]:
        """The schema below a key, as what :meth:`join` takes; one that takes anything where there is none."""
        return [schema_site(child_pointer(site.pointer, key), site.node.get(key)) or Site(site.pointer, {})]

    def join(self, sites: list[Site]) -> ComparedSchema:
        """The schemas merged into one; the same object for the same schemas."""
        straight = [self.straight(site) for site in sites]
        key = tuple(sorted({(id(site.node), site.allows_null) for site in straight}))
        if key not in self._joined:
            self._joined[key] = ComparedSchema(self, merge_schemas(self._resolver, straight).parts, key)
        return self._joined[key]

    def straight(self, site: Site) -> Site:
        """The schema that another one only refers to or wraps; the schema itself if it does more."""
        for _ in range(MOST_STEPS):
            inner = self._sole(site) if site.node.keys() <= _PASSING else None
            if inner is None:
                break
            site = Site(inner.pointer, inner.node, site.allows_null)
        return site

    def _sole(self, site: Site) -> Site | None:
        reference = site.node.get("$ref")
        if isinstance(reference, str):
            return self.target(reference) if site.node.keys() <= _SILENT else None
        held = [(key, site.node[key]) for key in WRAPPERS if isinstance(site.node.get(key), list)]
        if len(held) != 1 or len(held[0][1]) != 1 or site.pointer in self.nullables:
            return None
        return schema_site(child_pointer(site.pointer, held[0][0], 0), held[0][1][0])

    def schemas(self, site: LocatedSchema, key: str) -> Iterator[Site]:
        """The schemas in the list below a key."""
        base = child_pointer(site.pointer, key)
        for index, value in enumerate(site.node[key]):
            found = schema_site(child_pointer(base, index), value)
            if found is not None:
                yield found

    def branches(self, site: LocatedSchema, keyword: str) -> tuple[list[Site], bool]:
        """The branches of ``oneOf`` or ``anyOf`` without the one for null, and whether there is one for null."""
        all_of_them = list(self.schemas(site, keyword))
        left = [one for one in all_of_them if not self._is_plain_null(one)]
        return left, len(left) < len(all_of_them)

    def _is_plain_null(self, site: Site) -> bool:
        """Whether nothing but null meets a schema, as far as it says so itself, whatever it is wrapped in."""
        node = self.straight(site).node
        is_listed = node.get("enum") == [None] or ("const" in node and node["const"] is None)
        return node.get("type") in ("null", ["null"]) or is_listed

    def spelled_out(self, value: Any, passed: tuple[str, ...] = ()) -> Any:
        """A schema, or what is in one, with what it refers to in its place, and without an order that means nothing.

        :param passed: references that were followed on the way; those below :data:`MOST_SPELLED` of them stay.
        """
        if isinstance(value, list):
            return [self.spelled_out(one, passed) for one in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and value.keys() <= _SILENT and len(passed) < MOST_SPELLED:
            found = self.target(reference)
            if found is not None:
                return self.spelled_out(without_prose(found.node), (*passed, reference))
        for key in WRAPPERS:
            if len(value) == 1 and isinstance(value.get(key), list) and len(value[key]) == 1:
                return self.spelled_out(value[key][0], passed)
        return {key: _sorted(key, self.spelled_out(one, passed)) for key, one in value.items()}


class _Resolver:
    """Merges schemas of the 3.1 form. A union with one branch besides null is that branch, with null allowed."""

    ignores_siblings = False

    def __init__(self, side: Side) -> None:
        self._side = side

    def target(self, schema: Site) -> Site | None:
        return self._side.target(schema.node["$ref"])

    def child(self, schema: Site, keyword: str, index: int) -> Site | None:
        return schema_site(child_pointer(schema.pointer, keyword, index), schema.node[keyword][index])

    def single_branch(self, schema: Site, keyword: str) -> SingleBranch | None:
        branches, has_null = self._side.branches(schema, keyword)
        if len(branches) != 1:
            return None
        return SingleBranch(int(branches[0].pointer.rpartition("/")[2]), has_null)

    def allows_null(self, schema: Site) -> bool:
        return schema.allows_null


def _sorted(keyword: str, value: Any) -> Any:
    if keyword in ("enum", "required", "type") and isinstance(value, list):
        return sorted(value, key=text_of)
    return value
