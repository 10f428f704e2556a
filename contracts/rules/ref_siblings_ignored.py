"""The rule ``ref-siblings-ignored``."""

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
    keys = [key for key in ignored(here, survey) if key not in TELLING]
    if keys:
        named = ", ".join(map(repr, keys))
        verb = "is" if len(keys) == 1 else "are"
        yield Found(child_pointer(pointer_of(here.trail), keys[0]), f"{named} beside '$ref' {verb} ignored")


RULE = Rule(
    id="ref-siblings-ignored",
    family="schemas",
    title="nothing that matters stands beside '$ref' where it is ignored",
    severity=Severity.WARNING,
    why="What stands beside '$ref' shall be ignored (OpenAPI 3.0, 'Reference Object'; since 3.1 schemas are free of "
    "it), so the demand that was made here is not made.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {allOf: [{$ref: '#/components/schemas/Text'}], minLength: 1}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {$ref: '#/components/schemas/Text', minLength: 1}
""",
    remedy="in a schema, put '$ref' into 'allOf'; else write it where '$ref' leads to",
    looks_at=tuple(f"{kind}.$ref" for kind in sorted(REFERABLE)),
    check=_check,
)
