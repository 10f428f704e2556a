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
    declared = {tag.name for tag in declared_tags(survey)}
    used = _used(survey) if declared else {}
    missing = [name for name in used if name not in declared]
    is_kept = len(missing) <= len(used) / 2
    for name in missing:
        close = difflib.get_close_matches(name, declared, 1, 0.8)
        if close or is_kept:
            guess = f"; did you mean {close[0]!r}?" if close else ""
            yield Found(used[name], f"tag {name!r} is not declared{guess}")


def _used(survey: Survey) -> dict[str, str]:
    """Where each tag is used first."""
    places: dict[str, str] = {}
    for operation in survey.operations:
        for index, name in enumerate(listing(operation.node.get("tags"))):
            if isinstance(name, str):
                places.setdefault(name, child_pointer(operation.pointer, "tags", index))
    return places


RULE = Rule(
    id="tag-undeclared",
    family="style",
    title="tags of operations are declared, where a document declares any",
    severity=Severity.WARNING,
    why="Pages sort operations by the declared tags, in their order and with their descriptions (OpenAPI 3.1, "
    "'OpenAPI Object'); one that is missing there is misspelt or forgotten. Where most tags are "
    "not declared, only what looks misspelt is said.",
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
