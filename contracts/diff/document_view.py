"""One of the two compared documents, upgraded to the 3.1 form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from contracts.diff.difference import Located, schema_site
from contracts.diff.merged_schema import ComparedSchema, Key
from contracts.diff.normalize import text_of, without_prose
from contracts.schema.merged import LocatedSchema, SingleBranch, merge_schemas
from contracts.spec.discriminators import extended_by, extending_components, mapped_pointers, subtypes
from contracts.spec.document import Document
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.references import EXTERNAL
from contracts.spec.traversal import pointer_of
from contracts.spec.upgrade import upgrade

MOST_SPELLED = 3
"""Nested references are replaced by their targets up to this depth."""

MOST_STEPS = 50
"""The longest chain of references that is followed; longer ones are cycles."""


_EXTENSIBLE = frozenset({"paths", "responses"})
"""Keys of objects with extensions beside what they hold by name."""

_SILENT = frozenset({"$ref", "description", "summary", "title", "example", "examples", "$comment"})
"""Keywords without effect on values, so a reference with these siblings is only a reference."""

WRAPPERS = ("allOf", "anyOf", "oneOf")
"""Keywords that have no effect if they contain a single schema."""

_PASSING = _SILENT | set(WRAPPERS)


class DocumentView:
    """A document in the 3.1 form; references are resolved on demand.

    Invalid objects are skipped: ``validate`` reports them.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tree = upgrade(document)
        self.root = Located("", self.tree)
        self.used_at: dict[str, list[str]] = {}
        """The pointers of the references that were followed, by the pointer of their target."""
        self._targets: dict[str, Located | None] = {}
        self._joined: dict[Key, ComparedSchema] = {}
        self._resolver = _Resolver(self)

    @cached_property
    def nullables(self) -> frozenset[str]:
        """Pointers of the schemas of 3.0 with ``nullable: true``.

        Strictly it has no effect without ``type``, or if ``enum`` lacks null, but authors intend it to, and tools that
        convert 3.0 to 3.1 treat it that way.
        """
        if self.document.form != "3.0":
            return frozenset()
        return frozenset(pointer_of(here.trail) for here in self.document.visits if here.node.get("nullable") is True)

    @cached_property
    def schema_names(self) -> frozenset[str]:
        """The names of the component schemas."""
        return frozenset(name for name, _ in self.members(self.child(self.root, "components"), "schemas"))

    def target(self, reference: str) -> Located | None:
        """The target of an internal reference; ``None`` if it is neither a schema nor a mapping."""
        if reference not in self._targets:
            pointer = reference_pointer(reference)
            try:
                found = schema_site(pointer, walk(self.tree, pointer))
            except KeyError:
                found = None
            self._targets[reference] = found
        return self._targets[reference]

    def follow(self, pointer: str, node: Any) -> Located | None:
        """The object at the end of a chain of references; ``None`` if there is none."""
        start = pointer
        for _ in range(MOST_STEPS):
            if not isinstance(node, dict):
                return None
            if not isinstance(node.get("$ref"), str):
                return Located(pointer, node, used_at="" if pointer == start else start)
            found = self.target(node["$ref"])
            if found is None:
                return None
            self.used_at.setdefault(found.pointer, []).append(start)
            pointer, node = found.pointer, found.node
        return None

    def child(self, site: Located, key: str) -> Located | None:
        """The object below a key, references resolved."""
        return self.follow(child_pointer(site.pointer, key), site.node.get(key))

    def members(self, site: Located | None, key: str) -> Iterator[tuple[str, Located]]:
        """The objects in the mapping or list below a key with their names or indexes, without extensions.

        Where names are free, as those of headers, a name like ``x-total`` is not an extension.
        """
        held = site.node.get(key) if site is not None else None
        if site is None or not isinstance(held, dict | list):
            return
        base = child_pointer(site.pointer, key)
        for name, value in held.items() if isinstance(held, dict) else enumerate(held):
            found = self.follow(child_pointer(base, name), value)
            if found is not None and not (key in _EXTENSIBLE and str(name).startswith("x-")):
                yield str(name), found

    def schema(self, site: Located, key: str) -> list[Located]:
        """The schema below a key as an argument of :meth:`join`; one that accepts any value if there is none."""
        return [schema_site(child_pointer(site.pointer, key), site.node.get(key)) or Located(site.pointer, {})]

    def join(self, sites: list[Located]) -> ComparedSchema:
        """The schemas merged into one; the same object for the same schemas."""
        straight = [self.straight(site) for site in sites]
        key = tuple(sorted({(id(site.node), site.allows_null) for site in straight}))
        if key not in self._joined:
            self._joined[key] = ComparedSchema(self, merge_schemas(self._resolver, straight).parts, key, straight)
        return self._joined[key]

    def straight(self, site: Located) -> Located:
        """The schema that another one only refers to or wraps; the schema itself if it does more."""
        for _ in range(MOST_STEPS):
            inner = self._sole(site) if site.node.keys() <= _PASSING else None
            if inner is None:
                break
            site = Located(inner.pointer, inner.node, site.allows_null)
        return site

    def _sole(self, site: Located) -> Located | None:
        reference = site.node.get("$ref")
        if isinstance(reference, str):
            return self.target(reference) if site.node.keys() <= _SILENT else None
        held = [(key, site.node[key]) for key in WRAPPERS if isinstance(site.node.get(key), list)]
        if len(held) != 1 or len(held[0][1]) != 1 or site.pointer in self.nullables:
            return None
        return schema_site(child_pointer(site.pointer, held[0][0], 0), held[0][1][0])

    def schemas(self, site: LocatedSchema, key: str) -> Iterator[Located]:
        """The schemas in the list below a key."""
        base = child_pointer(site.pointer, key)
        for index, value in enumerate(site.node[key]):
            found = schema_site(child_pointer(base, index), value)
            if found is not None:
                yield found

    def subtypes(self, site: LocatedSchema) -> dict[str, Located]:
        """The schemas that extend a base with a discriminator, or that its mapping names, by the end of their pointer.

        They are valid wherever the base is (OpenAPI 3.1, "Discriminator Object").
        """
        pointers = subtypes(self.tree, site.pointer, site.node, self._extending_components)
        return {one.rpartition("/")[2]: Located(one, walk(self.tree, one)) for one in pointers}

    def mapped(self, site: LocatedSchema) -> dict[str, str]:
        """The pointers of schemas by the values that the mapping of a discriminator has for them."""
        return mapped_pointers(self.tree, site.node)

    @cached_property
    def _extending_components(self) -> dict[str, list[str]]:
        """The pointers of the components, and of referenced schemas of other files, that extend a schema."""
        found = extending_components(self.tree)
        if EXTERNAL not in self.tree:
            return found
        targets = {target for _, reference, target, _ in self.document.edges if reference.kind == "schema"}
        for pointer in sorted(target for target in targets if target.startswith(f"/{EXTERNAL}/")):
            for base in extended_by(walk(self.tree, pointer)):
                found.setdefault(base, []).append(pointer)
        return found

    def branches(self, site: LocatedSchema, keyword: str) -> tuple[list[Located], bool]:
        """The branches of ``oneOf`` or ``anyOf`` without the one for null, and whether there is one for null."""
        all_of_them = list(self.schemas(site, keyword))
        left = [one for one in all_of_them if not self._is_plain_null(one)]
        return left, len(left) < len(all_of_them)

    def _is_plain_null(self, site: Located) -> bool:
        """Whether only null is valid, by ``type``, ``enum`` or ``const`` of the schema or of what it wraps."""
        node = self.straight(site).node
        is_listed = node.get("enum") == [None] or ("const" in node and node["const"] is None)
        return node.get("type") in ("null", ["null"]) or is_listed

    def spelled_out(self, value: Any, passed: tuple[str, ...] = (), *, is_cut: bool = False) -> Any:
        """A schema, or a part of one, with references replaced by their targets and unordered lists sorted.

        :param passed: the references resolved on the way; more than :data:`MOST_SPELLED` are not resolved.
        :param is_cut: whether to leave out the names in references that are not resolved.
        """
        if isinstance(value, list):
            return [self.spelled_out(one, passed, is_cut=is_cut) for one in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and value.keys() <= _SILENT and len(passed) < MOST_SPELLED:
            found = self.target(reference)
            if found is not None:
                return self.spelled_out(without_prose(found.node), (*passed, reference), is_cut=is_cut)
        for key in WRAPPERS:
            if len(value) == 1 and isinstance(value.get(key), list) and len(value[key]) == 1:
                return self.spelled_out(value[key][0], passed, is_cut=is_cut)
        if is_cut and isinstance(reference, str):
            value = {key: one for key, one in value.items() if key != "$ref"}
        return {key: _sorted(key, self.spelled_out(one, passed, is_cut=is_cut)) for key, one in value.items()}


class _Resolver:
    """Merges schemas of the 3.1 form. A union with one branch besides null is that branch, with null allowed."""

    ignores_siblings = False

    def __init__(self, side: DocumentView) -> None:
        self._side = side

    def target(self, schema: Located) -> Located | None:
        return self._side.target(schema.node["$ref"])

    def child(self, schema: Located, keyword: str, index: int) -> Located | None:
        return schema_site(child_pointer(schema.pointer, keyword, index), schema.node[keyword][index])

    def single_branch(self, schema: Located, keyword: str) -> SingleBranch | None:
        branches, has_null = self._side.branches(schema, keyword)
        if len(branches) != 1:
            return None
        return SingleBranch(int(branches[0].pointer.rpartition("/")[2]), has_null)

    def allows_null(self, schema: Located) -> bool:
        return schema.allows_null


def _sorted(keyword: str, value: Any) -> Any:
    if keyword in ("enum", "required", "type") and isinstance(value, list):
        return sorted(value, key=text_of)
    return value
