"""Which values may omit required properties because they are read-only or write-only."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from contracts.lint.document_index import DocumentIndex
from contracts.lint.values import Direction, DocumentValue, Role
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.read_write_only import FLAGS

RELAXATIONS: dict[Direction, tuple[str, ...]] = {
    Direction.REQUEST: ("request",),
    Direction.RESPONSE: ("response",),
    Direction.EITHER: ("request", "response"),
}
"""By direction of a value: the directions whose relaxed ``required`` applies to it."""


def may_claim(value: DocumentValue, survey: DocumentIndex) -> bool:
    """Whether a value may omit properties that its direction does not contain.

    A default of 3.1 may not: openapi-spec-validator validates it against the unchanged schema.
    """
    return value.role is not Role.DEFAULT or survey.version == "3.0"


def flagged_names(survey: DocumentIndex) -> dict[str, set[str]]:
    """By direction, the names of the properties that its messages may omit, including referenced ones."""
    names: dict[str, set[str]] = {}
    for direction, flag in FLAGS.items():
        flagged = {id(here.node) for here in survey.by_kind.get("schema", ()) if here.node.get(flag) is True}
        for here in survey.by_kind.get("schema", ()) if flagged else ():
            properties = here.node.get("properties")
            for name, node in properties.items() if isinstance(properties, dict) else ():
                if id(node) in flagged or (
                    isinstance(node, dict) and "$ref" in node and _leads_to(flagged, node, survey)
                ):
                    names.setdefault(direction, set()).add(name)
    return names


def _leads_to(flagged: set[int], node: dict[str, Any], survey: DocumentIndex) -> bool:
    site = survey.follow("", node)
    return site is not None and id(site.node) in flagged


def lacks(breaches: list[ValidationIssue], names: Collection[str]) -> bool:
    """Whether one of the properties is missing."""
    return bool(names) and any(
        (breach.keyword == "required" and breach.detail["property"] in names)
        or any(lacks(branch, names) for branch in breach.branches)
        for breach in breaches
    )
