"""The rule ``path-overlap``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.shapes import OPERATIONS
from contracts.spec.traversal import Visit, pointer_of

WHOLE = re.compile(r"\{[^{}]*\}\Z")

Segments = tuple[str, ...]
"""A path's segments; ``""`` for one that is a parameter and nothing else."""


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    """Each path against those before it whose concrete and templated segments stand crosswise to its own."""
    base = pointer_of(here.trail)
    groups: dict[int, dict[str, list[tuple[str, Segments]]]] = {}
    for path in here.node:
        segments = tuple("" if WHOLE.match(segment) else segment for segment in path.split("/")[1:])
        if not path.startswith("/") or any("{" in segment for segment in segments):
            continue
        group = groups.setdefault(len(segments), {})
        near = group if segments[0] == "" else ("", segments[0])
        for other, its in (pair for first in near for pair in group.get(first, ())):
            if _crosses(segments, its) and _methods(here, survey, path) & _methods(here, survey, other):
                shared = [a or b for a, b in zip(segments, other.split("/")[1:], strict=True)]
                message = f"paths {path!r} and {other!r} both match {_example(shared)!r}, and neither goes first"
                yield Found(child_pointer(base, path), message)
                break
        group.setdefault(segments[0], []).append((path, segments))


def _example(segments: list[str]) -> str:
    """A path that has these segments, parameters as an ellipsis."""
    return "".join("/…" if WHOLE.match(segment) else f"/{segment}" for segment in segments)


def _methods(here: Visit, survey: Survey, path: str) -> set[str]:
    site = survey.follow(child_pointer(pointer_of(here.trail), path), here.node[path])
    return set(mapping(site.node if site else None)) & set(OPERATIONS)


def _crosses(one: Segments, other: Segments) -> bool:
    """Whether both match some path and each is the more concrete one in some segment."""
    ahead = behind = False
    for a, b in zip(one, other, strict=True):
        if a != b:
            if a and b:
                return False
            ahead, behind = ahead or not b, behind or not a
    return ahead and behind


RULE = Rule(
    id="path-overlap",
    family="paths",
    title="of two paths that match the same request one is the more concrete",
    severity=Severity.HINT,
    why="Concrete paths are matched before templated ones; where two paths are so by turns, 'it's up to the tooling to "
    "decide which one to use' (OpenAPI 3.1, 'Path Templating Matching'), and tools decide differently.",
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
      responses: {'200': {description: What is mine}}
  /cases/{id}:
    get:
      operationId: readCase
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
    remedy="make one of the paths differ in a concrete segment",
    looks_at=("paths",),
    check=_check,
)
