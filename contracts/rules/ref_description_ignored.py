"""The rule ``ref-description-ignored``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.reference_siblings import TELLING, ignored
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.shapes import REFERABLE
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    key = next((key for key in ignored(here, survey) if key in TELLING), None)
    if key is not None:
        yield Found(child_pointer(pointer_of(here.trail), key), f"{key!r} beside '$ref' is ignored")


RULE = Rule(
    id="ref-description-ignored",
    family="schemas",
    title="no text stands beside '$ref' where it is ignored",
    severity=Severity.HINT,
    why="What stands beside '$ref' shall be ignored (OpenAPI 3.0, 'Reference Object'), so readers of generated pages "
    "do not see it.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {allOf: [{$ref: '#/components/schemas/Text'}], description: Who}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {$ref: '#/components/schemas/Text', description: Who}
""",
    remedy="put '$ref' into 'allOf', or describe it where '$ref' leads to",
    looks_at=tuple(f"{kind}.$ref" for kind in sorted(REFERABLE)),
    check=_check,
)
