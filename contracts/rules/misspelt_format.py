"""The rule ``misspelt-format``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.formats import meant_by
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    name = here.node.get("format")
    meant = meant_by(name) if isinstance(name, str) else ""
    if meant:
        pointer = f"{pointer_of(here.trail)}/format"
        mended = Amendment("replace", pointer, value=meant)
        yield Found(pointer, f"unknown format {name!r}; did you mean {meant!r}?", f"write {meant!r}", (mended,))


RULE = Rule(
    id="misspelt-format",
    family="schemas",
    title="formats are spelt as they are registered",
    severity=Severity.WARNING,
    why="A format that no tool knows is passed over without a word (JSON Schema Validation, section 7.2.3), so a "
    "misspelt one checks nothing.",
    good="""\
components:
  schemas:
    Moment: {type: string, format: date-time}
""",
    bad="""\
components:
  schemas:
    Moment: {type: string, format: date-tme}
""",
    remedy="correct its spelling",
    looks_at=("schema.format",),
    check=_check,
    fixable=True,
)
