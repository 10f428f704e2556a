"""Rules for keys beside ``$ref`` that are ignored."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.reference_siblings import TELLING, ignored
from contracts.lint.rule import Rule, Violation
from contracts.spec.object_model import REFERABLE
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_documentation(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    key = next((key for key in ignored(visit, survey) if key in TELLING), None)
    if key is not None:
        yield Violation(child_pointer(pointer_of(visit.trail), key), f"{key!r} beside '$ref' is ignored")


REF_DESCRIPTION_IGNORED = Rule(
    id="ref-description-ignored",
    family="schemas",
    title="descriptions beside '$ref' must not be ignored",
    severity=Severity.HINT,
    why="Keys beside '$ref' are ignored (OpenAPI 3.0, 'Reference Object'), so generated documentation does not show "
    "the description.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {allOf: [{$ref: '#/components/schemas/Text'}], description: Who}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {$ref: '#/components/schemas/Text', description: Who}
""",
    remedy="move '$ref' into 'allOf', or describe the referenced object",
    node_types=tuple(f"{kind}.$ref" for kind in sorted(REFERABLE)),
    check=_check_documentation,
)


def _check_constraints(visit: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    keys = [key for key in ignored(visit, survey) if key not in TELLING]
    if keys:
        named = ", ".join(map(repr, keys))
        verb = "is" if len(keys) == 1 else "are"
        yield Violation(child_pointer(pointer_of(visit.trail), keys[0]), f"{named} beside '$ref' {verb} ignored")


REF_SIBLINGS_IGNORED = Rule(
    id="ref-siblings-ignored",
    family="schemas",
    title="constraints beside '$ref' must not be ignored",
    severity=Severity.WARNING,
    why="Keys beside '$ref' are ignored (OpenAPI 3.0, 'Reference Object'; schemas only before 3.1), so the "
    "constraint has no effect.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {allOf: [{$ref: '#/components/schemas/Text'}], minLength: 1}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {$ref: '#/components/schemas/Text', minLength: 1}
""",
    remedy="in a schema, move '$ref' into 'allOf'; otherwise add the key to the referenced object",
    node_types=tuple(f"{kind}.$ref" for kind in sorted(REFERABLE)),
    check=_check_constraints,
)
