"""The rule ``required-undeclared``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.declared import entry_check_of, undeclared
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.spelling import guess
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    node = here.node
    if ("$ref" in node and tree.is_old) or id(node) in entry_check_of(survey).missing:
        return
    for index, name, declared in undeclared(tree, node):
        if declared.names:
            message = f"required property {name!r} is declared nowhere{guess(name, sorted(declared.names))}"
            yield Found(child_pointer(pointer_of(here.trail), "required", index), message)


RULE = Rule(
    id="required-undeclared",
    family="schemas",
    title="what a schema requires is declared among its properties",
    severity=Severity.WARNING,
    why="A misspelt name in 'required' demands a property that nobody sends, while the one that was meant stays "
    "optional (JSON Schema Validation, 'required'; OpenAPI 3.1, 'Schema Object').",
    good="""\
components:
  schemas:
    Case: {type: object, required: [id], properties: {id: {type: string}}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, required: [uid], properties: {id: {type: string}}}
""",
    remedy="declare it under 'properties', or correct its name",
    looks_at=("schema.required",),
    check=_check,
)
