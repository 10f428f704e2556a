"""The effect of actions that are named after a state: ``close`` sets ``status`` to ``closed``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.spec.model import Operation
from contracts.spec.resources.names import STATES, plain
from contracts.spec.resources.paths import parse_path
from contracts.spec.resources.shapes import core, types_of
from contracts.spec.schemas import Schema

MIN_STEM = 4
"""Minimum length of a verb whose participle is recognised: ``open``, but not ``do``."""

Effects = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Returns the properties that an action sets, given the item."""


def verb_effects(operation: Operation) -> Effects:
    """Return the effects of the action of an operation; none, unless the document names a matching state."""
    resource = operation.resource
    if resource is None or resource.role != "act":
        return lambda _item: {}
    path = parse_path(operation.path)
    verb = plain(path.verb or path.last)
    changes = _changes(verb, resource.item.possible_properties)
    return lambda item: {name: value for name, value in changes.items() if name in item}


def _changes(verb: str, properties: Mapping[str, Schema]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, schema in properties.items():
        node = core(schema).node
        values = node.get("enum", ()) if isinstance(node, dict) else ()
        if plain(name) in STATES and (matching := [value for value in values if _is_state(value, verb)]):
            found[name] = matching[0]
        elif types_of(schema) == {"boolean"}:
            state = plain(name).removeprefix("is")
            if _is_state(state, verb):
                found[name] = True
            elif verb.startswith("un") and _is_state(state, verb[2:]):
                found[name] = False
    return found


def _is_state(value: object, verb: str) -> bool:
    """Whether a value is a participle of a verb, as ``cancelled`` of ``cancel``, or the verb without ``re``."""
    if not isinstance(value, str) or len(verb) < MIN_STEM:
        return False
    state = plain(value)
    return state in (verb, verb.removeprefix("re")) or (
        state.startswith(verb.removesuffix("e")) and state.endswith("ed")
    )
