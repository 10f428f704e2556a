"""Which of several alternatives a value was meant to be: what is wrong with that one is what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.spec.breach import Breach

Tree = dict[str, Any]

NAMED = "#/components/schemas/"


def narrowed(breach: Breach, tree: Tree) -> Iterator[Breach]:
    """The breaches behind one of ``oneOf`` or ``anyOf``: those of the branch that was most likely meant.

    :param tree: the document in 3.1 form, for its discriminators.
    """
    branches = breach.branches
    if not branches or not all(branches) or breach.lacks_one_key or wrong_kind(breach) or wrong_types(breach):
        yield breach
        return
    branch = _discriminated(breach, tree) or min(branches, key=lambda one: _distance(one, len(breach.path)))
    for inner in branch:
        yield from narrowed(inner, tree)


def wrong_kind(breach: Breach) -> tuple[str | int, list[Any]] | None:
    """The property that tells all branches apart, and what it may be, where its value fits none of them."""
    kinds = [_kinds(branch, len(breach.path)) for branch in breach.branches]
    common = [name for name in kinds[0] if all(name in others for others in kinds)] if kinds else []
    if not common:
        return None
    return common[0], [option for others in kinds for option in others[common[0]]]


def wrong_types(breach: Breach) -> list[str]:
    """The types that the branches ask for, where the value has none of them; else empty."""
    found: dict[str, None] = {}
    for branch in breach.branches:
        types = [inner.detail["types"] for inner in branch if inner.keyword == "type" and inner.path == breach.path]
        if not types:
            return []
        found.update(dict.fromkeys(types[0]))
    return list(found)


def _kinds(branch: list[Breach], depth: int) -> dict[str | int, list[Any]]:
    """The properties whose value a branch fixes otherwise, with what they may be there."""
    found: dict[str | int, list[Any]] = {}
    for inner in branch:
        if len(inner.path) == depth + 1 and inner.keyword in ("const", "enum"):
            detail = inner.detail
            found[inner.path[-1]] = detail["options"] if inner.keyword == "enum" else [detail["expected_value"]]
    return found


def _distance(branch: list[Breach], depth: int) -> tuple[int, int, int]:
    """How far a value is from a branch: of another sort, then how many breaches, then how shallow they are."""
    sorts = sum(inner.keyword == "type" and len(inner.path) == depth for inner in branch)
    return sorts + len(_kinds(branch, depth)), len(branch), -max(len(inner.path) for inner in branch)


def _discriminated(breach: Breach, tree: Tree) -> list[Breach] | None:
    """The branch that a discriminator chooses (OpenAPI 3.1, "Discriminator Object"); ``None`` where there is none."""
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
