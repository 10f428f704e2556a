"""A validator's errors about a document, each narrowed down to what a person would call the mistake."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jsonschema_rs import ValidationError

from contracts.spec.breach import Breach
from contracts.spec.metaschema import known_keys
from contracts.spec.pointers import child_pointer
from contracts.spec.shapes import METHODS
from contracts.spec.wording import describe, excluding_keys, extra_key_hint, one_of, other_version_hint, owner_of, shown

EXTRA = frozenset({"additionalProperties", "unevaluatedProperties"})

LATER_METHODS = {"2.0": {"trace", "query"}, "3.0": {"query"}, "3.1": {"query"}}
"""The fields of a path item that came later than a version."""

Tokens = tuple[str | int, ...]
"""A way down a tree."""


@dataclass(frozen=True)
class Fault:
    """One mistake.

    :param pointer: below the object that was validated.
    """

    pointer: str
    message: str
    hint: str = ""


def faults(errors: Sequence[ValidationError], version: str) -> Iterator[Fault]:
    """Explain the errors of one validation, each mistake once.

    :param version: ``3.0``, ``3.1`` or ``3.2``.
    """
    leaves = [leaf for error in errors for leaf in narrow(Breach(error))]
    mistyped = {leaf.path for leaf in leaves if leaf.keyword == "type"}
    leaves = [leaf for leaf in leaves if leaf.keyword == "type" or leaf.path not in mistyped]
    clear = [leaf.path for leaf in leaves if not _is_vague(leaf)]
    broken = {*clear, *(path[:-1] for path in clear)}
    # What is wrong further down makes the schema that knows a key fail, and the key unknown with it.
    broken |= {leaf.path[:length] for leaf in leaves for length in range(1, len(leaf.path) + 1)} - {
        leaf.path for leaf in leaves if _is_vague(leaf)
    }
    found = {fault: None for leaf in leaves for fault in explain(leaf, version, broken)}
    yield from found


def _is_vague(breach: Breach) -> bool:
    """Whether a breach may only follow from another one at the same place."""
    return breach.keyword in EXTRA or (breach.is_about_alternatives and not all(breach.branches))


def narrow(breach: Breach) -> Iterator[Breach]:
    """The breaches behind one of alternatives: those of the alternative that was most likely meant."""
    branches = breach.branches
    if not branches or not all(branches) or breach.lacks_one_key or wrong_tag(breach):
        yield breach
    else:
        for inner in min(branches, key=lambda branch: _distance(branch, breach.path)):
            yield from narrow(inner)


def _distance(branch: list[Breach], path: Tokens) -> tuple[int, int, int]:
    """How far a value is from an alternative: of another sort altogether, then how many breaches, then how shallow."""
    misfits = sum(_is_misfit(breach, path) for breach in branch)
    return misfits, len(branch), -max(len(breach.path) for breach in branch)


def _is_misfit(breach: Breach, path: Tokens) -> bool:
    """Whether a breach says that another sort of thing was meant: no reference, another type, ``in`` or ``flow``."""
    depth = len(breach.path) - len(path)
    match breach.keyword:
        case "required":
            return depth == 0 and breach.detail["property"] == "$ref"
        case "type":
            return depth == 0
    return depth == 1 and (_is_tag(breach) or (breach.keyword == "enum" and breach.path[-1] == "flow"))


def _is_tag(breach: Breach) -> bool:
    """Whether a breach is of the key that tells alternatives apart; in 3.0 that is an ``enum`` of one value."""
    return breach.keyword == "enum" and len(breach.detail["options"]) == 1 and breach.path[-1] in ("in", "type")


def wrong_tag(breach: Breach) -> tuple[str | int, list[str]] | None:
    """The key that tells the alternatives apart and the values it may have, where its value fits none of them."""
    tags = [next((inner for inner in branch if _is_tag(inner)), None) for branch in breach.branches]
    found = [tag for tag in tags if tag is not None]
    if not found or len(found) < len(tags):
        return None
    return found[0].path[-1], [tag.detail["options"][0] for tag in found]


def explain(breach: Breach, version: str, broken: set[Tokens]) -> Iterator[Fault]:
    """Put one breach into words.

    :param broken: objects with something clearly wrong in them; what is vague is passed over there.
    """
    path = breach.path
    pointer = child_pointer("", *path)
    if breach.keyword in EXTRA:
        yield from _extra_keys(breach, version, broken)
    elif breach.keyword == "propertyNames":
        name = Breach(breach.detail["error"])
        yield Fault(child_pointer(pointer, name.value), *describe(name))
    elif breach.keyword == "format":
        # Only a pattern has to be right for the document to be usable; a contact's address has not.
        if breach.detail["format"] == "regex":
            message = f"{shown(breach.value)} is not a regular expression"
            yield Fault(pointer, message, "write it as ECMAScript has it")
    elif not breach.is_about_alternatives:
        yield Fault(pointer, *describe(breach))
    elif tag := wrong_tag(breach):
        key, values = tag
        yield Fault(child_pointer(pointer, key), *one_of(breach.value[key], values))
    elif not _is_vague(breach):
        yield Fault(pointer, *describe(breach))
    elif path not in broken:
        yield Fault(pointer, *excluding_keys(breach, version))


def _extra_keys(breach: Breach, version: str, broken: set[Tokens]) -> Iterator[Fault]:
    path = breach.path
    owner = owner_of(breach)
    known = known_keys(version, breach.rule)
    likely = known | (set(METHODS) - LATER_METHODS.get(version, set()) if owner == "path item" else set())
    for key in breach.detail["unexpected"]:
        pointer = child_pointer("", *path, key)
        elsewhere = other_version_hint(version, owner, key)
        close = [] if elsewhere else _close(key, likely - set(breach.value))
        if key in known:
            if path not in broken and (*path, key) not in broken:
                yield Fault(pointer, f"key {key!r} does not fit the other keys here", "remove it")
        elif close:
            yield Fault(pointer, f"unknown key {key!r}; did you mean {close[0]!r}?", f"call it {close[0]!r}")
        else:
            yield Fault(pointer, f"unknown key {key!r}", elsewhere or extra_key_hint(breach))


def _close(key: str, known: set[str]) -> list[str]:
    """The key that is most like another one, if any is; methods are written small."""
    return difflib.get_close_matches(key if key.lower() not in METHODS else key.lower(), sorted(known), 1, 0.7)
