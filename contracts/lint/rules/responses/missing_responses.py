"""Rules about responses that operations do not document: ``response-missing-success`` and ``no-error-response``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_success(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    if visit.kind == "operation":
        if "responses" not in visit.node and index.version != "3.0":  # required by the schema of 3.0
            yield Violation(pointer_of(visit.trail), "no response is documented")
        return
    statuses = [str(status) for status in visit.node if not str(status).startswith("x-")]
    if statuses and not any(status[:1] in ("1", "2", "3") or status == "default" for status in statuses):
        yield Violation(pointer_of(visit.trail), f"no success response is documented, only {', '.join(statuses[:6])}")


RESPONSE_MISSING_SUCCESS = Rule(
    id="response-missing-success",
    family="responses",
    title="operations must document a success response",
    severity=Severity.WARNING,
    why="The responses 'SHOULD' include that of a successful call (OpenAPI 3.1, 'Responses Object'). Without it, "
    "generated clients cannot read the result.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '404': {description: No cases found}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'404': {description: No cases found}}
""",
    remedy="document a 2XX or 3XX response, or 'default'",
    node_types=("responses", "operation"),
    check=_check_success,
)


MAX_SHARE = 5
"""Single operations are reported if at most one in five documents no error."""


def _check_errors(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    """Yield one violation per operation if most of the API's document errors, else one for the whole document."""
    documented = [site for site in index.operations if site.within == "paths" and mapping(site.node, "responses")]
    silent = [site for site in documented if not any(_is_error(str(key)) for key in site.node["responses"])]
    if silent and len(silent) == len(documented):
        pointer = child_pointer(silent[0].pointer, "responses")
        message = f"none of the {len(silent)} operations documents an error response"
        yield Violation(pointer, message if len(silent) > 1 else f"{silent[0].name} documents no error response")
    elif MAX_SHARE * len(silent) <= len(documented):
        for site in silent:
            yield Violation(child_pointer(site.pointer, "responses"), f"{site.name} documents no error response")


def _is_error(status: str) -> bool:
    return status[:1] in ("4", "5") or status == "default"


NO_ERROR_RESPONSE = Rule(
    id="no-error-response",
    family="responses",
    title="operations should document error responses",
    severity=Severity.HINT,
    why="Documents are 'expected to cover a successful operation response and any known errors' (OpenAPI 3.1, "
    "'Responses Object'). Single operations are reported if four of five document errors; if none does, this is "
    "reported once.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '429': {description: Too many requests}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}}
""",
    remedy="document the 4XX and 5XX responses of the operation, or 'default'",
    node_types=("document",),
    check=_check_errors,
)
