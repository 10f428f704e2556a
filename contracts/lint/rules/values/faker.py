"""The rule ``unknown-faker-provider``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.generation.faker_names import RULE, provider_issue
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_provider(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if issue := provider_issue(visit.node["x-faker"]):
        yield Violation(child_pointer(pointer_of(visit.trail), "x-faker"), *issue)


UNKNOWN_FAKER_PROVIDER = Rule(
    id=RULE,
    family="values",
    title="x-faker must name a known provider",
    severity=Severity.WARNING,
    why="An unknown name, and the arguments of a provider, have no effect: the value is generated as without them.",
    good="""\
components:
  schemas:
    Browser: {type: string, x-faker: user_agent}
""",
    bad="""\
components:
  schemas:
    Browser: {type: string, x-faker: user_agnt}
""",
    remedy="use the name of a provider of faker, in Python or JavaScript spelling, without arguments",
    node_types=("schema.x-faker",),
    check=_check_provider,
)
