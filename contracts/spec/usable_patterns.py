"""Documents with regular expressions that the validator compiles, and compiles quickly.

A ``pattern`` that it refuses, or unrolls to a large automaton, is translated, with the length that it implies
(:mod:`contracts.schema.regex.translation`). One that cannot be translated restricts nothing, so that the rest of its
schema can be validated. The lint rules of patterns report it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from contracts.schema.regex.translation import Translation, is_large, translate
from contracts.schema.regex.tree import UNBOUNDED


def with_small_patterns(node: Any) -> Any:
    """Return a document whose large patterns are translated: a copy of what changes, or the node itself.

    :param node: any part of the document, which is a tree.
    """
    changed = None
    for key, value in list(enumerate(node)) if isinstance(node, list) else node.items():
        if isinstance(value, dict | list):
            new = with_small_patterns(value)
            if new is not value:
                changed = node.copy() if changed is None else changed
                changed[key] = new
        elif key == "pattern" and isinstance(value, str) and is_large(value):
            changed = node.copy() if changed is None else changed
            changed.update(_replaced(node, value))
    return node if changed is None else changed


def without_unusable_patterns(node: Any) -> Any:
    """Return a copy of a document in which ``pattern`` is translated if it cannot be compiled, or left out.

    Keys of ``patternProperties`` that cannot be compiled are left out.

    :param node: any part of the document, which is a tree.
    """
    if isinstance(node, list):
        return [without_unusable_patterns(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {
        key: without_unusable_patterns(_usable_keys(value) if key == "patternProperties" else value)
        for key, value in node.items()
        if key != "pattern" or not isinstance(value, str) or is_usable(value)
    }
    pattern = node.get("pattern")
    return found | _replaced(node, pattern) if isinstance(pattern, str) and "pattern" not in found else found


WRITTEN = "x-casemock-written"
"""Key of a schema with a translated pattern: the keywords that were replaced, as they are in the document."""


def _replaced(node: dict[str, Any], pattern: str) -> dict[str, Any]:
    """The keywords that replace a pattern in a schema; none if the pattern cannot be translated."""
    usable = usable_pattern(pattern)
    if usable is None:
        return {}
    written = {key: node[key] for key in ("pattern", "minLength", "maxLength") if key in node}
    return length_keywords(usable, node) | {"pattern": usable.pattern, WRITTEN: written}


def written_pattern(error: ValidationError, tree: Any) -> str | None:
    """The pattern of the document, if an error is about a translated one or the length that it implies.

    :param tree: the translated document that the error was found with.
    """
    keyword = error.kind.name
    if keyword not in {"pattern", "minLength", "maxLength"}:
        return None
    schema = tree
    try:
        for token in error.schema_path[:-1]:
            schema = schema[str(token) if isinstance(schema, dict) else token]  # digits are integers in a path
        written = schema[WRITTEN]
    except (KeyError, IndexError, TypeError):
        return None
    if keyword == "pattern":
        return str(written["pattern"]) if schema["pattern"] == error.kind.as_dict()["pattern"] else None
    return str(written["pattern"]) if written.get(keyword) != schema.get(keyword) else None


def length_keywords(usable: Translation, node: dict[str, Any]) -> dict[str, int]:
    """The limits of the length that a translated pattern implies, in a schema that may have its own."""
    low, high = node.get("minLength", 0), node.get("maxLength", UNBOUNDED)
    found = {"minLength": max(low, usable.low)} if usable.low and isinstance(low, int) else {}
    return found | ({"maxLength": min(high, usable.high)} if usable.high < UNBOUNDED and isinstance(high, int) else {})


def _usable_keys(patterns: Any) -> Any:
    if not isinstance(patterns, dict):
        return patterns
    return {pattern: schema for pattern, schema in patterns.items() if is_usable(pattern)}


@lru_cache(maxsize=4096)
def usable_pattern(pattern: str) -> Translation | None:
    """The form of a regular expression that the validator can compile; ``None`` if there is none."""
    if not is_large(pattern) and is_usable(pattern):
        return Translation(pattern)
    found = translate(pattern, _is_known_property)
    if found is not None and not is_usable(found.pattern):
        found = None
    if (found is None or not found.is_exact) and is_usable(pattern):
        return Translation(pattern)
    return found


def _is_known_property(name: str) -> bool:
    return is_usable(f"\\p{{{name}}}")


@lru_cache(maxsize=4096)
def is_usable(pattern: str) -> bool:
    """Whether the validator can compile a regular expression."""
    try:
        Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True
