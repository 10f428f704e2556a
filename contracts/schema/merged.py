"""Schemas that apply to the same value, merged over ``$ref`` and ``allOf``.

Nothing is rewritten: each part stays the schema at its position in the document, so validators, pointers and child
schemas are those of the document. The packages that merge schemas know them by different types and differ in details;
a :class:`Resolver` holds these differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, reduce
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from contracts.schema.json_types import common_types, inferred_type, type_names

Tokens = tuple[str | int, ...]
"""Tokens of a JSON pointer, relative to a schema."""


class LocatedSchema(Protocol):
    """A schema and its position in a document."""

    @property
    def node(self) -> Any:
        """The schema: a mapping or a boolean."""

    @property
    def pointer(self) -> str:
        """Its JSON pointer."""


S = TypeVar("S", bound=LocatedSchema)


class SingleBranch(NamedTuple):
    """The branch of a ``oneOf`` or ``anyOf`` that has no other one.

    :param allows_null: whether there is a second branch, which is for null only.
    """

    position: int
    allows_null: bool = False


class Resolver(Protocol[S]):
    """How one package navigates schemas, and what it merges.

    :ivar ignores_siblings: whether keywords beside ``$ref`` have no effect, as in OpenAPI 3.0 and before. The upgrade
        to 3.1 removes such siblings, so only the linter, which reads documents as written, sets this.
    """

    ignores_siblings: bool

    def target(self, schema: S) -> S | None:
        """The schema that ``$ref`` refers to, one step; ``None`` if it cannot be resolved."""

    def child(self, schema: S, keyword: str, index: int) -> S | None:
        """The schema at an index of the list below a keyword; ``None`` if it is not a schema."""

    def single_branch(self, schema: S, keyword: str) -> SingleBranch | None:
        """The branch of a union that applies to every value because it is the only one; ``None`` if there are several.

        A package that compiles unions itself, as generation does, returns ``None``: there a union with one branch is
        still a decision that may need a discriminator.
        """

    def allows_null(self, schema: S) -> bool:
        """Whether an enclosing schema allows null in addition to the values of a merged schema's root."""


class MergedPart(NamedTuple, Generic[S]):
    """One of the schemas that a merged schema consists of.

    :param path: tokens from the merged schema to this one, up to the first reference on the way.
    :param by_reference: whether it was reached through a reference, so that ``path`` ends at the reference.
    :param allows_null: whether an enclosing schema allows null in addition.
    """

    schema: S
    node: dict[str, Any]
    path: Tokens = ()
    by_reference: bool = False
    allows_null: bool = False

    @property
    def pointer(self) -> str:
        """The JSON pointer of the schema."""
        return self.schema.pointer


class MergeStep(NamedTuple, Generic[S]):
    """A schema that another one applies to every value of its own.

    :param path: ``("$ref",)``, or the keyword and the index of the branch.
    """

    path: Tokens
    schema: S
    allows_null: bool = False


