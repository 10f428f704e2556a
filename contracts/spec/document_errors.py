"""Structural errors of a document: the errors of a JSON Schema validator, reduced to the mistakes behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jsonschema_rs import ValidationError

from contracts.spec.messages import (
    describe,
    excluding_keys,
    extra_key_hint,
    format_value,
    one_of,
    owner_of,
    version_hint,
)
from contracts.spec.metaschema import ValidationIssue, known_keys
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer
from contracts.wording import close_matches

EXTRA = frozenset({"additionalProperties", "unevaluatedProperties"})

LATER_METHODS = {"2.0": {"trace", "query"}, "3.0": {"query"}, "3.1": {"query"}}
"""HTTP methods of a path item that a version of OpenAPI does not have."""

Tokens = tuple[str | int, ...]
"""Path in a tree."""


class DocumentIssue(NamedTuple):
    """One error.

    :param pointer: JSON pointer relative to the object that was validated.
    """

    pointer: str
    message: str
    hint: str = ""


def faults(errors: Sequence[ValidationError], version: str) -> Iterator[DocumentIssue]:
    """Explain the errors of one validation, each error once.

    :param version: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.
    """
    leaves = [leaf for error in errors for leaf in narrow(ValidationIssue(error))]
    mistyped = {leaf.path for leaf in leaves if leaf.keyword == "type"}
    leaves = [leaf for leaf in leaves if leaf.keyword == "type" or leaf.path not in mistyped]
    clear = [leaf.path for leaf in leaves if not _is_vague(leaf)]
    broken = {*clear, *(path[:-1] for path in clear)}
    # An error further down makes the subschema that defines a key fail, so the key is reported as unknown too.
    broken |= {leaf.path[:length] for leaf in leaves for length in range(1, len(leaf.path) + 1)} - {
        leaf.path for leaf in leaves if _is_vague(leaf)
    }
    found = {fault: None for leaf in leaves for fault in explain(leaf, version, broken)}
    yield from found


def _is_vague(breach: ValidationIssue) -> bool:
    """Whether an error may be a consequence of another one in the same object."""
    return breach.keyword in EXTRA or (breach.is_about_alternatives and not all(breach.branches))


def narrow(breach: ValidationIssue) -> Iterator[ValidationIssue]:
    """Replace an error about alternatives with the errors of the alternative that was most likely intended."""
    branches = breach.branches
    if not branches or not all(branches) or breach.lacks_one_key or wrong_discriminant(breach):
        yield breach
    else:
        for inner in min(branches, key=lambda branch: _distance(branch, breach.path)):
            yield from narrow(inner)


def _distance(branch: list[ValidationIssue], path: Tokens) -> tuple[int, int, int]:
    """Distance of a value from an alternative: mismatches of kind, then number of errors, then their depth."""
    mismatches = sum(_is_mismatch(breach, path) for breach in branch)
    return mismatches, len(branch), -max(len(breach.path) for breach in branch)


def _is_mismatch(breach: ValidationIssue, path: Tokens) -> bool:
    """Whether an error shows that another kind of object was intended: ``$ref``, type, ``in`` or ``flow`` differ."""
    depth = len(breach.path) - len(path)
    match breach.keyword:
        case "required":
            return depth == 0 and breach.detail["property"] == "$ref"
        case "type":
            return depth == 0
    return depth == 1 and (_is_discriminant(breach) or (breach.keyword == "enum" and breach.path[-1] == "flow"))


def _is_discriminant(breach: ValidationIssue) -> bool:
    """Whether an error is about the key that distinguishes the alternatives, in 3.0 an ``enum`` of one value."""
    return breach.keyword == "enum" and len(breach.detail["options"]) == 1 and breach.path[-1] in ("in", "type")


INVALID_REGEX = "is not a valid regular expression"
"""End of the message about a regular expression."""

_JAVASCRIPT = "use ECMAScript (JavaScript) syntax"


def _invalid_regex(pattern: object) -> str:
    return f"{format_value(pattern)} {INVALID_REGEX}"


def wrong_discriminant(breach: ValidationIssue) -> tuple[str | int, list[str]] | None:
    """The key that distinguishes the alternatives and its allowed values, if its value matches none of them."""
    tags = [next((inner for inner in branch if _is_discriminant(inner)), None) for branch in breach.branches]
    found = [tag for tag in tags if tag is not None]
    if not found or len(found) < len(tags):
        return None
    return found[0].path[-1], [tag.detail["options"][0] for tag in found]


def explain(breach: ValidationIssue, version: str, broken: set[Tokens]) -> Iterator[DocumentIssue]:
    """Explain one error.

    :param broken: paths of objects that have a clear error; vague errors are skipped there.
    """
    path = breach.path
    pointer = child_pointer("", *path)
    if breach.keyword in EXTRA:
        yield from _extra_keys(breach, version, broken)
    elif breach.keyword == "propertyNames":
        name = ValidationIssue(breach.detail["error"])
        is_regex = name.keyword == "format" and name.detail["format"] == "regex"
        words = (_invalid_regex(name.value), _JAVASCRIPT) if is_regex else describe(name)
        yield DocumentIssue(child_pointer(pointer, name.value), *words)
    elif breach.keyword == "format":
        # An invalid pattern makes a document unusable; other formats, such as email addresses, are checked by rules.
        if breach.detail["format"] == "regex":
            yield DocumentIssue(pointer, _invalid_regex(breach.value), _JAVASCRIPT)
    elif not breach.is_about_alternatives:
        yield DocumentIssue(pointer, *describe(breach))
    elif discriminant := wrong_discriminant(breach):
        key, values = discriminant
        yield DocumentIssue(child_pointer(pointer, key), *one_of(breach.value[key], values))
    elif not _is_vague(breach):
        yield DocumentIssue(pointer, *describe(breach))
    elif path not in broken:
        yield DocumentIssue(pointer, *excluding_keys(breach, version))


def _extra_keys(breach: ValidationIssue, version: str, broken: set[Tokens]) -> Iterator[DocumentIssue]:
    path = breach.path
    owner = owner_of(breach)
    known = known_keys(version, breach.rule)
    likely = known | (set(METHODS) - LATER_METHODS.get(version, set()) if owner == "path item" else set())
    absent = sorted(likely - set(breach.value))
    for key in breach.detail["unexpected"]:
        pointer = child_pointer("", *path, key)
        hint = version_hint(version, owner, key)
        close = [] if hint else _close(key, absent)
        if key in known:
            if path not in broken and (*path, key) not in broken:
                yield DocumentIssue(pointer, f"key {key!r} cannot be combined with the other keys here", "remove it")
        elif close:
            yield DocumentIssue(
                pointer, f"unknown key {key!r}; did you mean {close[0]!r}?", f"rename it to {close[0]!r}"
            )
        else:
            yield DocumentIssue(pointer, f"unknown key {key!r}", hint or extra_key_hint(breach))


def _close(key: str, known: list[str]) -> list[str]:
    """The most similar known key, if any; HTTP methods are compared in lower case."""
    return close_matches(key if key.lower() not in METHODS else key.lower(), known, 1, 0.7)
