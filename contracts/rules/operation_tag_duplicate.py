"""The rule ``operation-tag-duplicate``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    tags = listing(here.node["tags"])
    for index, name in enumerate(tags):
        if isinstance(name, str) and name in tags[:index]:
            pointer = pointer_of(((here.trail, "tags"), index))
            yield Found(pointer, f"tag {name!r} stands here twice", amendments=(Amendment("remove", pointer),))


RULE = Rule(
    id="operation-tag-duplicate",
    family="style",
    title="no operation has a tag twice",
    severity=Severity.WARNING,
    why="A tag says where a page shows the operation (OpenAPI 3.1, 'Operation Object', 'tags'); twice says no more, "
    "and mostly another one was meant.",
    good="""\
paths:
  /cases:
    get:
      tags: [cases, users]
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      tags: [cases, cases]
      responses: {'200': {description: All cases}}
""",
    remedy="remove the second one",
    looks_at=("operation.tags",),
    check=_check,
    fixable=True,
)
