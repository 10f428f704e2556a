"""Merged schemas as the comparison of documents needs them.

If ``type`` is missing, the type is inferred from keywords that only make sense for one type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

from contracts.diff.difference import NEVER, Located, schema_site
from contracts.diff.normalize import is_prose, text_of, without_prose
from contracts.schema.json_types import KEYWORDS, common_types, type_names, type_of
from contracts.schema.merged import LocatedSchema, MergedPart, MergedSchema
from contracts.spec.document import Document
from contracts.spec.pointers import child_pointer
from contracts.spec.references import EXTERNAL

OPEN = "open"
CLOSED = "closed"

CONDITIONS = (
    *("not", "if", "then", "else", "contains", "minContains", "maxContains", "propertyNames"),
    *("dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"),
)
"""Keywords whose changes are reported without a severity of their own."""

_SIGNS = {
    kind: KEYWORDS[kind] - {*CONDITIONS, "patternProperties", "unevaluatedProperties", "unevaluatedItems"}
    for kind in ("object", "array")
}
"""Keywords by the type that they imply. Keywords of strings and numbers imply none: a schema with only a ``pattern``
also accepts every value that is not a string, and adding ``type`` to it is a change that clients notice."""


Key = tuple[tuple[int, bool], ...]
"""What identifies merged schemas of one document."""


class SchemaSource(Protocol):
    """The document that schemas are merged from; see :class:`contracts.diff.document_view.DocumentView`."""

    document: Document

    @property
    def nullables(self) -> frozenset[str]:
        """Pointers of the schemas of 3.0 with ``nullable: true``."""

    @property
    def schema_names(self) -> frozenset[str]:
        """The names of the component schemas."""

    def target(self, reference: str) -> Located | None:
        """The schema or mapping that an internal reference refers to; ``None`` if it cannot be resolved."""

    def join(self, sites: list[Located]) -> ComparedSchema:
        """The schemas merged into one; the same object for the same schemas."""

    def straight(self, site: Located) -> Located:
        """The schema that another one only refers to or wraps."""

    def schemas(self, site: LocatedSchema, key: str) -> Iterator[Located]:
        """The schemas in the list below a key."""

    def branches(self, site: LocatedSchema, keyword: str) -> tuple[list[Located], bool]:
        """The branches of a union without the one for null, and whether there is one for null."""

    def subtypes(self, site: LocatedSchema) -> dict[str, Located]:
        """The components that extend a base with a discriminator, or that its mapping names, by name."""

    def mapped(self, site: LocatedSchema) -> dict[str, str]:
        """The pointers of schemas by the values that the mapping of a discriminator has for them."""

    def spelled_out(self, value: Any, *, is_cut: bool = False) -> Any:
        """A schema with its references replaced by their targets."""


class ComparedSchema(MergedSchema[Located]):
    """Merged schemas of one of two documents, with the properties that the comparison needs.

    :param key: the same for the same schemas of one document.
    :param sites: the schemas as written, before the merge; none for a part of a schema.
    """

    def __init__(
        self, side: SchemaSource, parts: Iterable[MergedPart[Located]], key: Key, sites: Sequence[Located] = ()
    ) -> None:
        super().__init__(parts)
        self.side = side
        self.key = key
        self.sites = tuple(sites)

    @cached_property
    def null_at(self) -> str:
        """The pointer of the union or of ``nullable`` that adds null to another schema; ``""`` if none does."""
        for site in self.sites:
            if site.pointer in self.side.nullables:
                return child_pointer(site.pointer, "nullable")
            for keyword in ("oneOf", "anyOf"):
                if isinstance(site.node.get(keyword), list) and self.side.branches(site, keyword)[1]:
                    return child_pointer(site.pointer, keyword)
        return ""

    @property
    def pointer(self) -> str:
        """The JSON pointer of the first schema."""
        return self.parts[0].pointer if self.parts else ""

    def at(self, keyword: str, value: Any = None) -> str:
        """The pointer of a keyword in the first schema that has it; that of the schema if none has it.

        :param value: the preferred value of the keyword; any if no schema has this one.
        """
        having = [part for part in self.parts if keyword in part.node]
        found = next((part for part in having if value is not None and part.node[keyword] == value), None)
        found = found or next(iter(having), None)
        return child_pointer(found.pointer, keyword) if found else self.pointer

    @cached_property
    def name(self) -> str:
        """Its name: of the component or of the file, else its title; ``""`` if it has none."""
        for part in self.parts[:1]:
            parent, _, last = part.pointer.rpartition("/")
            holder = parent.rpartition("/")[2]
            if holder in ("schemas", "definitions", "$defs"):
                return last
            if holder == EXTERNAL:
                return last.partition(".")[0]
            if isinstance(part.node.get("title"), str):
                return str(part.node["title"])
        return ""

    @property
    def is_named(self) -> bool:
        """Whether it is a component schema of the document, or part of another file."""
        parent = self.pointer.rpartition("/")[0]
        return parent == "/components/schemas" or self.pointer.startswith(f"/{EXTERNAL}/")

    @cached_property
    def is_never(self) -> bool:
        """Whether one of the schemas is ``false``, so that no value is valid."""
        return any(part.node == NEVER for part in self.parts)

    @cached_property
    def types(self) -> frozenset[str] | None:
        """The types that a value may have, without null; ``None`` if any."""
        if self.is_never:
            return frozenset()
        known = self.declared_types
        for sites in self._choices:
            if self._are_types(sites):
                named = [name for site in sites for name in type_names(self.side.straight(site).node)]
                known = tuple(named) if known is None else common_types(known, named)
        found = self._implied if known is None else frozenset(known)
        return found - {"null"} if found is not None else None

    @cached_property
    def _implied(self) -> frozenset[str] | None:
        kind = self.inferred_type(_SIGNS)
        if kind:
            return frozenset({kind})
        if self.listed is not None:
            return frozenset(type_of(json.loads(text)) for text in self.listed)
        return None

    @cached_property
    def is_null(self) -> bool:
        """Whether null is allowed; it is not if the type is inferred from other keywords."""
        if self.is_never:
            return False
        if self.parts and self.parts[0].pointer in self.side.nullables:
            return True
        if self.types is not None and self.listed is None and not self._choices and not self.all_of("type"):
            return any(part.allows_null for part in self.parts)
        return all(part.allows_null or (_allows_null(part.node) and self._chooses_null(part)) for part in self.parts)

    @property
    def means_null(self) -> bool:
        """Whether the schema declares null, even if its ``enum`` does not list it."""
        if not self.parts:
            return False
        first = self.parts[0]
        return first.pointer in self.side.nullables or "null" in type_names(first.node)

    def _chooses_null(self, part: MergedPart[Located]) -> bool:
        """Whether a branch of each union allows null; nested unions are not examined."""
        for keyword in ("oneOf", "anyOf"):
            if isinstance(part.node.get(keyword), list):
                branches, has_null = self.side.branches(part, keyword)
                if not has_null and not any(self.side.join([one]).is_plainly_null for one in branches):
                    return False
        return True

    @property
    def is_plainly_null(self) -> bool:
        """Whether null is allowed by ``type`` or by a branch of its own."""
        offers = [self._offers(part) for part in self.parts]
        is_said = bool(self.all_of("type")) or any(has_null for offer in offers for has_null in offer)
        return is_said and all(
            part.allows_null or (_allows_null(part.node) and all(offer))
            for part, offer in zip(self.parts, offers, strict=True)
        )

    def _offers(self, part: MergedPart[Located]) -> list[bool]:
        """For each union whether null is one of its branches."""
        given = (keyword for keyword in ("oneOf", "anyOf") if isinstance(part.node.get(keyword), list))
        return [self.side.branches(part, keyword)[1] for keyword in given]

    @cached_property
    def listed(self) -> dict[str, None] | None:
        """The values of ``enum`` and ``const`` as JSON, without null; ``None`` if any value is allowed."""
        lists = [*self.all_of("enum"), *([value] for value in self.all_of("const"))]
        texts = [dict.fromkeys(text_of(value) for value in one) for one in lists if isinstance(one, list)]
        if not texts:
            return None
        return {text: None for text in texts[0] if all(text in other for other in texts) and text != "null"}

    @cached_property
    def required(self) -> dict[str, str]:
        """The required properties, each with the pointer of the item in ``required``."""
        return {
            name: child_pointer(part.pointer, "required", index) for name, (part, index) in self.requirements.items()
        }

    @cached_property
    def properties(self) -> dict[str, list[Located]]:
        """The schemas of each named property."""
        return self._named("properties")

    @cached_property
    def patterns(self) -> dict[str, list[Located]]:
        """The schemas of the properties whose names match a pattern."""
        return self._named("patternProperties")

    def _named(self, keyword: str) -> dict[str, list[Located]]:
        found: dict[str, list[Located]] = {}
        for part in self.parts:
            held = part.node.get(keyword)
            if isinstance(held, dict):
                base = child_pointer(part.pointer, keyword)
                for name, value in held.items():
                    site = schema_site(child_pointer(base, name), value)
                    if site is not None:
                        found.setdefault(name, []).append(site)
        return found

    def below(self, keyword: str) -> list[Located]:
        """The schemas below a keyword."""
        sites = (
            schema_site(child_pointer(part.pointer, keyword), part.node[keyword])
            for part in self.parts
            if keyword in part.node
        )
        return [site for site in sites if site is not None]

    @cached_property
    def is_closed(self) -> bool:
        """Whether an object may only have the named properties."""
        return bool(self.closing)

    @cached_property
    def closing(self) -> str:
        """The keyword that closes an object; ``unevaluatedProperties`` only counts without ``additionalProperties``."""
        if any(one is False for one in self.all_of(_OTHERS)):
            return _OTHERS
        is_shut = any(one is False for one in self.all_of("unevaluatedProperties"))
        return "unevaluatedProperties" if is_shut and not self.all_of(_OTHERS) else ""

    @cached_property
    def branches(self) -> list[Located]:
        """The branches of ``oneOf`` and ``anyOf``, if there are at least two and they have more than a ``type``."""
        return [site for sites in self._choices if not self._are_types(sites) for site in sites]

    def _are_types(self, sites: list[Located]) -> bool:
        """Whether the branches could be written as a list of types."""
        nodes = [self.side.straight(site).node for site in sites]
        return all("type" in node and all(key == "type" or is_prose(key) for key in node) for node in nodes)

    @cached_property
    def _choices(self) -> list[list[Located]]:
        keywords = ("oneOf", "anyOf")
        given = [(part, one) for part in self.parts for one in keywords if isinstance(part.node.get(one), list)]
        found = (self.side.branches(part, keyword)[0] for part, keyword in given)
        return [sites for sites in found if len(sites) > 1]

    @property
    def only_branch(self) -> Located | None:
        """The only branch of a ``oneOf`` or ``anyOf`` besides null; ``None`` if there is none."""
        keywords = ("oneOf", "anyOf")
        given = ((part, one) for part in self.parts[:1] for one in keywords if isinstance(part.node.get(one), list))
        found = (self.side.branches(part, keyword)[0] for part, keyword in given)
        return next((sites[0] for sites in found if len(sites) == 1), None)

    @cached_property
    def conditions(self) -> dict[str, str]:
        """The values of the keywords in :data:`CONDITIONS`, as JSON without prose."""
        if self.is_never:
            return {}
        found = ((keyword, self.all_of(keyword)) for keyword in CONDITIONS)
        found = ((keyword, [one for one in values if not _is_plain(keyword, one)]) for keyword, values in found)
        return {keyword: text_of(self.side.spelled_out(without_prose(values))) for keyword, values in found if values}

    @property
    def is_read_only(self) -> bool:
        """Whether it is not part of requests."""
        return self.says("readOnly")

    @property
    def is_write_only(self) -> bool:
        """Whether it is not part of responses."""
        return self.says("writeOnly")


_OTHERS = "additionalProperties"


def _is_plain(keyword: str, value: Any) -> bool:
    """Whether a keyword has no effect, or closes an object, which is compared as such."""
    return keyword.startswith("unevaluated") and (value is True or (keyword == "unevaluatedProperties" and not value))


def _allows_null(node: dict[str, Any]) -> bool:
    if "type" in node and "null" not in type_names(node):
        return False
    if isinstance(node.get("enum"), list) and None not in node["enum"]:
        return False
    return "const" not in node or node["const"] is None
