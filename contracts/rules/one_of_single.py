"""The rule ``one-of-single``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for keyword in ("oneOf", "anyOf"):
        branches = here.node.get(keyword)
        if isinstance(branches, list) and len(branches) == 1 and "discriminator" not in here.node:
            yield Found(f"{pointer_of(here.trail)}/{keyword}", f"{keyword!r} with one branch is no choice")


RULE = Rule(
    id="one-of-single",
    family="schemas",
    title="'oneOf' and 'anyOf' offer a choice",
    severity=Severity.HINT,
    why="With a single branch it means the same as the branch itself, and generators make a union type of one member.",
    good="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {oneOf: [{type: string}]}
""",
    remedy="put the branch in its place, or add the other branches",
    looks_at=("schema.oneOf", "schema.anyOf"),
    check=_check,
)
