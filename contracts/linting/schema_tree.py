"""The schemas of a document as rules need them: where they stand, what references mean, what must hold together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Trail, pointer_of

APPLICATORS = ("allOf", "oneOf", "anyOf")
"""Keywords whose branches are about the same value as the schema that holds them."""

IN_PLACE = ("not", "if", "then", "else")
"""Keywords with one schema about the same value."""

COMBINING = frozenset({"$ref", *APPLICATORS})
"""Without one of these nothing must hold beside a schema's own keywords."""

APPLYING = frozenset({"$ref", "dependentSchemas", *APPLICATORS, *IN_PLACE})
"""Without one of these a schema applies no other to its own value."""

ANNOTATIONS = frozenset(
    {"title", "description", "example", "examples", "default", "deprecated", "externalDocs", "xml", "readOnly"}
    | {"writeOnly", "$comment", "$schema", "$id", "$anchor", "$defs", "definitions"}
)
"""Keywords that no value can break; extensions are others."""


class Conjunct(NamedTuple):
    """One of the schemas that all have to hold where one schema holds.

    :param place: the tokens that lead to it from that schema, up to the first reference.
    :param is_direct: whether it stands there, and not behind a reference.
    """

    node: dict[str, Any]
    place: tuple[str | int, ...]
    is_direct: bool


class SchemaTree:
    """All Schema Objects of a document. See :func:`schemas_of`."""

    def __init__(self, survey: Survey) -> None:
        self.is_old = survey.version == "3.0"
        """Whether the schemas are those of OpenAPI 3.0, in which nothing beside ``$ref`` counts."""
        self.visits = survey.by_kind.get("schema", [])
        self.trails: dict[int, Trail] = {id(here.node): here.trail for here in self.visits}
        self._targets = survey.targets
        self._document = survey.document

    def pointer(self, node: dict[str, Any], *tokens: str | int) -> str:
        """The JSON pointer of a schema of the document, or of what stands in it."""
        return child_pointer(pointer_of(self.trails.get(id(node), ())), *tokens)

    def target(self, node: dict[str, Any]) -> Any:
        """What ``$ref`` leads to, one step; ``None`` where there is none or it leads nowhere."""
        return self.leads_to(node, "$ref")

    def leads_to(self, holder: dict[str, Any], key: str) -> Any:
        """What the reference under a key leads to, e.g. one of a discriminator's mapping; ``None``: nowhere."""
        found = self._targets.get((id(holder), key))
        return found[1] if found else None

    def resolved(self, node: Any) -> Any:
        """The schema behind ``$ref``, over as many as there are, siblings of ``$ref`` left out of account."""
        for _ in range(50):
            if not isinstance(node, dict) or "$ref" not in node:
                return node
            node = self.target(node)
        return None

    def name(self, node: dict[str, Any]) -> str:
        """What messages call a schema: its name under ``components``, or its pointer."""
        return repr(self.component(node) or self._document.reference_to(self.pointer(node)))

    def component(self, node: dict[str, Any]) -> str:
        """The name of a schema under ``components`` of any file; ``""`` where it stands elsewhere."""
        pointer = self.pointer(node)
        head, _, name = pointer.rpartition("/")
        return name.replace("~1", "/").replace("~0", "~") if head.endswith("/components/schemas") else ""

    def parts(self, node: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
        """What must hold beside a schema's own keywords, one step: what it refers to, ``allOf``, a choice of one."""
        if "$ref" in node:
            yield ("$ref",), self.target(node)
            if self.is_old:
                return
        for keyword in APPLICATORS:
            branches = node.get(keyword)
            if isinstance(branches, list) and (keyword == "allOf" or len(branches) == 1):
                for index, branch in enumerate(branches):
                    yield (keyword, index), branch

    def conjuncts(self, node: dict[str, Any]) -> list[Conjunct]:
        """A schema and all that must hold where it holds; boolean schemas are left out."""
        if COMBINING.isdisjoint(node):
            return [Conjunct(node, (), True)]
        found: list[Conjunct] = []
        seen: set[int] = set()
        stack = [Conjunct(node, (), True)]
        while stack:
            here = stack.pop()
            if id(here.node) in seen:
                continue
            seen.add(id(here.node))
            if not (self.is_old and "$ref" in here.node):
                found.append(here)
            following = []
            for tokens, part in self.parts(here.node):
                if isinstance(part, dict):
                    is_reference = tokens[0] == "$ref"
                    place = here.place if is_reference or not here.is_direct else (*here.place, *tokens)
                    following.append(Conjunct(part, place, here.is_direct and not is_reference))
            stack.extend(reversed(following))
        return found

    @cached_property
    def holders(self) -> dict[int, list[dict[str, Any]]]:
        """By the identity of a schema: those that apply it to their own value, in place or by reference."""
        found: dict[int, list[dict[str, Any]]] = {}
        for here in self.visits:
            for part in () if APPLYING.isdisjoint(here.node) else self.applied(here.node):
                found.setdefault(id(part), []).append(here.node)
        return found

    def applied(self, node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The schemas that one applies to its own value, whether each must hold or not."""
        if "$ref" in node:
            target = self.target(node)
            if isinstance(target, dict):
                yield target
        for keyword in APPLICATORS:
            branches = node.get(keyword)
            if isinstance(branches, list):
                yield from (branch for branch in branches if isinstance(branch, dict))
        for keyword in IN_PLACE:
            if isinstance(node.get(keyword), dict):
                yield node[keyword]
        dependents = node.get("dependentSchemas")
        if isinstance(dependents, dict):
            yield from (branch for branch in dependents.values() if isinstance(branch, dict))


def schemas_of(survey: Survey) -> SchemaTree:
    """The schemas of a document, put in order once for each survey."""
    return survey.cached(SchemaTree)


def is_forbidding(node: Any) -> bool:
    """Whether a schema says in plain words that nothing fits: ``false``, or ``not: {}`` and nothing else."""
    if node is False:
        return True
    if not isinstance(node, dict) or "not" not in node:
        return False
    return _allows_all(node["not"]) and all(key == "not" or is_annotation(key) for key in node)


def is_annotation(key: Any) -> bool:
    """Whether a keyword constrains nothing."""
    return key in ANNOTATIONS or (isinstance(key, str) and key.startswith("x-"))


def _allows_all(node: Any) -> bool:
    return node is True or (isinstance(node, dict) and all(is_annotation(key) for key in node))