class MergedSchema(Generic[S]):
    """Schemas that a value must satisfy together.

    :param parts: the mappings among them, each once, in document order: references before ``allOf``.
    :param includes_false: whether the schema ``false`` is among them, so that no value is valid.
    """

    def __init__(self, parts: Iterable[MergedPart[S]], *, includes_false: bool = False) -> None:
        self.parts = tuple(parts)
        self.includes_false = includes_false

    @property
    def nodes(self) -> Iterator[dict[str, Any]]:
        """The mappings of the parts."""
        return (part.node for part in self.parts)

    @cached_property
    def keywords(self) -> frozenset[str]:
        """All keywords of the parts."""
        return frozenset[str]().union(*self.nodes)

    @property
    def schemas(self) -> tuple[S, ...]:
        """The schemas of the parts."""
        return tuple(part.schema for part in self.parts)

    def all_of(self, keyword: str) -> list[Any]:
        """The values of a keyword in the parts that have it."""
        return [part.node[keyword] for part in self.parts if keyword in part.node]

    def says(self, keyword: str) -> bool:
        """Whether a part has the keyword with the value ``true``."""
        return any(part.node.get(keyword) is True for part in self.parts)

    def having(self, keyword: str) -> list[S]:
        """The schemas that have a keyword."""
        return [part.schema for part in self.parts if keyword in part.node]

    @cached_property
    def declared_types(self) -> tuple[str, ...] | None:
        """The type names that all ``type`` keywords allow, in the order of the first; ``None`` if there is none."""
        declared = [type_names(node) for node in self.nodes if "type" in node]
        return reduce(common_types, declared) if declared else None

    def inferred_type(self, table: Mapping[str, Iterable[str]]) -> str:
        """The type that the keywords of the parts imply; see :func:`contracts.schema.json_types.inferred_type`."""
        return inferred_type(self.keywords, table)

    @cached_property
    def requirements(self) -> dict[str, tuple[MergedPart[S], int]]:
        """The required properties, each with the first part that requires it and the index in its ``required``."""
        found: dict[str, tuple[MergedPart[S], int]] = {}
        for part in self.parts:
            names = part.node.get("required")
            for index, name in enumerate(names if isinstance(names, list) else ()):
                if isinstance(name, str):
                    found.setdefault(name, (part, index))
        return found

    def declaring(self, name: str, keyword: str = "properties") -> list[MergedPart[S]]:
        """The parts that declare a property."""
        known = self._declaring.get(keyword)
        if known is None:
            known = self._declaring[keyword] = {}
            for part in self.parts:
                found = part.node.get(keyword)
                for one in found if isinstance(found, dict) else ():
                    known.setdefault(one, []).append(part)
        return known.get(name, [])

    @cached_property
    def _declaring(self) -> dict[str, dict[str, list[MergedPart[S]]]]:
        """By keyword and name: the parts that declare the name, for :meth:`declaring`."""
        return {}

    def names(self, keyword: str = "properties") -> dict[str, None]:
        """The names that the parts declare below a keyword, in document order."""
        mappings = (found for found in self.all_of(keyword) if isinstance(found, dict))
        return dict.fromkeys(name for found in mappings for name in found)

    def joined(self, *others: MergedSchema[S]) -> MergedSchema[S]:
        """This schema and others that apply to the same value."""
        parts: dict[int, MergedPart[S]] = {}
        for one in (self, *others):
            for part in one.parts:
                parts.setdefault(id(part.node), part)
        return MergedSchema(parts.values(), includes_false=any(one.includes_false for one in (self, *others)))


def merge_schemas(resolver: Resolver[S], schemas: Iterable[S]) -> MergedSchema[S]:
    """Merge schemas with everything that they refer to or combine with ``allOf``. Recursion ends at known schemas."""
    seen: set[int] = set()
    parts: list[MergedPart[S]] = []
    includes_false = False
    stack = [MergedPart(one, one.node, allows_null=resolver.allows_null(one)) for one in schemas][::-1]
    while stack:
        here = stack.pop()
        node = here.schema.node
        includes_false = includes_false or node is False
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        if not (resolver.ignores_siblings and is_reference(node)):
            parts.append(here)
        stack.extend(_part(here, step) for step in reversed(list(steps(resolver, here.schema))))
    return MergedSchema(parts, includes_false=includes_false)


def _part(parent: MergedPart[S], step: MergeStep[S]) -> MergedPart[S]:
    is_reference = step.path[0] == "$ref"
    path = parent.path if is_reference or parent.by_reference else (*parent.path, *step.path)
    allows_null = parent.allows_null or step.allows_null
    return MergedPart(step.schema, step.schema.node, path, parent.by_reference or is_reference, allows_null)


def steps(resolver: Resolver[S], schema: S) -> Iterator[MergeStep[S]]:
    """The schemas that a schema applies to all its values, one step: its reference, ``allOf``, single branches."""
    node = schema.node
    if is_reference(node):
        target = resolver.target(schema)
        if target is not None:
            yield MergeStep(("$ref",), target)
        if resolver.ignores_siblings:
            return
    if isinstance(node.get("allOf"), list):
        for index in range(len(node["allOf"])):
            branch = resolver.child(schema, "allOf", index)
            if branch is not None:
                yield MergeStep(("allOf", index), branch)
    for keyword in ("oneOf", "anyOf"):
        if isinstance(node.get(keyword), list):
            yield from _single(resolver, schema, keyword)


def _single(resolver: Resolver[S], schema: S, keyword: str) -> Iterator[MergeStep[S]]:
    single = resolver.single_branch(schema, keyword)
    branch = resolver.child(schema, keyword, single.position) if single else None
    if single and branch is not None:
        yield MergeStep((keyword, single.position), branch, single.allows_null)


def is_reference(node: dict[str, Any]) -> bool:
    """Whether a schema has a ``$ref``."""
    return isinstance(node.get("$ref"), str)
