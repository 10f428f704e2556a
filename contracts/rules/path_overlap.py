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
    """Each path against those whose concrete and templated segments stand crosswise to its own."""
    groups: dict[int, list[tuple[str, Segments]]] = {}
    for path in here.node:
        segments = tuple("" if WHOLE.match(segment) else segment for segment in path.split("/")[1:])
        if path.startswith("/") and not any("{" in segment for segment in segments):
            groups.setdefault(len(segments), []).append((path, segments))
    methods = {path: _methods(here, survey, path) for path in here.node}
    for group in groups.values():
        for index, (path, segments) in enumerate(group):
            other = next((o for o, s in group[:index] if _crosses(segments, s) and methods[path] & methods[o]), None)
            if "" in segments and other is not None:
                shared = [a or b for a, b in zip(segments, other.split("/")[1:], strict=True)]
                message = f"paths {path!r} and {other!r} both match {_example(shared)!r}, and neither goes first"
                yield Found(child_pointer(pointer_of(here.trail), path), message)


def _example(segments: list[str]) -> str:
    """A path that has these segments, parameters as an ellipsis."""
    return "".join("/…" if WHOLE.match(segment) else f"/{segment}" for segment in segments)


def _methods(here: Visit, survey: Survey, path: str) -> set[str]:
    site = survey.follow(child_pointer(pointer_of(here.trail), path), here.node[path])
    return set(mapping(site.node if site else None)) & set(OPERATIONS)


def _crosses(one: Segments, other: Segments) -> bool:
    """Whether both match some path and each is the more concrete one in some segment."""
    if any(a and b and a != b for a, b in zip(one, other, strict=True)):
        return False
    return any(a and not b for a, b in zip(one, other, strict=True)) and any(
        b and not a for a, b in zip(one, other, strict=True)
    )


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
