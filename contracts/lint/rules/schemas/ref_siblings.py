"""Rules for keys beside ``$ref`` that are ignored before OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.reference_siblings import ignored_siblings, is_documentation, violation
from contracts.lint.rule import Rule, Violation
from contracts.spec.object_model import REFERABLE
from contracts.spec.traversal import Visit


def _check_documentation(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    keys = ignored_siblings(visit, index)
    if keys and is_documentation(visit, keys):
        yield violation(visit, keys)


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
    versions=("2.0", "3.0"),
)


def _check_constraints(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    keys = ignored_siblings(visit, index)
    if keys and not is_documentation(visit, keys):
        yield violation(visit, keys)


REF_SIBLINGS_IGNORED = Rule(
    id="ref-siblings-ignored",
    family="schemas",
    title="constraints beside '$ref' must not be ignored",
    severity=Severity.WARNING,
    why="Before OpenAPI 3.1 keys beside '$ref' are ignored in schemas (OpenAPI 3.0, 'Reference Object'), so the "
    "constraint has no effect. References elsewhere have the rule reference-siblings.",
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
    remedy="move '$ref' into 'allOf'",
    node_types=("schema.$ref",),
    check=_check_constraints,
    versions=("2.0", "3.0"),
)
