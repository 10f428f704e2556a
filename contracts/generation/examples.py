"""Documented objects and lists, which are used as they are if a schema has three or more of them.

This keeps values together that belong together, e.g. the name of a column, its type and its description. Examples with
the same ``id`` are variants of one entry, of which a list contains only one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.generation.additional_properties import property_schemas
from contracts.generation.context import Compiler, PropertyContext
from contracts.generation.example_templates import example_templates, identity, leaves
from contracts.generation.id_formats import is_placeholder
from contracts.generation.labels import translated
from contracts.generation.language import Language
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import words
from contracts.generation.plans import Constant, ImpossibleError, Plan
from contracts.generation.seed import mix, salt
from contracts.generation.stable_ids import CONTENTS
from contracts.generation.timestamps import WINDOW, Span, narrow

LEAST = 3
"""The minimum number of examples that are used as they are; fewer only illustrate the schema."""

_FORM = salt("example.form")
_COUNT = salt("array.count")
_NUMBERS = tuple(salt(f"item {number}") for number in range(60))


class ExampleCatalog:
    """Picks one of several documented objects.

    :param entries: the variants of each entry, of which one is picked.
    """

    __slots__ = ("entries", "fields")

    def __init__(self, entries: Sequence[Sequence[Plan]]) -> None:
        self.entries = tuple(map(tuple, entries))
        self.fields = ()

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.entry(seed % len(self.entries), seed, span, depth)

    def entry(self, number: int, seed: int, span: Span, depth: int) -> Any:
        """Return a variant of an entry."""
        forms = self.entries[number]
        span = narrow(seed, span) if span is WINDOW else span
        return forms[mix(seed, _FORM) % len(forms)].value(seed, span, depth)


class ExampleRow:
    """A documented object whose ``id`` is generated, so that it never repeats."""

    __slots__ = ("name", "number", "plan", "salt")

    def __init__(self, plan: Plan, name: str, number: Plan) -> None:
        self.plan = plan
        self.name = name
        self.salt = salt(name)
        self.number = number

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        result = self.plan.value(seed, span, depth)
        result[self.name] = self.number.value(mix(seed, self.salt), span, depth)
        return result


class ExampleSubset:
    """A list of different entries of a catalogue, in its order; entries only repeat if the schema requires more items.

    :param counts: the possible numbers of items; repeated numbers are more likely.
    """

    __slots__ = ("catalogue", "counts", "least")

    def __init__(self, example_catalog: ExampleCatalog, counts: Sequence[int], least: int) -> None:
        self.catalogue = example_catalog
        self.counts = tuple(counts)
        self.least = least

    def value(self, seed: int, span: Span, depth: int) -> list[Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        size = len(self.catalogue.entries)
        wanted = self.counts[mix(seed, _COUNT) % len(self.counts)] if depth > 0 else self.least
        whole, rest = divmod(max(min(wanted, size), self.least), size)
        chosen = [number for _ in range(whole) for number in range(size)]
        left = list(range(size))
        chosen += sorted(left.pop(mix(seed, _NUMBERS[step % 60]) % len(left)) for step in range(rest))
        return [
            self.catalogue.entry(number, mix(seed, _NUMBERS[step % 60] + number), span, depth - 1)
            for step, number in enumerate(chosen)
        ]


class ExampleLists:
    """Picks one of several documented lists, and for each item one of its variants.

    :param lists: for each list and each item, the variants.
    """

    __slots__ = ("lists",)

    def __init__(self, lists: Sequence[Sequence[Sequence[Plan]]]) -> None:
        self.lists = tuple(tuple(map(tuple, items)) for items in lists)

    def value(self, seed: int, span: Span, depth: int) -> list[Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        found = []
        span = narrow(seed, span) if span is WINDOW else span
        for number, forms in enumerate(self.lists[seed % len(self.lists)]):
            own = mix(seed, _NUMBERS[number % 60] + number)
            found.append(forms[mix(own, _FORM) % len(forms)].value(own, span, depth - 1))
        return found


def example_catalog(
    compiler: Compiler, merged: GenerationSchema, field: PropertyContext, forced: Mapping[str, tuple[Any, ...]]
) -> ExampleCatalog | None:
    """Return the documented objects of a schema; ``None`` if there are too few, or for the resource itself.

    :param forced: values of discriminator properties, which the examples must have.
    """
    language = compiler.pools.language
    if not (field.name or field.listed):
        return None
    examples = [
        example
        for example in _objects(merged, language)
        if all(name in example and example[name] in values for name, values in forced.items())
    ]
    if len(examples) < LEAST:
        return None
    drawn = _row_id(compiler, merged, field, examples)
    by_id: dict[str, list[Plan]] = {}
    for number, (example, plan) in enumerate(zip(examples, _proven(examples, merged), strict=True)):
        own = identity({name: value for name, value in example.items() if drawn is None or name != drawn[0]})
        form = plan if drawn is None else ExampleRow(plan, *drawn)
        by_id.setdefault(repr(example[own]) if own else str(number), []).append(form)
    return ExampleCatalog(list(by_id.values()))


def _row_id(
    compiler: Compiler, merged: GenerationSchema, field: PropertyContext, examples: Sequence[Mapping[str, Any]]
) -> tuple[str, Plan] | None:
    """Return name and plan of an integer ``id`` of rows, e.g. messages; ``None`` if the examples are entities."""
    name = identity(examples[0])
    if words(name) != ("id",) or not all(type(example.get(name)) is int for example in examples):
        return None
    if not any(CONTENTS.intersection(words(member)) for example in examples for member in example):
        return None
    schemas = property_schemas(merged, name)
    try:
        return name, compiler.plan(schemas, compiler.field(name, schemas, field, []))
    except ImpossibleError:
        return None


def listings(merged: GenerationSchema, items: GenerationSchema, language: Language) -> ExampleLists | None:
    """Return the documented lists of objects of an array schema; ``None`` if there are too few.

    :param items: the schema of an item, whose examples are further variants of the listed items.
    """
    lists = [example for example in _documented(merged, language) if _is_listing(example) and merged.is_valid(example)]
    if len(lists) < LEAST:
        return None
    others = _objects(items, language)
    plans = _proven([*(item for example in lists for item in example), *others], items)
    spare = list(zip(others, plans[len(plans) - len(others) :], strict=True))
    own = iter(plans)
    return ExampleLists([[[next(own), *_forms(item, spare)] for item in example] for example in lists])


def _proven(examples: Sequence[Any], merged: GenerationSchema) -> list[Plan]:
    """Return a plan for each example; the example itself if its variants are not valid."""
    return [
        plan if all(merged.is_valid(plan.value(seed, WINDOW, 1)) for seed in _NUMBERS[:4]) else Constant(example)
        for example, plan in zip(examples, example_templates(examples), strict=True)
    ]


def _forms(item: dict[str, Any], spare: Sequence[tuple[dict[str, Any], Plan]]) -> list[Plan]:
    """Return other variants of an item with the same null properties, so that these stay consistent."""
    return [plan for other, plan in spare if other != item and _kind(other) == _kind(item)]


def _kind(item: dict[str, Any]) -> tuple[str, frozenset[str]]:
    own = identity(item)
    return repr(item[own]) if own else "", frozenset(name for name, value in item.items() if value is None)


def _is_listing(example: Any) -> bool:
    return isinstance(example, list) and any(isinstance(item, dict) for item in example) and all(
        isinstance(item, dict) for item in example
    )  # fmt: skip


def _documented(merged: GenerationSchema, language: Language) -> list[Any]:
    """Return the schema's own examples without placeholders, with translated labels."""
    found = [example for node in merged.nodes for example in _listed(node.get("examples"))]
    return [translated(example, language) for example in found if not any(map(is_placeholder, leaves(example)))]


def _listed(examples: Any) -> list[Any]:
    return examples if isinstance(examples, list) else []


def _objects(merged: GenerationSchema, language: Language) -> list[dict[str, Any]]:
    """Return the schema's own valid examples; if it declares properties, without undeclared ones."""
    named = {name for properties in merged.all_of("properties") for name in properties}
    closed = named and not merged.all_of("additionalProperties") and not merged.all_of("patternProperties")
    found: list[dict[str, Any]] = []
    for example in _documented(merged, language):
        if not isinstance(example, dict):
            continue
        kept = {name: value for name, value in example.items() if not closed or name in named}
        if kept not in found and merged.is_valid(kept):
            found.append(kept)
    return found
