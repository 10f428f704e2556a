"""Schemas that count together at one place, and what they say as one: ``allOf``, references and their siblings merged.

A place whose schemas say ``type: integer`` and ``minimum: 3`` says both; of two minima the greater one counts. Types
that are not written are told from the keywords that make sense for one type only, as authors mean it.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contracts.comparing.plain import is_prose, text_of, without_prose
from contracts.comparing.site import NEVER, Site, schema_site
from contracts.schema.json_types import KEYWORDS, common_types, inferred_type, type_names, type_of
from contracts.spec.document import child_pointer
from contracts.spec.references import EXTERNAL

if TYPE_CHECKING:
    from contracts.comparing.side import Side

OPEN = "open"
CLOSED = "closed"

CONDITIONS = (
    *("not", "if", "then", "else", "contains", "minContains", "maxContains", "propertyNames"),
    *("dependentRequired", "dependentSchemas"),
)
"""Keywords whose changes are reported without a severity of their own."""

_SIGNS = {
    kind: KEYWORDS[kind] - {*CONDITIONS, "patternProperties", "unevaluatedProperties", "unevaluatedItems"}
    for kind in ("object", "array")
}
"""Keywords by the type that they imply. Keywords of strings and numbers imply none: a schema with only a ``pattern``
also accepts every value that is not a string, and adding ``type`` to it is a change that clients notice."""


class Conjunction:
    """Some schemas that a value has to meet at once.

    :ivar parts: in the order in which they are met; the first one is where the value's schema stands.
    :ivar key: the same for the same schemas of one document.
    """

    def __init__(self, side: Side, parts: tuple[Site, ...], key: tuple[tuple[int, bool], ...]) -> None:
        self.side = side
        self.parts = parts
        self.key = key

    @property
    def pointer(self) -> str:
        """Where the first of them stands."""
        return self.parts[0].pointer if self.parts else ""

    def at(self, keyword: str, value: Any = None) -> str:
        """The place of a keyword in the first schema that has it; that of the schema where none has it.

        :param value: that it is to have there, where one has it so.
        """
        having = [part for part in self.parts if keyword in part.node]
        found = next((part for part in having if value is not None and part.node[keyword] == value), None)
        found = found or next(iter(having), None)
        return child_pointer(found.pointer, keyword) if found else self.pointer

    def all_of(self, keyword: str) -> list[Any]:
        """The values of a keyword, of all schemas that have it."""
        return [part.node[keyword] for part in self.parts if keyword in part.node]

    def says(self, keyword: str) -> bool:
        """Whether one of them has the keyword as ``true``."""
        return any(part.node.get(keyword) is True for part in self.parts)

    @cached_property
    def name(self) -> str:
        """What it is called: as a component, as a file, or by its title."""
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
    def is_component(self) -> bool:
        """Whether it stands under a name among the document's schemas."""
        return self.pointer.rpartition("/")[0] == "/components/schemas"

    @cached_property
    def is_never(self) -> bool:
        """Whether it is ``false``: there is no value that meets it."""
        return any(part.node == NEVER for part in self.parts)

    @cached_property
    def types(self) -> frozenset[str] | None:
        """The types that a value may have, null aside; ``None``: any."""
        if self.is_never:
            return frozenset()
        known: frozenset[str] | None = None
        for part in self.parts:
            named = _types_of(part.node)
            if named is not None:
                known = named if known is None else frozenset(common_types(known, named))
        for sites in self._choices:
            if self._are_types(sites):
                named = frozenset[str]().union(*(_types_of(self.side.straight(site).node) or () for site in sites))
                known = named if known is None else frozenset(common_types(known, named))
        if known is None:
            known = self._implied
        return known - {"null"} if known is not None else None

    @cached_property
    def _implied(self) -> frozenset[str] | None:
        kind = inferred_type((keyword for part in self.parts for keyword in part.node), _SIGNS)
        if kind:
            return frozenset({kind})
        if self.listed is not None:
            return frozenset(type_of(json.loads(text)) for text in self.listed)
        return None

    @cached_property
    def is_null(self) -> bool:
        """Whether null is allowed; where a type is told from other keywords, it is not, as authors mean it."""
        if self.is_never:
            return False
        if self.parts and self.parts[0].pointer in self.side.nullables:
            return True
        if self.types is not None and self.listed is None and not self._choices and not self.all_of("type"):
            return any(part.allows_null for part in self.parts)
        return all(part.allows_null or (_allows_null(part.node) and self._chooses_null(part)) for part in self.parts)

    @property
    def means_null(self) -> bool:
        """Whether its author says that null is allowed, though a list of values may leave it out."""
        if not self.parts:
            return False
        first = self.parts[0]
        return first.pointer in self.side.nullables or "null" in (_types_of(first.node) or ())

    def _chooses_null(self, part: Site) -> bool:
        """Whether some alternative of each choice allows null, as far as it is no choice again."""
        for keyword in ("oneOf", "anyOf"):
            if isinstance(part.node.get(keyword), list):
                branches, has_null = self.side.branches(part, keyword)
                if not has_null and not any(self.side.join([one]).is_plainly_null for one in branches):
                    return False
        return True

    @property
    def is_plainly_null(self) -> bool:
        """Whether null is allowed, by a type or as an alternative of its own."""
        offers = [self._offers(part) for part in self.parts]
        is_said = bool(self.all_of("type")) or any(has_null for offer in offers for has_null in offer)
        return is_said and all(
            part.allows_null or (_allows_null(part.node) and all(offer))
            for part, offer in zip(self.parts, offers, strict=True)
        )

    def _offers(self, part: Site) -> list[bool]:
        """Of each choice whether null is one of its alternatives."""
        given = (keyword for keyword in ("oneOf", "anyOf") if isinstance(part.node.get(keyword), list))
        return [self.side.branches(part, keyword)[1] for keyword in given]

    @cached_property
    def listed(self) -> dict[str, None] | None:
        """The values of ``enum`` and ``const`` as JSON texts, null aside; ``None``: any value."""
        lists = [*self.all_of("enum"), *([value] for value in self.all_of("const"))]
        texts = [dict.fromkeys(text_of(value) for value in one) for one in lists if isinstance(one, list)]
        if not texts:
            return None
        return {text: None for text in texts[0] if all(text in other for other in texts) and text != "null"}

    @cached_property
    def required(self) -> dict[str, str]:
        """Names of required properties, each with the place where it is required."""
        found: dict[str, str] = {}
        for part in self.parts:
            names = part.node.get("required")
            for index, name in enumerate(names if isinstance(names, list) else ()):
                if isinstance(name, str):
                    found.setdefault(name, child_pointer(part.pointer, "required", index))
        return found

    @cached_property
    def properties(self) -> dict[str, list[Site]]:
        """The schemas of each named property."""
        return self._named("properties")

    @cached_property
    def patterns(self) -> dict[str, list[Site]]:
        """The schemas of properties whose names match a pattern."""
        return self._named("patternProperties")

    def _named(self, keyword: str) -> dict[str, list[Site]]:
        found: dict[str, list[Site]] = {}
        for part in self.parts:
            held = part.node.get(keyword)
            if isinstance(held, dict):
                base = child_pointer(part.pointer, keyword)
                for name, value in held.items():
                    site = schema_site(child_pointer(base, name), value)
                    if site is not None:
                        found.setdefault(name, []).append(site)
        return found

    def below(self, keyword: str) -> list[Site]:
        """The schemas that stand below a keyword."""
        sites = (
            schema_site(child_pointer(part.pointer, keyword), part.node[keyword])
            for part in self.parts
            if keyword in part.node
        )
        return [site for site in sites if site is not None]

    @cached_property
    def is_closed(self) -> bool:
        """Whether an object may have no other members than those that are named."""
        return bool(self.closing)

    @cached_property
    def closing(self) -> str:
        """The keyword that closes an object; ``unevaluatedProperties`` is not asked where all others are looked at."""
        if any(one is False for one in self.all_of(_OTHERS)):
            return _OTHERS
        is_shut = any(one is False for one in self.all_of("unevaluatedProperties"))
        return "unevaluatedProperties" if is_shut and not self.all_of(_OTHERS) else ""

    @cached_property
    def branches(self) -> list[Site]:
        """The alternatives of ``oneOf`` and ``anyOf``, where there are at least two that say more than a type."""
        return [site for sites in self._choices if not self._are_types(sites) for site in sites]

    def _are_types(self, sites: list[Site]) -> bool:
        """Whether alternatives say no more than ``type`` with a list would."""
        nodes = [self.side.straight(site).node for site in sites]
        return all("type" in node and all(key == "type" or is_prose(key) for key in node) for node in nodes)

    @cached_property
    def _choices(self) -> list[list[Site]]:
        keywords = ("oneOf", "anyOf")
        given = [(part, one) for part in self.parts for one in keywords if isinstance(part.node.get(one), list)]
        found = (self.side.branches(part, keyword)[0] for part, keyword in given)
        return [sites for sites in found if len(sites) > 1]

    @property
    def only_branch(self) -> Site | None:
        """The one alternative of a ``oneOf`` or ``anyOf``, null aside; ``None``: there is no such choice."""
        keywords = ("oneOf", "anyOf")
        given = ((part, one) for part in self.parts[:1] for one in keywords if isinstance(part.node.get(one), list))
        found = (self.side.branches(part, keyword)[0] for part, keyword in given)
        return next((sites[0] for sites in found if len(sites) == 1), None)

    @cached_property
    def conditions(self) -> dict[str, str]:
        """What the keywords of :data:`CONDITIONS` say, as texts without prose."""
        if self.is_never:
            return {}
        found = ((keyword, self.all_of(keyword)) for keyword in CONDITIONS)
        return {keyword: text_of(self.side.spelled_out(without_prose(values))) for keyword, values in found if values}

    @property
    def is_read_only(self) -> bool:
        """Whether it is no part of a request."""
        return self.says("readOnly")

    @property
    def is_write_only(self) -> bool:
        """Whether it is no part of a response."""
        return self.says("writeOnly")


_OTHERS = "additionalProperties"


def _types_of(node: dict[str, Any]) -> frozenset[str] | None:
    """The types that a schema names; ``None`` if it names none."""
    return frozenset(type_names(node)) or None


def _allows_null(node: dict[str, Any]) -> bool:
    named = _types_of(node)
    if named is not None and "null" not in named:
        return False
    if isinstance(node.get("enum"), list) and None not in node["enum"]:
        return False
    return "const" not in node or node["const"] is None
