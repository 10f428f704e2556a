"""The rule ``property-outside-properties``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.findings import Severity
from contracts.linting.keywords import SCHEMA_KEYWORDS
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def _check(here: Visit, _: Survey) -> Iterable[Found]:
    return () if SCHEMA_KEYWORDS.issuperset(here.node) else _look(here)


def _look(here: Visit) -> Iterator[Found]:
    for key, value in here.node.items():
        if key not in SCHEMA_KEYWORDS and isinstance(key, str) and key[:2] != "x-" and _is_schema(value):
            yield Found(child_pointer(pointer_of(here.trail), key), f"{key!r} looks like a property, but is no keyword")


def _is_schema(value: Any) -> bool:
    """Whether a value is written as a schema is."""
    return isinstance(value, dict) and (isinstance(value.get("$ref"), str) or value.get("type") in TYPES)


RULE = Rule(
    id="property-outside-properties",
    family="schemas",
    title="properties stand under 'properties'",
    severity=Severity.WARNING,
    why="Since OpenAPI 3.1 a schema may hold any key, and an unknown one is passed over (JSON Schema Core, section "
    "6.5), so a property that stands beside 'properties' is neither documented nor checked.",
    good="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, id: {type: string}}
""",
    remedy="move it under 'properties'",
    looks_at=("schema",),
    check=_check,
    versions=("3.1", "3.2"),
)
