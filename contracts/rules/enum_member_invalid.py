"""The rule ``enum-member-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.hearing import verdicts
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.values import Role
from contracts.linting.verdicts import Verdict
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts(survey, Role.MEMBER):
        # Whether null may be listed is a question of nullable, and const of its own: other rules answer them.
        if verdict.is_certain and verdict.value.value is not None and verdict.misfit.keyword != "const":
            groups.setdefault((verdict.value.schema, verdict.misfit.keyword), []).append(verdict)
    for group in groups.values():
        yield _found(group)


def _found(group: list[Verdict]) -> Found:
    """Members of one enum that the same keyword refuses, as one fault at the first of them."""
    first = group[0].found("the schema refuses this member of enum")
    if group[0].misfit.detail.get("types") == ["array"]:
        first = first._replace(hint="put 'enum' below 'items': it lists the items, not the arrays")
    others = len(group) - 1
    return first._replace(message=f"{first.message} (and {others} more)") if others else first


RULE = Rule(
    id="enum-member-invalid",
    family="values",
    title="members of enum fit the rest of their schema",
    severity=Severity.ERROR,
    why="A value must satisfy all keywords of its schema, so a member that another one refuses can never be sent "
    "(JSON Schema 2020-12, core, 7.6.1). In YAML, 'no', 'on' and '1' without quotes are no strings.",
    good="""\
components:
  schemas:
    Answer: {type: string, enum: ['1', '2']}
""",
    bad="""\
components:
  schemas:
    Answer: {type: string, enum: [1, '2']}
""",
    remedy="correct the member, or the keyword that refuses it",
    looks_at=("document",),
    check=_check,
)
