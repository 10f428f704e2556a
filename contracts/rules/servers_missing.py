"""The rule ``servers-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    if not survey.tree.get("servers"):
        yield Found("", "the document names no server")


RULE = Rule(
    id="servers-missing",
    family="style",
    title="the document names its servers",
    severity=Severity.HINT,
    why="Without one the API is where the document was read from (OpenAPI 3.1, 'OpenAPI Object': the default is a "
    "server with the URL '/'), which is seldom so.",
    good="""\
servers: [{url: 'https://api.example.org/v1'}]
""",
    bad="""\
paths: {}
""",
    remedy="add 'servers' with the address of the API, or '/' where it is meant",
    looks_at=("document",),
    check=_check,
    versions=(
        "3.0",
        "3.1",
        "3.2",
    ),
)
