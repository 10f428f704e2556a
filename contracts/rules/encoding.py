"""The rule ``encoding``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="encoding",
    family="structure",
    title="a document is written in UTF-8",
    severity=Severity.ERROR,
    why="JSON between systems is in UTF-8 (RFC 8259, section 8.1), and so should YAML be; in another encoding "
    "letters are read wrongly, or not at all.",
    good="""\
# Saved as UTF-8
info: {title: Fälle, version: '1'}
""",
    bad="""\
# Saved as Latin-1 or UTF-16
info: {title: Fälle, version: '1'}
""",
    remedy="save the file as UTF-8",
)
