"""Shared types of the modules that compile schemas: property contexts, unions and the compiler's interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

from contracts.generation.id_formats import is_placeholder
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import Words, time_role, words
from contracts.generation.plans import Plan
from contracts.generation.records import Pools
from contracts.generation.requested import Request
from contracts.generation.string_constraints import StringRule
from contracts.spec.pointers import split_pointer
from contracts.spec.schemas import Schema


@dataclass(frozen=True)
class PropertyContext:
    """The context of a value, from which its provider is chosen.

    :param name: name of the property, or the singular of the list's name; ``""`` at the root.
    :param owners: words of the names of the enclosing objects, the innermost last.
    :param examples: documented examples of the value, without placeholders of documentation renderers.
    :param all_examples: documented examples including placeholders.
    :param listed: whether it is an item of a list.
    :param many: whether values must differ much, so that they need a large range of numbers: it is part of a list of
        many different items, or an alternative that excludes others.
    :param outer: words of the property that contains the enclosing object, and of that object's name.
    :param theme: theme of the enclosing incident, see :mod:`contracts.generation.incident_details`.
    """

    name: str = ""
    owners: Words = ()
    examples: tuple[Any, ...] = field(default=(), compare=False)
    all_examples: tuple[Any, ...] = field(default=(), compare=False)
    listed: bool = False
    many: bool = False
    outer: Words = ()
    theme: str = ""

    @property
    def words(self) -> Words:
        """The words of the name."""
        return words(self.name)

    @property
    def time_role(self) -> str:
        """The role of a date in this context."""
        return "listed" if self.listed else time_role(self.words)

    def item(self, name: str) -> PropertyContext:
        """Return the context of a list's items."""
        inner = [item for example in self.all_examples if isinstance(example, list) for item in example]
        return replace(self, name=name, examples=without_placeholders(inner), all_examples=tuple(inner), listed=True)

    def owned(self, owners: Words) -> PropertyContext:
        """Return the same context with additional outer owners."""
        return replace(self, owners=(*owners, *self.owners))


def words_of_path(merged: GenerationSchema) -> Words:
    """Return the words of the component or path of an inline schema: ``/paths/~1pets~1{id}/get/…`` gives ``pet``."""
    tokens = split_pointer(merged.origin[0].pointer) if merged.origin else []
    if len(tokens) < 2 or tokens[0] != "paths":
        return words(tokens[2]) if tokens[:2] == ["components", "schemas"] and len(tokens) > 2 else ()
    steps = [step for step in tokens[1].split("/") if step and "{" not in step]
    return words(steps[-1]) if steps else ()


def without_placeholders(examples: Sequence[Any]) -> tuple[Any, ...]:
    """Return the examples without placeholders of documentation renderers."""
    return tuple(example for example in examples if not is_placeholder(example))


@dataclass(frozen=True)
class Property:
    """A property to compile.

    :param forced: the values that a discriminator allows; empty for all.
    """

    name: str
    schemas: tuple[Schema, ...]
    field: PropertyContext
    required: bool
    forced: tuple[Any, ...] = ()


class Alternative(NamedTuple):
    """One alternative of a union.

    :param tags: discriminator properties, each with the values that select the alternative.
    """

    schemas: tuple[Schema, ...]
    tags: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class Union:
    """A choice between alternatives in a schema.

    :param key: pointer of the schema and keyword.
    :param exclusive: whether exactly one alternative may be valid (``oneOf``).
    """

    key: tuple[str, str]
    alternatives: tuple[Alternative, ...]
    exclusive: bool = field(default=False)


@dataclass(frozen=True)
class Decided:
    """The alternatives chosen so far.

    :param unions: the decided ones: (pointer of the part, keyword).
    :param tags: discriminator properties, each with the values that select these alternatives.
    :param ways: the number of combinations of the alternatives of these unions.
    """

    unions: frozenset[tuple[str, str]] = frozenset()
    tags: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    ways: int = field(default=1, compare=False)

    def with_(self, union: Union, option: Alternative) -> Decided:
        """Return the choices with one more alternative chosen."""
        ways = self.ways * max(len(union.alternatives), 1)
        return Decided(self.unions | {union.key}, (*self.tags, *option.tags), ways)


NOTHING = Decided()


class Compiler(Protocol):
    """Compiles the schemas of one contract for one seed and locale; see :mod:`contracts.generation.compiler`."""

    pools: Pools
    absent: int
    """The number of objects of 256 that lack an optional property."""
    with_errors: bool
    """Whether values may contain errors, as those of error responses and requests do."""
    columns: dict[tuple[str, StringRule], list[Any]]
    """Cache of columns by provider and constraint, see :mod:`contracts.generation.relations`."""
    identities: dict[tuple[Any, ...], Mapping[Any, Any] | None]
    """Cache of ids, see :mod:`contracts.generation.stable_ids`."""

    def plan(
        self, schemas: tuple[Schema, ...], field_: PropertyContext, decided: Decided = NOTHING, *, text: bool = False
    ) -> Plan:
        """Return the plan for a value that satisfies all schemas; it is cached by schemas and context.

        :param decided: the unions of ``schemas`` that are already decided.
        :param text: whether the value is a string if the schemas imply no type.
        :raises ImpossibleError: if no value satisfies all of them.
        """

    def field(
        self, name: str, schemas: Sequence[Schema], parent: PropertyContext | None, examples: Sequence[Any]
    ) -> PropertyContext:
        """Return the context of a property.

        :param parent: the context of the enclosing object.
        :param examples: values of the property in the object's own examples; those of ``schemas`` come first.
        """

    def compiling(self) -> AbstractContextManager[None]:
        """Return a context that compiles one plan within the limits of :mod:`contracts.generation.budget`.

        :raises ExhaustedError: at its end or before, if a limit is exceeded.
        """

    def is_fixed(self, schemas: tuple[Schema, ...]) -> bool:
        """Whether the values of these schemas are documented ones, so that no other property determines them."""

    def requested(self, merged: GenerationSchema, field_: PropertyContext) -> Request | None:
        """Return what ``x-faker``, else a row of the settings, asks for; an unknown name is reported once."""

    def warm(self, plan: Plan) -> None:
        """Check now whether a checked plan has values.

        :raises ImpossibleError: if it has none.
        """

    def sample(self, plan: Plan, number: int) -> Any:
        """Return a sample value of a plan."""
