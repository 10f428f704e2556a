"""The rule ``path-double-slash``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for path in here.node:
        if "//" in path and path.startswith("/"):
            yield Found(
                child_pointer(pointer_of(here.trail), path),
                f"path {path!r} has an empty segment",
                f"did you mean {re.sub('/+', '/', path)!r}?",
            )


RULE = Rule(
    id="path-double-slash",
    family="paths",
    title="no path has an empty segment",
    severity=Severity.WARNING,
    why="'//' is a segment without a name (RFC 3986, section 3.3). Proxies and frameworks join the two slashes, so the "
    "path that is documented is often never reached.",
    good="""\
paths:
  /cases/open:
    get: {operationId: listOpenCases, responses: {'200': {description: All open cases}}}
""",
    bad="""\
paths:
  /cases//open:
    get: {operationId: listOpenCases, responses: {'200': {description: All open cases}}}
""",
    remedy="write one slash, or the parameter that was meant to stand between them",
    looks_at=("paths",),
    check=_check,
)
