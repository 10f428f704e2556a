"""The rule ``operation-id-characters``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import text
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of

FORBIDDEN = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]")
"""What a URL holds only escaped."""


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    name = text(here.node["operationId"])
    odd = FORBIDDEN.search(name)
    if odd:
        what = "a space" if odd[0] == " " else repr(odd[0])
        yield Found(pointer_of((here.trail, "operationId")), f"operationId {name!r} holds {what}")


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
    looks_at=("operation.operationId",),
    check=_check,
)
