"""Rules for null: ``nullable``, the type ``null``, and null in ``enum``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.schema_index import schemas_of
from contracts.schema.json_types import accepted_types, describe_types
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_null_in_enum(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    node, is_old = visit.node, schemas_of(document_index).is_old
    values = node.get("enum")
    if not isinstance(values, list) or None not in values or ("$ref" in node and is_old):
        return
    if "type" in node and "null" not in accepted_types(node, is_old):
        pointer = child_pointer(pointer_of(visit.trail), "enum", values.index(None))
        hint = "add 'nullable: true'" if is_old else "add \"null\" to 'type'"
        message = f"enum lists null but the type is {describe_types(accepted_types(node, is_old))}"
        yield Violation(pointer, message, f"{hint}, or remove null")


NULL_IN_ENUM = Rule(
    id="null-in-enum",
    family="schemas",
    title="'enum' must not list null unless the type allows it",
    severity=Severity.ERROR,
    why="A value must match both 'type' and 'enum' (JSON Schema Validation, section 6), so null is rejected although "
    "it is listed. OpenAPI 3.0 allows null with 'nullable: true', later versions with the type 'null'.",
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
    remedy="allow null in the type, or remove it from 'enum'",
    node_types=("schema.enum",),
    check=_check_null_in_enum,
)


def _check_enum_without_null(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    node = visit.node
    values = node.get("enum")
    if "$ref" in node or node.get("nullable") is not True or "type" not in node or not isinstance(values, list):
        return
    if values and None not in values:
        yield Violation(f"{pointer_of(visit.trail)}/nullable", "'nullable: true' but 'enum' does not list null")


NULLABLE_ENUM_WITHOUT_NULL = Rule(
    id="nullable-enum-without-null",
    family="schemas",
    title="'enum' of a nullable schema must list null",
    severity=Severity.WARNING,
    why="'enum' allows only the listed values, and 'nullable: true' only extends the type (OpenAPI 3.0.3, 'Schema "
    "Object'), so many tools reject null. casemock accepts it, as the author means it.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Colour: {type: string, nullable: true, enum: [red, green, null]}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Colour: {type: string, nullable: true, enum: [red, green]}
""",
    remedy="add null to 'enum', or remove 'nullable'",
    node_types=("schema.nullable",),
    check=_check_enum_without_null,
    versions=("2.0", "3.0"),
)


def _check_in_31(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    node, pointer = visit.node, pointer_of(visit.trail)
    if "nullable" not in node:
        return
    removal = Fix("remove", f"{pointer}/nullable")
    if node["nullable"] is not True:
        yield Violation(f"{pointer}/nullable", "'nullable' is not a keyword since OpenAPI 3.1", "remove it", (removal,))
        return
    message = "'nullable' is not a keyword since OpenAPI 3.1: null is rejected"
    kind = node.get("type")
    if not isinstance(kind, str) or kind == "null" or "const" in node or "enum" in node:
        yield Violation(f"{pointer}/nullable", message)
        return
    widened = Fix("replace", f"{pointer}/type", value=[kind, "null"])
    yield Violation(f"{pointer}/nullable", message, f"write 'type: [{kind}, \"null\"]'", (widened, removal))


NULLABLE_IN_31 = Rule(
    id="nullable-in-31",
    family="schemas",
    title="schemas of OpenAPI 3.1 and later must use the type 'null' instead of 'nullable'",
    severity=Severity.WARNING,
    why="JSON Schema has no 'nullable', so OpenAPI 3.1 and later ignore it and reject null; null is a type instead "
    "(OpenAPI 3.1, 'Schema Object').",
    good="""\
components:
  schemas:
    Name: {type: [string, 'null']}
""",
    bad="""\
components:
  schemas:
    Name: {type: string, nullable: true}
""",
    remedy="use a list of types, e.g. 'type: [string, \"null\"]', or add a branch with the type 'null' to 'anyOf'",
    node_types=("schema.nullable",),
    check=_check_in_31,
    versions=("3.1", "3.2"),
    fixable=True,
)


def _check_without_type(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    node = visit.node
    if node.get("nullable") is not True or "type" in node or "$ref" in node:
        return
    yield Violation(f"{pointer_of(visit.trail)}/nullable", "'nullable: true' has no effect without 'type'")


NULLABLE_WITHOUT_TYPE = Rule(
    id="nullable-without-type",
    family="schemas",
    title="'nullable: true' must have 'type' beside it",
    severity=Severity.WARNING,
    why="'nullable: true' adds null to the 'type' of the same Schema Object (OpenAPI 3.0.3, 'Schema Object'); "
    "without 'type' it has no effect by the letter, and tools differ. casemock accepts null, as the author means it.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Name: {type: string, nullable: true}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {nullable: true, allOf: [{$ref: '#/components/schemas/Text'}]}
""",
    remedy="add 'type'; combined schemas must also allow null",
    node_types=("schema.nullable",),
    check=_check_without_type,
    versions=("3.0",),
)
