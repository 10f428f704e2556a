"""The rule ``todo-in-description``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.descriptions import DESCRIBED, descriptions, prose
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

NOTE = re.compile(r"(?:\A|[\n(\[.])\s*[*_]*(TODO|FIXME|TBD)\b(?=[*_]*\s*(?:[:.!)\]-]|\Z|\n))|\b(TODO|FIXME)(?=: )")

WORDS = ("TODO", "FIXME", "TBD")


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for pointer, description in descriptions(here):
        if any(word in description for word in WORDS) and (note := NOTE.search(prose(description))):
            yield Found(pointer, f"the description holds a note to its author: {note[1] or note[2]}")


RULE = Rule(
    id="todo-in-description",
    family="style",
    title="no description is unfinished",
    severity=Severity.HINT,
    why="What is still to be written is a note to the author, and readers get to see it.",
    good="""\
info: {title: Cases, version: '1', description: Tickets of the support}
""",
    bad="""\
info: {title: Cases, version: '1', description: 'TODO: describe'}
""",
    remedy="write what is missing",
    looks_at=DESCRIBED,
    check=_check,
)
