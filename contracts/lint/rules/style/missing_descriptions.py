"""Rules for descriptions and other documentation that is missing."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import text
from contracts.lint.document_index import DocumentIndex, declared_tags
from contracts.lint.rule import Rule, Violation
from contracts.spec.traversal import Visit, pointer_of


def _check_info_contact(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    yield from _missing_info(index, "contact")


def _check_info_description(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    yield from _missing_info(index, "description")


def _check_info_license(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    yield from _missing_info(index, "license")


def _missing_info(index: DocumentIndex, key: str) -> Iterator[Violation]:
    info = index.tree.get("info")
    if isinstance(info, dict) and key not in info:
        yield Violation("/info", f"'info' has no {key!r}")


def _check_operation_description(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "description" not in visit.node:
        yield Violation(pointer_of(visit.trail), "the operation has no description")


def _check_operation_summary(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "summary" not in visit.node:
        yield Violation(pointer_of(visit.trail), "the operation has no summary")


def _check_parameter_description(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "description" not in visit.node and "$ref" not in visit.node:
        name = text(visit.node.get("name"))
        subject = f"parameter {name!r}" if name else "the parameter"
        yield Violation(pointer_of(visit.trail), f"{subject} has no description")


def _check_tag_description(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for tag in declared_tags(index):
        if "description" not in tag.node and "summary" not in tag.node:
            yield Violation(tag.pointer, f"tag {tag.name!r} has no description")


INFO_CONTACT_MISSING = Rule(
    id="info-contact-missing",
    family="style",
    title="'info' should have a contact",
    severity=Severity.HINT,
    why="Readers who find a bug or need access must know whom to contact (OpenAPI 3.1, 'Contact Object').",
    good="""\
info: {title: Cases, version: '1', contact: {name: API team, email: api@example.org}}
""",
    bad="""\
info: {title: Cases, version: '1'}
""",
    remedy="add 'contact' with a name and an email or URL",
    node_types=("document",),
    check=_check_info_contact,
)

INFO_DESCRIPTION_MISSING = Rule(
    id="info-description-missing",
    family="style",
    title="'info' should have a description",
    severity=Severity.HINT,
    why="The description of the API is the first text that readers see (OpenAPI 3.1, 'Info Object').",
    good="""\
info: {title: Cases, version: '1', description: Tickets of the support}
""",
    bad="""\
info: {title: Cases, version: '1'}
""",
    remedy="describe in a paragraph what the API is for and how to start",
    node_types=("document",),
    check=_check_info_description,
)

INFO_LICENSE_MISSING = Rule(
    id="info-license-missing",
    family="style",
    title="'info' should have a license",
    severity=Severity.HINT,
    why="Without a license it is unclear how the API may be used (OpenAPI 3.1, 'License Object').",
    good="""\
info: {title: Cases, version: '1', license: {name: Apache-2.0}}
""",
    bad="""\
info: {title: Cases, version: '1'}
""",
    remedy="add 'license' with a name, e.g. 'Apache-2.0'",
    node_types=("document",),
    check=_check_info_license,
)

OPERATION_DESCRIPTION_MISSING = Rule(
    id="operation-description-missing",
    family="style",
    title="operations should have a description",
    severity=Severity.HINT,
    why="The description explains the behavior of the operation, which is documented nowhere else (OpenAPI 3.1, "
    "'Operation Object': 'a verbose explanation of the operation behavior').",
    good="""\
paths:
  /cases:
    get:
      description: All cases that the caller may see, the latest first.
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    remedy="describe what the operation does, who may call it and when it fails",
    node_types=("operation",),
    check=_check_operation_description,
)

OPERATION_SUMMARY_MISSING = Rule(
    id="operation-summary-missing",
    family="style",
    title="operations should have a summary",
    severity=Severity.HINT,
    why="Documentation tools show the summary in lists of operations (OpenAPI 3.1, 'Operation Object': 'a short "
    "summary of what the operation does').",
    good="""\
paths:
  /cases:
    get:
      summary: List all cases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    remedy="add a summary of a few words",
    node_types=("operation",),
    check=_check_operation_summary,
)

PARAMETER_DESCRIPTION_MISSING = Rule(
    id="parameter-description-missing",
    family="style",
    title="parameters should have a description",
    severity=Severity.HINT,
    why="The name alone rarely explains which values a parameter accepts and what its absence means (OpenAPI 3.1, "
    "'Parameter Object').",
    good="""\
paths:
  /cases:
    get:
      parameters:
      - {name: state, in: query, schema: {type: string}, description: Only cases in this state}
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      parameters:
      - {name: state, in: query, schema: {type: string}}
      responses: {'200': {description: All cases}}
""",
    remedy="describe what the parameter does and what happens without it",
    node_types=("parameter",),
    check=_check_parameter_description,
)

TAG_DESCRIPTION_MISSING = Rule(
    id="tag-description-missing",
    family="style",
    title="declared tags should have a description",
    severity=Severity.HINT,
    why="Documentation tools show the description above the operations with this tag (OpenAPI 3.1, 'Tag Object').",
    good="""\
tags: [{name: cases, description: Tickets of the support}]
""",
    bad="""\
tags: [{name: cases}]
""",
    remedy="describe in a sentence which operations have this tag",
    node_types=("document",),
    check=_check_tag_description,
)
