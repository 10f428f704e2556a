"""The rule ``markdown-script``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.descriptions import DESCRIBED, descriptions, prose
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

SCRIPT = re.compile(
    r"<script\b|(?:\]\(\s*|\bhref\s*=\s*[\"']?\s*)javascript:|<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE
)


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for pointer, description in descriptions(here):
        if ("<" in description or "avascript:" in description) and (script := SCRIPT.search(prose(description))):
            yield Found(pointer, f"the description holds a script: {script[0]!r}")


RULE = Rule(
    id="markdown-script",
    family="style",
    title="no description holds a script",
    severity=Severity.WARNING,
    why="Pages show descriptions as HTML (OpenAPI 3.1, 'Rich Text Formatting', asks tools to guard against it): a "
    "script in one runs in every reader's browser, or is shown as text.",
    good="""\
info: {title: Cases, version: '1', description: 'Write `<script>` to load it'}
""",
    bad="""\
info: {title: Cases, version: '1', description: 'Cases <script>alert(1)</script>'}
""",
    remedy="take it out; quote code between backticks",
    looks_at=DESCRIBED,
    check=_check,
)
