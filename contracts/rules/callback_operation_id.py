"""The rule ``callback-operation-id``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    first: dict[str, str] = {}
    for site in survey.operations:
        name = site.node.get("operationId")
        if isinstance(name, str):
            other = first.setdefault(name, site.pointer)
            if other != site.pointer and site.within == "callbacks":
                place = child_pointer(site.pointer, "operationId")
                yield Found(place, f"the operationId {name!r} of this callback is that of another operation")


RULE = Rule(
    id="callback-operation-id",
    family="paths",
    title="the operations of callbacks have an operationId of their own",
    severity=Severity.ERROR,
    why="'The id MUST be unique among all operations described in the API' (OpenAPI 3.1, 'Operation Object'), those of "
    "callbacks included; links and generated functions are found by it.",
    good="""\
paths:
  /hooks:
    post:
      operationId: subscribe
      callbacks:
        changed: {'https://example.com': {post: {operationId: caseChanged, responses: {'204': {description: Seen}}}}}
      responses: {'204': {description: It is kept}}
""",
    bad="""\
paths:
  /hooks:
    post:
      operationId: subscribe
      callbacks:
        changed: {'https://example.com': {post: {operationId: subscribe, responses: {'204': {description: Seen}}}}}
      responses: {'204': {description: It is kept}}
""",
    remedy="give it an operationId of its own",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
