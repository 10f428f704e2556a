"""The rule ``operation-id-characters``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import text
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit

FORBIDDEN = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]")
"""What a URL holds only escaped."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    names = [(operation, text(operation.node.get("operationId"))) for operation in survey.operations]
    found = [(operation, name, odd[0]) for operation, name in names if (odd := FORBIDDEN.search(name))]
    if found:
        operation, name, character = found[0]
        what = "a space" if character == " " else repr(character)
        more = f"; {len(found) - 1} more operations are called so" if len(found) > 1 else ""
        yield Found(child_pointer(operation.pointer, "operationId"), f"operationId {name!r} holds {what}{more}")


RULE = Rule(
    id="operation-id-characters",
    family="style",
    title="an operationId is made of characters that names and URLs may hold",
    severity=Severity.WARNING,
    why="Tools make names of functions, anchors and file names of it; spaces, quotes and letters beyond ASCII do "
    "not survive that (OpenAPI 3.1, 'Operation Object', recommends common naming conventions; RFC 3986, section "
    "2).",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: list all cases
      responses: {'200': {description: All cases}}
""",
    remedy="write it with letters, digits, '-', '_' and '.'",
    looks_at=("document",),
    check=_check,
)
