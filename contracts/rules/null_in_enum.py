"""The rule ``null-in-enum``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.schema.json_types import accepted_types, describe_types
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    node, is_old = here.node, schemas_of(survey).is_old
    values = node.get("enum")
    if not isinstance(values, list) or None not in values or ("$ref" in node and is_old):
        return
    if "type" in node and "null" not in accepted_types(node, is_old):
        pointer = child_pointer(pointer_of(here.trail), "enum", values.index(None))
        hint = "add 'nullable: true'" if is_old else "add \"null\" to 'type'"
        message = f"enum lists null, but the type is {describe_types(accepted_types(node, is_old))}"
        yield Found(pointer, message, f"{hint}, or remove null")


RULE = Rule(
    id="null-in-enum",
    family="schemas",
    title="null stands in an enum only where the type lets it in",
    severity=Severity.ERROR,
    why="'type' and 'enum' hold together (JSON Schema Validation, chapter 6), so null is refused although it is "
    "listed; in OpenAPI 3.0 'nullable: true' lets it in, since 3.1 the type 'null'.",
    good="""\
components:
  schemas:
    Colour: {type: [string, 'null'], enum: [red, green, null]}
""",
    bad="""\
components:
  schemas:
    Colour: {type: string, enum: [red, green, null]}
""",
    remedy="let null in, or remove it",
    looks_at=("schema.enum",),
    check=_check,
)
