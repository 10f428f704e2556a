"""What the modules that compile schemas share: positions, properties, unions and the interface of the compiler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from contracts.generation.id_formats import is_artefact
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import Words, time_role, words
from contracts.generation.plans import Plan
from contracts.generation.pools import Pools
from contracts.generation.string_constraints import StringRule
from contracts.spec.schemas import Schema


@dataclass(frozen=True)
class Field:
    """The position of a value, from which its providers are chosen.

    :param name: the property, or the singular of the list's name; ``""`` at the root.
    :param owners: words of the names of the enclosing object, the nearest last.
    :param examples: documented examples of the value, without artefacts of renderers.
    :param all_examples: the same with them.
    :param listed: whether it is an item of a list.
    :param around: words of the property that holds the enclosing object, and of that object's name.
    :param theme: the theme of the enclosing incident, see :mod:`contracts.generation.incident_details`.
    """

    name: str = ""
    owners: Words = ()
    examples: tuple[Any, ...] = field(default=(), compare=False)
    all_examples: tuple[Any, ...] = field(default=(), compare=False)
    listed: bool = False
    around: Words = ()
    theme: str = ""

    @property
    def words(self) -> Words:
        """The words of the name."""
        return words(self.name)

    @property
    def time_role(self) -> str:
        """The role of a date at this position."""
        return "listed" if self.listed else time_role(self.words)

    def item(self, name: str) -> Field:
        """The field of a list's items."""
        inner = [item for example in self.all_examples if isinstance(example, list) for item in example]
        return replace(self, name=name, examples=without_artefacts(inner), all_examples=tuple(inner), listed=True)

    def owned(self, owners: Words) -> Field:
        """The same with further owners, farther than its own."""
        return replace(self, owners=(*owners, *self.owners))


def without_artefacts(examples: Sequence[Any]) -> tuple[Any, ...]:
    """The examples that an author wrote, not a renderer."""
    return tuple(example for example in examples if not is_artefact(example))


@dataclass(frozen=True)
class Property:
    """A property about to be compiled.

    :param forced: the value required by a discriminator, or ``None``.
    """

    name: str
    schemas: tuple[Schema, ...]
    field: Field
    required: bool
    forced: Any = None


@dataclass(frozen=True)
class Alternative:
    """One way to satisfy a union.

    :param tags: discriminator properties and their values.
    """

    schemas: tuple[Schema, ...]
    tags: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Union:
    """A choice that a schema offers.

    :param key: pointer of the schema and keyword.
    :param exclusive: whether exactly one alternative may be valid (``oneOf``).
    """

    key: tuple[str, str]
    alternatives: tuple[Alternative, ...]
    exclusive: bool = field(default=False)


@dataclass(frozen=True)
class Decided:
    """The choices made on the way to a schema.

    :param unions: the decided ones: (pointer of the part, keyword).
    :param tags: discriminator properties and their values.
    """

    unions: frozenset[tuple[str, str]] = frozenset()
    tags: tuple[tuple[str, Any], ...] = ()

    def with_(self, union: Union, option: Alternative) -> Decided:
        """The same with one alternative chosen."""
        return Decided(self.unions | {union.key}, (*self.tags, *option.tags))


NOTHING = Decided()


class Compiler(Protocol):
    """Compiles the schemas of one contract for one seed and locale; see :mod:`contracts.generation.compiler`."""

    pools: Pools
    columns: dict[tuple[str, StringRule], list[Any]]
    """Columns of records by provider and rule, see :mod:`contracts.generation.relations`."""
    identities: dict[tuple[Any, ...], Mapping[Any, Any] | None]
    """Ids by what they identify, see :mod:`contracts.generation.stable_ids`."""

    def plan(
        self, schemas: tuple[Schema, ...], field_: Field, decided: Decided = NOTHING, *, text: bool = False
    ) -> Plan:
        """The plan for a value that satisfies all schemas; the same one for the same schemas at the same position.

        :param decided: the unions of ``schemas`` that are already decided.
        :param text: whether the value is a string if the schemas imply no type.
        :raises ImpossibleError: if no value satisfies all of them.
        """

    def field(self, name: str, schemas: Sequence[Schema], parent: Field | None, examples: Sequence[Any]) -> Field:
        """The field of a property.

        :param parent: the field of the enclosing object.
        :param examples: values of the property in the object's own examples; those of ``schemas`` come first.
        """

    def asked_provider(self, merged: GenerationSchema) -> str:
        """The provider that ``x-faker`` names, ``""`` without one; an unknown name becomes a finding, once."""

    def warm(self, plan: Plan) -> None:
        """Let a checked plan find out now whether it has values.

        :raises ImpossibleError: if it has none.
        """

    def sample(self, plan: Plan, number: int) -> Any:
        """A value of a plan outside any resource."""
