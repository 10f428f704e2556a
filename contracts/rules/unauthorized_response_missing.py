"""The rule ``unauthorized-response-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.requirements import is_secured
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import OperationSite, Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit

REFUSALS = frozenset({"401", "403", "4XX", "default"})


FEW = 5
"""One operation in so many differs from the rest; more are a habit."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    """One finding per operation where most of the API's document it, else one for the whole document."""
    secured = [site for site in survey.operations if site.within == "paths" and is_secured(survey, site)]
    silent = [site for site in secured if not REFUSALS & {str(status) for status in mapping(site.node, "responses")}]
    if len(silent) > 1 and len(silent) == len(secured):
        message = f"none of the {len(silent)} operations that ask for a credential documents 401 or 403"
        yield Found(_place(silent[0]), message)
    elif FEW * len(silent) <= len(secured) or len(secured) == 1:
        for site in silent:
            yield Found(_place(site), f"{site.name} asks for a credential, but documents neither 401 nor 403")


def _place(operation: OperationSite) -> str:
    return child_pointer(operation.pointer, *(["responses"] if "responses" in operation.node else []))


RULE = Rule(
    id="unauthorized-response-missing",
    family="security",
    title="operations that ask for a credential document what comes without one",
    severity=Severity.HINT,
    why="A request without valid credentials is answered with 401 (RFC 9110, section 15.5.2) or 403; clients must tell "
    "it from other errors. An operation is named where four of five document it; where none does, it is said once.",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '401': {description: The key is missing or wrong}}
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}}
""",
    remedy="document 401",
    looks_at=("document",),
    check=_check,
)
