"""The rule ``format-type-mismatch``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.formats import NUMBERS, STRINGS, WIDE
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    name, written = here.node.get("format"), here.node.get("type")
    types = (
        {written}
        if isinstance(written, str)
        else set(filter(_is_text, written))
        if isinstance(written, list)
        else set()
    )
    if not isinstance(name, str) or not types or ("$ref" in here.node and schemas_of(survey).is_old):
        return
    if name in STRINGS and "string" not in types:
        meant = "strings"
    elif name in NUMBERS and not types & ({"number", "integer", "string"} if name in WIDE else {"number", "integer"}):
        meant = "numbers"
    else:
        return
    named = " or ".join(repr(word) for word in sorted(types - {"null"}) or ["null"])
    yield Found(
        f"{pointer_of(here.trail)}/format", f"format {name!r} is about {meant} and says nothing of type {named}"
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


RULE = Rule(
    id="format-type-mismatch",
    family="schemas",
    title="a format is about values of the type beside it",
    severity=Severity.WARNING,
    why="A format speaks of values of one type and is passed over for all others (JSON Schema Validation, section "
    "7.1), so here it checks nothing, and the type or the format is wrong.",
    good="""\
components:
  schemas:
    Count: {type: integer, format: int32}
""",
    bad="""\
components:
  schemas:
    Count: {type: string, format: int32}
""",
    remedy="correct the type or the format",
    looks_at=("schema.format",),
    check=_check,
)
