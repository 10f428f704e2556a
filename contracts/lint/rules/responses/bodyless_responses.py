"""Rules about responses that cannot have a body: ``response-body-forbidden`` and ``head-with-body``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_status(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for status, site in index.members(pointer_of(visit.trail), visit.node):
        if _has_no_body(status) and mapping(site.node, "content"):
            is_shared = site.place != site.pointer
            yield Violation(
                site.place if is_shared else child_pointer(site.pointer, "content"),
                f"a {status} response must not have a body, but content is documented",
                _hint(status, is_shared),
            )


def _has_no_body(status: str) -> bool:
    return status in ("204", "205", "304") or (status[:1] == "1" and len(status) == 3)


def _hint(status: str, is_shared: bool) -> str:
    if is_shared:
        return "reference a response without content"
    return "remove 'content', or document another status code such as 200" if status == "204" else "remove 'content'"


RESPONSE_BODY_FORBIDDEN = Rule(
    id="response-body-forbidden",
    family="responses",
    title="1XX, 204, 205 and 304 responses must not have a body",
    severity=Severity.ERROR,
    why="1XX, 204 and 304 responses end after the header section, and 205 responses must not have content (RFC 9110, "
    "sections 6.4.1, 15.3.5, 15.3.6 and 15.4.5). Clients ignore the content or read it as the next response.",
    good="""\
paths:
  /cases:
    put:
      operationId: replaceCases
      responses: {'204': {description: Cases replaced}}
""",
    bad="""\
paths:
  /cases:
    put:
      operationId: replaceCases
      responses:
        '204': {description: Cases replaced, content: {application/json: {schema: {type: object}}}}
""",
    remedy="remove 'content'",
    node_types=("responses",),
    check=_check_status,
)


def _check_head(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    head = mapping(visit.node["head"])
    for status, site in index.members(child_pointer(pointer_of(visit.trail), "head"), head, "responses"):
        if mapping(site.node, "content"):
            pointer = site.place if site.place != site.pointer else child_pointer(site.pointer, "content")
            yield Violation(pointer, f"response {status} to HEAD must not have a body, but content is documented")
            return


HEAD_WITH_BODY = Rule(
    id="head-with-body",
    family="responses",
    title="responses to HEAD should not document a body",
    severity=Severity.HINT,
    why="'The server MUST NOT send content in the response' to HEAD (RFC 9110, section 9.3.2), so the documented body "
    "is never sent. Reported once per operation.",
    good="""\
paths:
  /cases:
    head:
      operationId: countCases
      responses: {'200': {description: Count in a header, headers: {X-Total-Count: {schema: {type: integer}}}}}
""",
    bad="""\
paths:
  /cases:
    head:
      operationId: countCases
      responses: {'200': {description: The number of cases, content: {application/json: {schema: {type: integer}}}}}
""",
    remedy="remove 'content', and document the headers",
    node_types=("path-item.head",),
    check=_check_head,
)
