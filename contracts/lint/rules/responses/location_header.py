"""The rule ``location-header-missing``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex, LocatedNode
from contracts.lint.rule import Rule, Violation
from contracts.spec.traversal import Visit

REDIRECTS = ("301", "302", "303", "307", "308")


class LocationResponse(NamedTuple):
    """A response that should have the header ``Location``: a redirect, or a 201 response to POST."""

    operation: str
    status: str
    site: LocatedNode

    @property
    def has_location(self) -> bool:
        """Whether it documents ``Location`` or ``Content-Location``."""
        return any(name.lower() in ("location", "content-location") for name in mapping(self.site.node, "headers"))


def _check(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    responses = list(_responses(index))
    created = [response for response in responses if response.status == "201"]
    is_convention = 2 * sum(response.has_location for response in created) > len(created)
    reported: set[str] = set()
    for response in responses:
        pointer = response.site.pointer
        if not response.has_location and (response.status != "201" or is_convention) and pointer not in reported:
            reported.add(pointer)
            target = "the new resource" if response.status == "201" else "the redirect target"
            message = f"{response.status} of {response.operation} has no header 'Location' with the URL of {target}"
            yield Violation(pointer, message)


def _responses(index: DocumentIndex) -> Iterator[LocationResponse]:
    for operation in index.operations:
        for status, site in index.members(operation.pointer, operation.node, "responses"):
            if status in REDIRECTS or (status == "201" and operation.method == "post"):
                yield LocationResponse(operation.name, status, site)


LOCATION_HEADER_MISSING = Rule(
    id="location-header-missing",
    family="responses",
    title="redirects and 201 responses should document the header Location",
    severity=Severity.HINT,
    why="A redirect has its target in Location (RFC 9110, section 15.4), and so does a 201 response unless the new "
    "resource is at the requested URL (section 15.3.2). A 201 response is reported only if most of the API's 201 "
    "responses document the header.",
    good="""\
paths:
  /cases/latest:
    get:
      operationId: latestCase
      responses: {'303': {description: Redirect to the latest case, headers: {Location: {schema: {type: string}}}}}
""",
    bad="""\
paths:
  /cases/latest:
    get:
      operationId: latestCase
      responses: {'303': {description: Redirect to the latest case}}
""",
    remedy="document the header Location",
    node_types=("document",),
    check=_check,
)
