"""The rule ``reference-siblings``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

HARMLESS = ("$ref", "summary", "description")
"""What may stand there since 3.1; before, it is ignored, and nobody is misled."""


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    ignored = [key for key in here.node if key not in HARMLESS and not key.startswith("x-")]
    if ignored and isinstance(here.node["$ref"], str):
        place = child_pointer(pointer_of(here.trail), ignored[0])
        yield Found(place, f"{', '.join(map(repr, ignored[:6]))} beside '$ref' {_verb(ignored)} ignored")


def _verb(keys: list[str]) -> str:
    return "is" if len(keys) == 1 else "are"


RULE = Rule(
    id="reference-siblings",
    family="references",
    title="nothing that matters stands beside a reference",
    severity=Severity.WARNING,
    why="A Reference Object 'cannot be extended with additional properties and any properties added SHALL be ignored' "
    "(OpenAPI 3.1, 'Reference Object'). References in the place of a schema have a rule of their own.",
    good="""\
components:
  parameters: {state: {name: state, in: query, schema: {type: string}}}
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{$ref: '#/components/parameters/state'}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
components:
  parameters: {state: {name: state, in: query, schema: {type: string}}}
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{$ref: '#/components/parameters/state', required: true}]
      responses: {'200': {description: The cases}}
""",
    remedy="write the object out without '$ref', or change what is referred to",
    looks_at=(
        "parameter.$ref",
        "header.$ref",
        "request-body.$ref",
        "response.$ref",
        "media-type.$ref",
        "example.$ref",
        "link.$ref",
        "callback.$ref",
        "security-scheme.$ref",
    ),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
