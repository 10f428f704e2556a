"""The rule ``info-contact-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    info = survey.tree.get("info")
    if isinstance(info, dict) and "contact" not in info:
        yield Found("/info", "the document does not say whom to ask")


RULE = Rule(
    id="info-contact-missing",
    family="style",
    title="the document names whom to ask",
    severity=Severity.HINT,
    why="Who finds a fault in the API, or needs access, has to ask somebody (OpenAPI 3.1, 'Contact Object').",
    good="""\
info: {title: Cases, version: '1', contact: {name: API team, email: api@example.org}}
""",
    bad="""\
info: {title: Cases, version: '1'}
""",
    remedy="add 'contact' with a name and an email or URL",
    looks_at=("document",),
    check=_check,
)
