"""The rule ``location-header-missing``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Site, Survey
from contracts.spec.traversal import Visit

REDIRECTS = ("301", "302", "303", "307", "308")


class Answer(NamedTuple):
    """A response that should say where to look."""

    operation: str
    status: str
    site: Site

    @property
    def says_where(self) -> bool:
        """Whether it documents the header ``Location``, or one that the API has instead."""
        return any(name.lower() in ("location", "content-location") for name in mapping(self.site.node, "headers"))


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    answers = list(_answers(survey))
    created = [answer for answer in answers if answer.status == "201"]
    is_custom = 2 * sum(answer.says_where for answer in created) > len(created)
    told: set[str] = set()
    for answer in answers:
        if not answer.says_where and (answer.status != "201" or is_custom) and answer.site.pointer not in told:
            told.add(answer.site.pointer)
            what = "the new resource" if answer.status == "201" else "the other address"
            message = f"{answer.status} of {answer.operation} has no header 'Location', which tells {what}"
            yield Found(answer.site.pointer, message)


def _answers(survey: Survey) -> Iterator[Answer]:
    for operation in survey.operations:
        for status, site in survey.members(operation.pointer, operation.node, "responses"):
            if status in REDIRECTS or (status == "201" and operation.method == "post"):
                yield Answer(operation.name, status, site)


RULE = Rule(
    id="location-header-missing",
    family="responses",
    title="responses that send the client elsewhere document the header Location",
    severity=Severity.HINT,
    why="A redirect says where to in Location (RFC 9110, section 15.4), and so does 201 unless the new resource is the "
    "one that was asked (15.3.2). A 201 is named only where most of the API's others document it.",
    good="""\
paths:
  /cases/latest:
    get:
      operationId: latestCase
      responses: {'303': {description: See there, headers: {Location: {schema: {type: string}}}}}
""",
    bad="""\
paths:
  /cases/latest:
    get:
      operationId: latestCase
      responses: {'303': {description: See there}}
""",
    remedy="document the header Location",
    looks_at=("document",),
    check=_check,
)
