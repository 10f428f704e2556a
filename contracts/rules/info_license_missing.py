"""The rule ``info-license-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    info = survey.tree.get("info")
    if isinstance(info, dict) and "license" not in info:
        yield Found("/info", "the document does not say under which license it may be used")


RULE = Rule(
    id="info-license-missing",
    family="style",
    title="the document names its license",
    severity=Severity.HINT,
    why="Without one nobody knows what may be done with it (OpenAPI 3.1, 'License Object').",
    good="""\
info: {title: Cases, version: '1', license: {name: Apache-2.0}}
""",
    bad="""\
info: {title: Cases, version: '1'}
""",
    remedy="add 'license' with a name, e.g. 'Apache-2.0'",
    looks_at=("document",),
    check=_check,
)
