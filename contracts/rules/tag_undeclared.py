"""The rule ``tag-undeclared``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.tags import declared_tags
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    declared = [tag.name for tag in declared_tags(survey)]
    if not declared:
        return
    said = set(declared)
    for operation in survey.operations:
        for index, name in enumerate(listing(operation.node.get("tags"))):
            if isinstance(name, str) and name not in said:
                said.add(name)
                close = difflib.get_close_matches(name, declared, 1, 0.8)
                guess = f"; did you mean {close[0]!r}?" if close else ""
                yield Found(child_pointer(operation.pointer, "tags", index), f"tag {name!r} is not declared{guess}")


RULE = Rule(
    id="tag-undeclared",
    family="style",
    title="tags of operations are declared, where a document declares any",
    severity=Severity.WARNING,
    why="Pages sort operations by the declared tags, in their order and with their descriptions (OpenAPI 3.1, "
    "'OpenAPI Object'); one that is missing there is misspelt or forgotten.",
    good="""\
tags: [{name: cases}]
paths:
  /cases:
    get:
      tags: [cases]
      responses: {'200': {description: All cases}}
""",
    bad="""\
tags: [{name: cases}]
paths:
  /cases:
    get:
      tags: [case]
      responses: {'200': {description: All cases}}
""",
    remedy="declare it at the root, under 'tags'",
    looks_at=("document",),
    check=_check,
)
