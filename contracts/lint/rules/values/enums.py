"""Rules for the values of ``enum`` and ``const``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.value_errors import shown
from contracts.lint.value_validation import ValueResult, value_results
from contracts.lint.values import Role
from contracts.schema.json_types import equality_key
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def duplicate_values(here: Visit) -> Iterator[Violation]:
    """The duplicates in the ``enum`` of a schema; ``1`` and ``1.0`` are equal, ``1`` and ``true`` are not.

    (JSON Schema 2020-12, core, 4.2.2.)
    """
    members = here.node.get("enum")
    if not isinstance(members, list) or _are_plainly_unique(members):
        return
    first: dict[Any, int] = {}
    for index, member in enumerate(members):
        same = first.setdefault(equality_key(member), index)
        if same != index:
            pointer = child_pointer(pointer_of(here.trail), "enum", index)
            message = f"enum lists {shown(member)} more than once, first as item {same + 1}"
            yield Violation(pointer, message, fixes=(Fix("remove", pointer),))


def _are_plainly_unique(members: list[object]) -> bool:
    return all(type(member) is str for member in members) and len(set(members)) == len(members)


def _check_const(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(document_index, Role.CONSTANT):
        if verdict.is_certain:
            yield verdict.found("const does not match its schema")


CONST_CONFLICT = Rule(
    id="const-conflict",
    family="values",
    title="'const' must match the rest of its schema",
    severity=Severity.ERROR,
    why="'const' allows a single value (JSON Schema 2020-12, validation, 6.1.3). If another keyword rejects it, no "
    "value is valid.",
    good="""\
components:
  schemas:
    Version: {type: integer, const: 2}
""",
    bad="""\
components:
  schemas:
    Version: {type: string, const: 2}
""",
    remedy="correct 'const', or the keyword that rejects it",
    node_types=("document",),
    check=_check_const,
    versions=("3.1", "3.2"),
)


def _check_duplicate(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    yield from duplicate_values(visit)


ENUM_DUPLICATE = Rule(
    id="enum-duplicate",
    family="values",
    title="'enum' values should be unique",
    severity=Severity.WARNING,
    why="The values of 'enum' should be unique (JSON Schema 2020-12, validation, 6.1.2). Generated code gets two "
    "constants for one value, and the duplicate is often a typing error for another value. In OpenAPI 3.0 duplicates "
    "are an error, see 'enum-not-unique'.",
    good="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc]}
""",
    bad="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc, asc]}
""",
    remedy="remove the duplicate",
    node_types=("schema.enum",),
    check=_check_duplicate,
    versions=("2.0", "3.1", "3.2"),
    fixable=True,
)


def _check_empty(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.node["enum"] == []:
        yield Violation(pointer_of((visit.trail, "enum")), "enum is empty, so no value is valid")


ENUM_EMPTY = Rule(
    id="enum-empty",
    family="values",
    title="'enum' must not be empty",
    severity=Severity.ERROR,
    why="An empty 'enum' rejects every value (JSON Schema 2020-12, validation, 6.1.2: it should have at least one "
    "element). In OpenAPI 3.0 the structure check reports it.",
    good="""\
components:
  schemas:
    Order: {type: string, enum: [asc]}
""",
    bad="""\
components:
  schemas:
    Order: {type: string, enum: []}
""",
    remedy="list the allowed values, or remove 'enum'",
    node_types=("schema.enum",),
    check=_check_empty,
    versions=("2.0", "3.1", "3.2"),
)


def _check_values(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    groups: dict[tuple[str, str], list[ValueResult]] = {}
    for verdict in value_results(document_index, Role.MEMBER):
        # Other rules report null without 'nullable', and 'const'.
        if verdict.is_certain and verdict.value.value is not None and verdict.issue.keyword != "const":
            groups.setdefault((verdict.value.schema, verdict.issue.keyword), []).append(verdict)
    for group in groups.values():
        yield _group_finding(group)


def _group_finding(group: list[ValueResult]) -> Violation:
    """One finding, at the first value, for all values of an enum that the same keyword rejects."""
    first = group[0].found("enum value does not match its schema")
    if group[0].issue.detail.get("types") == ["array"]:
        first = first._replace(hint="move 'enum' below 'items': it lists the items, not the arrays")
    others = len(group) - 1
    return first._replace(message=f"{first.message} (and {others} more)") if others else first


ENUM_MEMBER_INVALID = Rule(
    id="enum-member-invalid",
    family="values",
    title="'enum' values must match the rest of their schema",
    severity=Severity.ERROR,
    why="A value must match all keywords of its schema, so an 'enum' value that another keyword rejects is never "
    "valid (JSON Schema 2020-12, core, 7.6.1). In YAML, unquoted 'no', 'on' and '1' are not strings.",
    good="""\
components:
  schemas:
    Answer: {type: string, enum: ['1', '2']}
""",
    bad="""\
components:
  schemas:
    Answer: {type: string, enum: [1, '2']}
""",
    remedy="correct the value, or the keyword that rejects it",
    node_types=("document",),
    check=_check_values,
)


def _check_not_unique(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "$ref" not in visit.node:
        yield from duplicate_values(visit)


ENUM_NOT_UNIQUE = Rule(
    id="enum-not-unique",
    family="values",
    title="'enum' values of OpenAPI 3.0 must be unique",
    severity=Severity.ERROR,
    why="Validators of OpenAPI 3.0 use JSON Schema draft 4, which requires unique 'enum' values (validation, "
    "5.5.1.1), and reject the document. Since 3.1 duplicates are a warning, see 'enum-duplicate'.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Order: {type: string, enum: [asc, desc]}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Order: {type: string, enum: [asc, desc, asc]}
""",
    remedy="remove the duplicate",
    node_types=("schema.enum",),
    check=_check_not_unique,
    versions=("3.0",),
    fixable=True,
)
