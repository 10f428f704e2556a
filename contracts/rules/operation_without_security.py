"""The rule ``operation-without-security``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.requirements import is_secured
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

WRITES = ("post", "put", "patch", "delete")


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    operations = [operation for operation in survey.operations if operation.within == "paths"]
    secured: dict[str, str] = {}
    for operation in operations:
        if is_secured(survey, operation):
            secured.setdefault(operation.path, operation.method.upper())
    for operation in operations:
        other = secured.get(operation.path)
        if other and operation.method in WRITES and "security" not in operation.node and "security" not in survey.tree:
            yield Found(
                operation.pointer, f"{operation.name} asks for no credential, where {other} of the same path does"
            )


RULE = Rule(
    id="operation-without-security",
    family="security",
    title="an operation that writes asks for a credential where others of its path do",
    severity=Severity.HINT,
    why="Without 'security' of its own or of the document an operation is open to everybody (OpenAPI 3.1, 'Operation "
    "Object'); where its neighbours are not, that is mostly an oversight.",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /cases:
    get: {operationId: listCases, security: [{key: []}], responses: {'200': {description: The cases}}}
    delete: {operationId: deleteCases, security: [{key: []}], responses: {'204': {description: They are gone}}}
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /cases:
    get: {operationId: listCases, security: [{key: []}], responses: {'200': {description: The cases}}}
    delete: {operationId: deleteCases, responses: {'204': {description: They are gone}}}
""",
    remedy="give it 'security', or 'security: []' where it is meant to be open",
    looks_at=("document",),
    check=_check,
)
