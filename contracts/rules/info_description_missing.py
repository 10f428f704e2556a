"""The rule ``info-description-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    info = survey.tree.get("info")
    if isinstance(info, dict) and "description" not in info:
        yield Found("/info", "the document does not say what the API is for")


RULE = Rule(
    id="info-description-missing",
    family="style",
    title="the document says what the API is for",
    severity=Severity.HINT,
    why="It is the first text that readers see (OpenAPI 3.1, 'Info Object').",
    good="""\
info: {title: Cases, version: '1', description: Tickets of the support}
""",
    bad="""\
info: {title: Cases, version: '1'}
""",
    remedy="describe in a paragraph what it is for, and how to begin",
    looks_at=("document",),
    check=_check,
)
