"""The rule ``property-shut-out``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.contradictions import shut_out
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for place, names in shut_out(schemas_of(survey), here.node):
        pointer = child_pointer(pointer_of(here.trail), *place)
        named = ", ".join(map(repr, names[:4])) + (", …" if len(names) > 4 else "")
        yield Found(pointer, f"'additionalProperties: false' forbids {named} of the schemas beside it")


RULE = Rule(
    id="property-shut-out",
    family="schemas",
    title="a closed schema in 'allOf' lets in the properties of the others",
    severity=Severity.WARNING,
    why="'additionalProperties: false' sees only the 'properties' of its own schema, not those of other branches of "
    "'allOf' (JSON Schema Core, 'additionalProperties'), so what those declare is refused.",
    good="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {allOf: [{$ref: '#/components/schemas/Case'}, {properties: {at: {type: string}}}]}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}, additionalProperties: false}
    Closed: {allOf: [{$ref: '#/components/schemas/Case'}, {properties: {at: {type: string}}}]}
""",
    remedy="leave the parts open; since 3.1 close the whole with 'unevaluatedProperties: false'",
    looks_at=("schema.allOf",),
    check=_check,
)
