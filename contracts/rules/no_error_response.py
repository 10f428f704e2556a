"""The rule ``no-error-response``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit

FEW = 5
"""One operation in so many differs from the rest; more are a habit."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    """One finding per operation where most of the API's document errors, else one for the whole document."""
    documented = [site for site in survey.operations if site.within == "paths" and mapping(site.node, "responses")]
    silent = [site for site in documented if not any(_is_error(str(key)) for key in site.node["responses"])]
    if silent and len(silent) == len(documented):
        place = child_pointer(silent[0].pointer, "responses")
        message = f"none of the {len(silent)} operations documents an error"
        yield Found(place, message if len(silent) > 1 else f"{silent[0].name} documents no error")
    elif FEW * len(silent) <= len(documented):
        for site in silent:
            yield Found(child_pointer(site.pointer, "responses"), f"{site.name} documents no error")


def _is_error(status: str) -> bool:
    return status[:1] in ("4", "5") or status == "default"


RULE = Rule(
    id="no-error-response",
    family="responses",
    title="operations document the errors that they answer with",
    severity=Severity.HINT,
    why="Documents are 'expected to cover a successful operation response and any known errors' (OpenAPI 3.1, "
    "'Responses Object'). An operation is named where four of five document errors; where none does, it is "
    "said once.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '429': {description: Too many requests}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}}
""",
    remedy="document the 4XX and 5XX that it answers with, or 'default'",
    looks_at=("document",),
    check=_check,
)
