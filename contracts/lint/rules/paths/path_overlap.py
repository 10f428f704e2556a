"""The rule ``path-overlap``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.object_model import OPERATIONS
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

PARAMETER = re.compile(r"\{[^{}]*\}\Z")

Segments = tuple[str, ...]
"""The segments of a path; ``""`` for one that consists of a parameter only."""


def _check(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    """Compare each path with the earlier ones of the same length."""
    base = pointer_of(visit.trail)
    groups: dict[int, dict[str, list[tuple[str, Segments]]]] = {}
    for path in visit.node:
        segments = tuple("" if PARAMETER.match(segment) else segment for segment in path.split("/")[1:])
        if not path.startswith("/") or any("{" in segment for segment in segments):
            continue
        group = groups.setdefault(len(segments), {})
        first_segments = group if segments[0] == "" else ("", segments[0])
        for other, other_segments in (pair for first in first_segments for pair in group.get(first, ())):
            if _crosses(segments, other_segments) and _methods(visit, index, path) & _methods(visit, index, other):
                shared = [a or b for a, b in zip(segments, other.split("/")[1:], strict=True)]
                match = _example(shared)
                message = f"paths {path!r} and {other!r} both match {match!r}, and neither takes precedence"
                yield Violation(child_pointer(base, path), message)
                break
        group.setdefault(segments[0], []).append((path, segments))


def _example(segments: list[str]) -> str:
    """Return a path with these segments, parameters replaced with an ellipsis."""
    return "".join("/…" if PARAMETER.match(segment) else f"/{segment}" for segment in segments)


def _methods(visit: Visit, index: DocumentIndex, path: str) -> set[str]:
    site = index.follow(child_pointer(pointer_of(visit.trail), path), visit.node[path])
    return set(mapping(site.node if site else None)) & set(OPERATIONS)


def _crosses(one: Segments, other: Segments) -> bool:
    """Return whether both match a common path and each is more concrete than the other in some segment."""
    ahead = behind = False
    for a, b in zip(one, other, strict=True):
        if a != b:
            if a and b:
                return False
            ahead, behind = ahead or not b, behind or not a
    return ahead and behind


PATH_OVERLAP = Rule(
    id="path-overlap",
    family="paths",
    title="overlapping paths should have a defined precedence",
    severity=Severity.HINT,
    why="Concrete paths are matched before templated ones. If each of two paths is more concrete in another segment, "
    "'it's up to the tooling to decide which one to use' (OpenAPI 3.1, 'Path Templating Matching'), and tools decide "
    "differently.",
    good="""\
paths:
  /cases/mine:
    get: {operationId: listMine, responses: {'200': {description: My cases}}}
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
    bad="""\
paths:
  /{kind}/mine:
    get:
      operationId: listMine
      parameters: [{name: kind, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: My items}}
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
    remedy="make the paths differ in a concrete segment",
    node_types=("paths",),
    check=_check,
)
