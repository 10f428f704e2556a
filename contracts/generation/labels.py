"""Pairs of a value and its display label: ``{value: open, displayValue: Offen}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contracts.generation.context import Compiler, Property
from contracts.generation.language import Language
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import Words, words
from contracts.generation.plans import Constant, ImpossibleError, Pick, Plan, pick_plan
from contracts.generation.seed import salt
from contracts.generation.timestamps import WINDOW, Span

VALUES: tuple[Words, ...] = (("value",), ("code",), ("key",))
"""Names of the value, the most reliable first."""
LABELS: tuple[Words, ...] = (("display", "value"), ("display", "label"), ("display", "text"), ("label",))
"""Names of the label."""
CAPTIONED: frozenset[Words] = frozenset({("name",), ("key",), ("type",), ("field",)})
"""Beside one of these, ``label`` is the caption of a field, not the label of its value."""

SAMPLE = tuple(salt(f"sample {number}") for number in range(24))
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*")
_CODE = re.compile(r"[A-Za-z0-9_.:-]+")


class Labelled:
    """The label of the value that another plan generates for the same seed."""

    __slots__ = ("label", "plan")

    def __init__(self, plan: Plan, label: Callable[[str], str]) -> None:
        self.plan = plan
        self.label = label

    def value(self, seed: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.label(self.plan.value(seed, span, depth))


def pair(names: Mapping[Words, str]) -> tuple[str, str] | None:
    """Return the properties for a value and its label; ``None`` if an object does not have both.

    :param names: names of the properties by their words.
    """
    value = next((form for form in VALUES if form in names), None)
    label = next((form for form in LABELS if form in names), None)
    if value is None or label is None or (label == ("label",) and CAPTIONED.intersection(names) - {value}):
        return None
    return names[value], names[label]


def label_plan(
    compiler: Compiler,
    properties: Sequence[tuple[Property, GenerationSchema]],
    known: Mapping[str, tuple[str, Plan]],
    examples: Sequence[Mapping[str, Any]],
) -> dict[str, tuple[str, Plan]]:
    """Return the plans of a value and its label with the name for their common salt; empty if an object lacks them.

    :param known: plans of properties with other relations.
    :param examples: examples of the object, which contain English labels.
    """
    found = pair({item.field.words: item.name for item, _ in properties})
    if found is None:
        return {}
    by_name = {item.name: (item, merged) for item, merged in properties}
    (value, value_merged), (label, label_merged) = by_name[found[0]], by_name[found[1]]
    if value_merged.types != ("string",) or label_merged.types != ("string",) or not _open(label_merged):
        return {}
    try:
        shared, plan = known.get(value.name) or (value.name, _plan(compiler, value, value_merged))
    except ImpossibleError:
        return {}
    if _is_caption(label, plan):
        return {}
    shown = _documented(examples, *found)
    language = compiler.pools.language
    labelled = _labelled(plan, lambda text: language.label(text, shown.get(text, "")))
    probes = getattr(labelled, "values", None) or [labelled.value(seed, WINDOW, 1) for seed in SAMPLE]
    both = {value.name: (shared, plan), label.name: (shared, labelled)}
    return both if all(map(label_merged.is_valid, probes)) else {}


def _plan(compiler: Compiler, item: Property, merged: GenerationSchema) -> Plan:
    """Return the plan of the value; documented words are all of its values, since each has a label."""
    if item.forced:
        return Constant(item.forced[0])
    said = item.field.examples
    if _open(merged) and said and all(isinstance(text, str) and _WORD.fullmatch(text) for text in said):
        valid = [text for text in said if merged.is_valid(text)]
        if valid:
            return pick_plan(valid)
    return compiler.plan(item.schemas, item.field)


def _open(merged: GenerationSchema) -> bool:
    return not merged.checked and not any(merged.all_of(word) for word in ("enum", "const", "oneOf", "anyOf"))


def _is_caption(label: Property, plan: Plan) -> bool:
    """Return whether ``label`` is a caption, because the values are not codes, e.g. ``web-03 of Berlin``."""
    if label.field.words != ("label",):
        return False
    values = getattr(plan, "values", None) or [getattr(plan, "constant", None)]
    return not all(isinstance(value, str) and _CODE.fullmatch(value) for value in values)


def _documented(examples: Sequence[Mapping[str, Any]], value: str, label: str) -> dict[str, str]:
    """Return the documented labels by value."""
    both = ((example.get(value), example.get(label)) for example in examples)
    return {code: text for code, text in both if isinstance(code, str) and isinstance(text, str)}


def _labelled(plan: Plan, label: Callable[[str], str]) -> Plan:
    """Return a plan for the label of ``plan``'s value with the same seed; precomputed if the values are known."""
    if isinstance(plan, Constant):
        return Constant(label(plan.constant))
    if isinstance(plan, Pick):
        return Pick([label(value) for value in plan.values])
    return Labelled(plan, label)


def translated(example: Any, language: Language) -> Any:
    """Return an example with its labels translated; unchanged in English."""
    if language.english or not isinstance(example, (dict, list)):
        return example
    if isinstance(example, list):
        return [translated(item, language) for item in example]
    result = {name: translated(member, language) for name, member in example.items()}
    found = pair({words(name): name for name in example})
    if found is not None:
        value, label = (example[name] for name in found)
        if isinstance(value, str) and isinstance(label, str) and _is_label(label, value, found[1], language):
            result[found[1]] = language.label(value, label)
    return result


def _is_label(text: str, value: str, name: str, language: Language) -> bool:
    """Return whether a string is the label of a value; an unknown ``label`` may be a caption."""
    return words(name) != ("label",) or language.label(value, text) in language.labels.values()
