"""The rule ``email-invalid``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

ADDRESS = re.compile(r"""("[^"]+"|[^\s@<>()",;:\\\[\]]+)@[^\s@<>()",;]+""")
"""Local part and domain, not more closely than a typist's mistake needs."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    email = mapping(survey.tree, "info", "contact").get("email")
    if isinstance(email, str) and not ADDRESS.fullmatch(email):
        yield Found("/info/contact/email", f"{email!r} is no email address")


RULE = Rule(
    id="email-invalid",
    family="style",
    title="an email address is one",
    severity=Severity.WARNING,
    why="It is whom readers write to (OpenAPI 3.1, 'Contact Object': it must be in the form of an email address; "
    "RFC 5321, section 4.1.2).",
    good="""\
info: {title: Cases, version: '1', contact: {email: api@example.org}}
""",
    bad="""\
info: {title: Cases, version: '1', contact: {email: api at example.org}}
""",
    remedy="write an address such as 'api@example.org'",
    looks_at=("document",),
    check=_check,
)
