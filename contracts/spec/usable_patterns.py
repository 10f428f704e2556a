"""Documents without the regular expressions that the validator refuses, e.g. those with single UTF-16 surrogates.

An unusable ``pattern`` restricts nothing, so that the rest of its schema can be validated. The lint rules of patterns
report them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator


def without_unusable_patterns(node: Any) -> Any:
    """Return a copy of a document without ``pattern`` and keys of ``patternProperties`` that cannot be compiled.

    :param node: any part of the document, which is a tree.
    """
    if isinstance(node, list):
        return [without_unusable_patterns(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: without_unusable_patterns(_usable_keys(value) if key == "patternProperties" else value)
        for key, value in node.items()
        if key != "pattern" or not isinstance(value, str) or is_usable(value)
    }


def _usable_keys(patterns: Any) -> Any:
    if not isinstance(patterns, dict):
        return patterns
    return {pattern: schema for pattern, schema in patterns.items() if is_usable(pattern)}


@lru_cache(maxsize=4096)
def is_usable(pattern: str) -> bool:
    """Whether the validator can compile a regular expression."""
    try:
        Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True
