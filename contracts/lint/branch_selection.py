"""The branch of ``oneOf`` or ``anyOf`` that an invalid value was probably meant to match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.spec.metaschema import ValidationIssue

Tree = dict[str, Any]

NAMED = "#/components/schemas/"


def narrowed(breach: ValidationIssue, tree: Tree) -> Iterator[ValidationIssue]:
    """The violations behind one of ``oneOf`` or ``anyOf``: those of the branch that was probably meant.

    :param tree: the document in 3.1 form, for its discriminators.
    """
    branches = breach.branches
    if not branches or not all(branches) or breach.lacks_one_key or wrong_kind(breach) or wrong_types(breach):
        yield breach
        return
    branch = _discriminated(breach, tree) or min(branches, key=lambda one: _distance(one, len(breach.path)))
    for inner in branch:
        yield from narrowed(inner, tree)


def wrong_kind(breach: ValidationIssue) -> tuple[str | int, list[Any]] | None:
    """The property that distinguishes all branches, and its allowed values, if its value matches none of them."""
    kinds = [_kinds(branch, len(breach.path)) for branch in breach.branches]
    common = [name for name in kinds[0] if all(name in others for others in kinds)] if kinds else []
    if not common:
        return None
    return common[0], [option for others in kinds for option in others[common[0]]]


def wrong_types(breach: ValidationIssue) -> list[str]:
    """The types that the branches require, if the value has none of them; otherwise empty."""
    found: dict[str, None] = {}
    for branch in breach.branches:
        types = [inner.detail["types"] for inner in branch if inner.keyword == "type" and inner.path == breach.path]
        if not types:
            return []
        found.update(dict.fromkeys(types[0]))
    return list(found)


def _kinds(branch: list[ValidationIssue], depth: int) -> dict[str | int, list[Any]]:
    """The properties whose ``const`` or ``enum`` a value violates in a branch, with the allowed values."""
    found: dict[str | int, list[Any]] = {}
    for inner in branch:
        if len(inner.path) == depth + 1 and inner.keyword in ("const", "enum"):
            detail = inner.detail
            found[inner.path[-1]] = detail["options"] if inner.keyword == "enum" else [detail["expected_value"]]
    return found


def _distance(branch: list[ValidationIssue], depth: int) -> tuple[int, int, int]:
    """The distance of a value from a branch: violated types and constants, number of violations, and their depth."""
    sorts = sum(inner.keyword == "type" and len(inner.path) == depth for inner in branch)
    return sorts + len(_kinds(branch, depth)), len(branch), -max(len(inner.path) for inner in branch)


def _discriminated(breach: ValidationIssue, tree: Tree) -> list[ValidationIssue] | None:
    """The branch that a discriminator selects (OpenAPI 3.1, "Discriminator Object"); ``None`` if there is none."""
    schema: Any = tree
    try:
        for token in breach.rule[:-1]:
            schema = schema[token]
        discriminator, parts = schema["discriminator"], schema[breach.keyword]
        name = breach.value[discriminator["propertyName"]]
        mapping = discriminator.get("mapping") or {}
        target = mapping.get(name, name)
        references = {target, f"{NAMED}{target}"}
        index = next(index for index, part in enumerate(parts) if part.get("$ref") in references)
    except (KeyError, IndexError, TypeError, AttributeError, StopIteration):
        return None
    return breach.branches[index] if index < len(breach.branches) else None
