"""The rule ``request-body-empty``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.node["content"] == {}:
        yield Found(child_pointer(pointer_of(here.trail), "content"), "the request body has no media type")


RULE = Rule(
    id="request-body-empty",
    family="responses",
    title="each request body has a media type",
    severity=Severity.WARNING,
    why="'content' is required and describes the body by media type (OpenAPI 3.1, 'Request Body Object'); an empty one "
    "lets nothing be sent.",
    good="""\
paths:
  /cases:
    post:
      operationId: createCase
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'204': {description: It is created}}
""",
    bad="""\
paths:
  /cases:
    post:
      operationId: createCase
      requestBody: {content: {}}
      responses: {'204': {description: It is created}}
""",
    remedy="add a media type such as 'application/json', or remove the request body",
    looks_at=("request-body.content",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
