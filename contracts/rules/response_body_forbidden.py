"""The rule ``response-body-forbidden``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

REASONS = {
    "204": "ends with its header section",
    "205": "must not have content",
    "304": "ends with its header section",
    "1XX": "ends with its header section",
}


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for status, site in survey.members(pointer_of(here.trail), here.node):
        reason = REASONS.get("1XX" if status[:1] == "1" and len(status) == 3 else status)
        if reason and mapping(site.node, "content"):
            is_shared = site.place != site.pointer
            yield Found(
                site.place if is_shared else child_pointer(site.pointer, "content"),
                f"a response {status} has no body, but content is documented: it {reason}",
                _hint(status, is_shared),
            )


def _hint(status: str, is_shared: bool) -> str:
    if is_shared:
        return "refer to a response without content"
    return "remove 'content', or document another status such as 200" if status == "204" else "remove 'content'"


RULE = Rule(
    id="response-body-forbidden",
    family="responses",
    title="responses that cannot have a body document none",
    severity=Severity.ERROR,
    why="Responses 1XX, 204 and 304 end with their header section, and 205 must not have content (RFC 9110, sections "
    "6.4.1, 15.3.5, 15.3.6 and 15.4.5): clients do not read what comes after it, or read it as the next response.",
    good="""\
paths:
  /cases:
    put:
      operationId: replaceCases
      responses: {'204': {description: They are replaced}}
""",
    bad="""\
paths:
  /cases:
    put:
      operationId: replaceCases
      responses:
        '204': {description: They are replaced, content: {application/json: {schema: {type: object}}}}
""",
    remedy="remove 'content'",
    looks_at=("responses",),
    check=_check,
)
