"""A tree of path segments that leads from a path to what is served there.

Paths are split before they are percent-decoded, so an encoded slash is part of a value. Literal segments take
precedence over templated ones (OpenAPI 3.1, section 4.8.8.2), whatever the order of the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

from mockserver.http.path_segments import NAME, segment_pattern

Leaf = TypeVar("Leaf")


@dataclass(slots=True)
class Node(Generic[Leaf]):
    """A node of the tree.

    :ivar literals: child nodes by decoded literal segment.
    :ivar mixed: child nodes for segments with literal parts and names: length of the literal parts, pattern, node; the
        longest literal parts first.
    :ivar any: child node for a segment that is one name.
    :ivar leaf: what is served at the paths that end here.
    """

    literals: dict[str, Node[Leaf]] = field(default_factory=dict)
    mixed: list[tuple[int, re.Pattern[str], Node[Leaf]]] = field(default_factory=list)
    any: Node[Leaf] | None = None
    leaf: Leaf | None = None


def descend(node: Node[Leaf], segment: str) -> Node[Leaf]:
    """Return the child node for a segment of a template, which is added if necessary."""
    if NAME.fullmatch(segment):
        if node.any is None:
            node.any = Node()
        return node.any
    if "{" not in segment:
        return node.literals.setdefault(unquote(segment), Node())
    pattern = segment_pattern(segment)
    for _, known, below in node.mixed:
        if known.pattern == pattern.pattern:
            return below
    below = Node()
    node.mixed.append((len(NAME.sub("", segment)), pattern, below))
    node.mixed.sort(key=lambda entry: -entry[0])
    return below


def find(node: Node[Leaf], segments: list[str], index: int, values: list[str]) -> Leaf | None:
    """Return the leaf of ``segments[index:]`` below a node, or ``None``; append the path values to ``values``."""
    while index < len(segments):
        segment = segments[index]
        below = node.literals.get(unquote(segment) if "%" in segment else segment)
        if below is None and segment and not node.mixed and node.any is not None:
            values.append(segment)
            below = node.any
        elif node.mixed or node.any is not None:
            return _branch(node, below, segments, index, values)
        if below is None:
            return None
        node, index = below, index + 1
    return node.leaf


def _branch(
    node: Node[Leaf], below: Node[Leaf] | None, segments: list[str], index: int, values: list[str]
) -> Leaf | None:
    """Continue :func:`find` at a node with several candidates, or at an empty segment.

    :param below: the child node of the literal segment, which is tried first.
    """
    mark, segment = len(values), segments[index]
    if below is not None:
        found = find(below, segments, index + 1, values)
        if found is not None:
            return found
        del values[mark:]
    if not segment:
        return None  # a path value has at least one character
    for _, pattern, onward in node.mixed:
        match = pattern.fullmatch(segment)
        if match:
            values.extend(match.groups())
            found = find(onward, segments, index + 1, values)
            if found is not None:
                return found
            del values[mark:]
    if node.any is None:
        return None
    values.append(segment)
    return find(node.any, segments, index + 1, values)


def all_leaves(
    node: Node[Leaf], segments: Sequence[str], index: int, values: tuple[str, ...]
) -> Iterator[tuple[Leaf, tuple[str, ...]]]:
    """Yield all leaves of a path with the path values, in the order in which :func:`find` tries them."""
    if index == len(segments):
        if node.leaf is not None:
            yield node.leaf, values
        return
    segment = segments[index]
    below = node.literals.get(unquote(segment))
    if below is not None:
        yield from all_leaves(below, segments, index + 1, values)
    if not segment:
        return
    for _, pattern, onward in node.mixed:
        if match := pattern.fullmatch(segment):
            yield from all_leaves(onward, segments, index + 1, (*values, *match.groups()))
    if node.any is not None:
        yield from all_leaves(node.any, segments, index + 1, (*values, segment))
