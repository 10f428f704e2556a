"""The rule ``required-beside-all-of``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing
from contracts.linting.declared import entry_check_of
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    missing = entry_check_of(survey).missing.get(id(here.node), ())
    for index, name in enumerate(listing(here.node.get("required"))):
        if isinstance(name, str) and name in missing:
            pointer = child_pointer(pointer_of(here.trail), "required", index)
            yield Found(pointer, f"required property {name!r} is declared neither here nor in 'allOf'")


RULE = Rule(
    id="required-beside-all-of",
    family="schemas",
    title="what a schema requires beside 'allOf' is declared by it or by one of the branches",
    severity=Severity.ERROR,
    why="A schema that is put together with 'allOf' says in one place what its objects hold; a name in 'required' that "
    "none of its parts declares is a slip, and openapi-spec-validator refuses the document for it.",
    good="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {required: [id], allOf: [{$ref: '#/components/schemas/Case'}]}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {required: [ids], allOf: [{$ref: '#/components/schemas/Case'}]}
""",
    remedy="declare it under 'properties', or correct its name",
    looks_at=("schema.allOf",),
    check=_check,
)
