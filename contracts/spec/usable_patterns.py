"""Documents with regular expressions that the validator compiles, and compiles quickly.

A ``pattern`` that it refuses, or unrolls to a large automaton, is translated, with the length that it implies
(:mod:`contracts.schema.regex.translation`). One that cannot be translated restricts nothing, so that the rest of its
schema can be validated. The lint rules of patterns report it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from contracts.schema.regex.translation import MOST_COPIES, Translation, is_large, translate, unrolled_size
from contracts.schema.regex.tree import UNBOUNDED

LARGEST = 10_000
"""The unrolled size beyond which a pattern is always translated, also if the result matches more strings."""

MOST_UNROLLED = 600_000
"""The size of all patterns of a document together, unrolled; the largest of usual documents have that of 500,000."""

FEW_COPIES = 50
"""The greatest size of a repetition that is kept in further patterns."""


def with_small_patterns(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose large patterns are translated: a copy of what changes, or the document itself."""
    small: dict[str, Any] = _Shrinking().shrunk(tree)
    return small


class _Shrinking:
    """Translates the large patterns of one document, so that all of them together use limited memory."""

    def __init__(self) -> None:
        self._size = 0

    def shrunk(self, node: Any) -> Any:
        """Return a part of the document with small patterns; itself if nothing changes."""
        changed = None
        for key, value in list(enumerate(node)) if isinstance(node, list) else list(node.items()):
            new = value
            if isinstance(value, dict | list):
                new = self.shrunk(value)
            elif key == "pattern" and isinstance(value, str):
                replaced = self._replaced(node, value)
                if replaced is not None:
                    changed = node.copy() if changed is None else changed
                    changed.pop("pattern")
                    changed |= replaced
                    continue
            if new is not value:
                changed = node.copy() if changed is None else changed
                changed[key] = new
        result = node if changed is None else changed
        names = result.get("patternProperties") if isinstance(result, dict) else None
        return self._without_large_names(result, names) if isinstance(names, dict) else result

    def _replaced(self, node: dict[str, Any], pattern: str) -> dict[str, Any] | None:
        """The keywords that replace a pattern in a schema; ``None`` if it stays."""
        most = self._most(pattern)
        if not is_large(pattern, most):
            return None
        found = _replaced(node, pattern, most)
        return None if found.get("pattern") == pattern else found

    def _most(self, pattern: str) -> int:
        """Count a pattern; return the greatest size of a repetition that it may have."""
        size = unrolled_size(pattern)
        self._size += size if size <= LARGEST else MOST_COPIES
        return MOST_COPIES if self._size <= MOST_UNROLLED else FEW_COPIES

    def _is_too_large(self, name: str) -> bool:
        most = self._most(name)
        return unrolled_size(name) > LARGEST or (most == FEW_COPIES and is_large(name, most))

    def _without_large_names(self, node: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
        """Leave out names of ``patternProperties`` that are too large, and what refuses other names."""
        kept = {one: below for one, below in names.items() if not self._is_too_large(one)}
        if len(kept) == len(names):
            return node
        refusing = ("additionalProperties", "unevaluatedProperties")
        return {key: value for key, value in node.items() if key not in refusing} | {"patternProperties": kept}


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


def _replaced(node: dict[str, Any], pattern: str, most: int = MOST_COPIES) -> dict[str, Any]:
    """The keywords that replace a pattern in a schema; none if the pattern cannot be translated."""
    usable = usable_pattern(pattern, most)
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
def usable_pattern(pattern: str, most: int = MOST_COPIES) -> Translation | None:
    """The form of a regular expression that the validator can compile; ``None`` if there is none.

    :param most: the greatest size of a repetition that is kept.
    """
    if not is_large(pattern, most) and is_usable(pattern):
        return Translation(pattern)
    found = translate(pattern, _is_known_property, most)
    if found is not None and not is_usable(found.pattern):
        found = None
    may_be_kept = most == MOST_COPIES and unrolled_size(pattern) <= LARGEST
    if (found is None or not found.is_exact) and may_be_kept and is_usable(pattern):
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
