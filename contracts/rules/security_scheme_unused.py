"""The rule ``security-scheme-unused``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.requirements import SCHEMES, all_demands
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    used = {demand.scheme for demand in all_demands(survey)}
    referred = {pointer for here, _, pointer, _ in survey.edges if here.kind == "security-scheme"}
    for name in mapping(survey.tree, *SCHEMES):
        place = child_pointer("", *SCHEMES, name)
        if name not in used and place not in referred and not name.startswith("x-"):
            yield Found(place, f"no operation asks for the security scheme {name!r}")


RULE = Rule(
    id="security-scheme-unused",
    family="security",
    title="each security scheme is asked for somewhere",
    severity=Severity.WARNING,
    why="Declaring a scheme protects nothing: only 'security' of the document or of an operation does (OpenAPI 3.1, "
    "'Security Requirement Object'). Mostly that was forgotten, and clients send no credential.",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
""",
    remedy="name it under 'security' of the document or of operations, or remove it",
    looks_at=("document",),
    check=_check,
)
