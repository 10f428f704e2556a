"""The rule ``header-declared-twice``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping, text
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    first: dict[str, str] = {}
    for place, name in _headers(here, survey):
        other = first.setdefault(name.lower(), name)
        if other != name:
            yield Found(place, f"the header {name!r} is {other!r} in another case", "keep one of the two")


def _headers(here: Visit, survey: Survey) -> Iterator[tuple[str, str]]:
    """Where each header stands, and its name."""
    pointer = pointer_of(here.trail)
    if here.kind == "response":
        for name in mapping(here.node.get("headers")):
            yield child_pointer(pointer, "headers", name), name
        return
    for index, site in survey.members(pointer, here.node, "parameters"):
        if site.node.get("in") == "header":
            yield child_pointer(pointer, "parameters", index), text(site.node.get("name"))


RULE = Rule(
    id="header-declared-twice",
    family="parameters",
    title="no header is declared twice in two cases",
    severity=Severity.ERROR,
    why="Names of headers are the same in any case (RFC 9110, section 5.1), so that two declarations are of one "
    "header, and a list of parameters holds each once (OpenAPI 3.1, 'Operation Object').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters:
        - {name: X-Tenant, in: header, schema: {type: string}}
        - {name: x-team, in: header, schema: {type: string}}
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters:
        - {name: X-Tenant, in: header, schema: {type: string}}
        - {name: x-tenant, in: header, schema: {type: string}}
      responses: {'200': {description: The cases}}
""",
    remedy="keep one of the two",
    looks_at=("path-item.parameters", "operation.parameters", "response.headers"),
    check=_check,
)
