"""The rule ``unknown-format``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.formats import ALIASES, KNOWN, meant_by
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    """Each unknown format once, where it comes first."""
    met: set[str] = set()
    for here in schemas_of(survey).visits:
        name = here.node.get("format")
        if not isinstance(name, str) or name in KNOWN or name in met or meant_by(name):
            continue
        met.add(name)
        guess = f"; did you mean {ALIASES[name]!r}?" if name in ALIASES else ""
        yield Found(f"{pointer_of(here.trail)}/format", f"format {name!r} is not a registered one{guess}")


RULE = Rule(
    id="unknown-format",
    family="schemas",
    title="formats are registered ones",
    severity=Severity.HINT,
    why="Anyone may make up a format (JSON Schema Validation, section 7.2.3), but tools know only those of JSON "
    "Schema and of OpenAPI's format registry; the others check nothing.",
    good="""\
components:
  schemas:
    Site: {type: string, format: uri}
""",
    bad="""\
components:
  schemas:
    Site: {type: string, format: website}
""",
    remedy="use a registered format, or a 'pattern' that checks it",
    looks_at=("document",),
    check=_check,
)
