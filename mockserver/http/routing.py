"""Routing: a tree of path segments that maps a method and a raw path to an operation.

Paths are split before they are percent-decoded, so an encoded slash is part of a value. Literal segments take
precedence over templated ones (OpenAPI 3.1, section 4.8.8.2), whatever their order in the document and their methods.
There are no redirects. The time of a lookup does not depend on the number of operations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote, unquote

Target = TypeVar("Target")

_NAME = re.compile(r"\{([^{}]+)\}")

ROUTE = "casemock_route"
"""Key of the :class:`Route` in the ASGI scope; the crash handler and the journal read it there."""


class Route(NamedTuple, Generic[Target]):
    """The result of routing a request, which happens once.

    :param raw_path: the received path, percent-encoded, without the query.
    :param served_path: the path on the shared port that was routed, see :class:`mockserver.mounting.Hosts`.
    :param target: the target of the method and path; ``None`` if there is none.
    :param path_values: percent-encoded values by their names in the path template.
    :param methods: all methods of the path in alphabetical order; empty for an unknown path.
    """

    raw_path: str
    served_path: str
    target: Target | None = None
    path_values: Mapping[str, str] = {}
    methods: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node(Generic[Target]):
    """A node of the tree.

    :ivar literals: child nodes by decoded literal segment.
    :ivar mixed: child nodes for segments with literal parts and names: length of the literal parts, pattern, node; the
        longest literal parts first.
    :ivar any: child node for a segment that is one name.
    :ivar targets: by method, the target of a path that ends here and the names in its template.
    """

    literals: dict[str, _Node[Target]] = field(default_factory=dict)
    mixed: list[tuple[int, re.Pattern[str], _Node[Target]]] = field(default_factory=list)
    any: _Node[Target] | None = None
    targets: dict[str, tuple[Target, tuple[str, ...]]] = field(default_factory=dict)
    methods: tuple[str, ...] = ()


class Router(Generic[Target]):
    """Maps methods and paths to targets."""

    def __init__(self) -> None:
        self._root: _Node[Target] = _Node()

    def add(self, method: str, template: str, target: Target) -> None:
        """Add a path template such as ``/cases/{id}`` or ``/files/{name}.{extension}``."""
        node = self._root
        for segment in template.split("/")[1:]:
            node = _descend(node, segment)
        node.targets.setdefault(method, (target, tuple(_NAME.findall(template))))
        node.methods = tuple(sorted(node.targets))

    def route(self, method: str, path: str, candidates: Sequence[str] = ()) -> Route[Target]:
        """Route a request. A HEAD request falls back to the GET operation (RFC 9110, section 9.3.2).


        :param path: the raw path, percent-encoded, without the query.
        :param candidates: the served paths that it may mean: the first that exists counts, otherwise the first of all;
            empty: it means itself.
        """
        for served in candidates or (path,):
            values: list[str] = []
            node = self._node(served, values)
            if node is not None:
                return _route(node, method, path, served, values)
        return Route(path, candidates[0] if candidates else path)

    def match(self, method: str, path: str) -> tuple[Target, dict[str, str]] | None:
        """Return the target and the percent-encoded path values of :meth:`route`; ``None`` without a target."""
        route = self.route(method, path)
        return None if route.target is None else (route.target, dict(route.path_values))

    def _node(self, path: str, values: list[str]) -> _Node[Target] | None:
        """Return the node of a path, or ``None``, also for a request target without a path (``OPTIONS *``)."""
        return _find(self._root, path.split("/"), 1, values) if path.startswith("/") else None


def _route(node: _Node[Target], method: str, path: str, served: str, values: list[str]) -> Route[Target]:
    found = node.targets.get(method) or (node.targets.get("GET") if method == "HEAD" else None)
    if found is None:
        return Route(path, served, methods=node.methods)
    target, names = found
    return Route(path, served, target, dict(zip(names, values, strict=True)), node.methods)


def _descend(node: _Node[Target], segment: str) -> _Node[Target]:
    if _NAME.fullmatch(segment):
        if node.any is None:
            node.any = _Node()
        return node.any
    if "{" not in segment:
        return node.literals.setdefault(unquote(segment), _Node())
    pattern = _pattern(segment)
    for _, known, below in node.mixed:
        if known.pattern == pattern.pattern:
            return below
    below = _Node()
    node.mixed.append((len(_NAME.sub("", segment)), pattern, below))
    node.mixed.sort(key=lambda entry: -entry[0])
    return below


_CHARACTER = "(?:[^%]|%[0-9A-Fa-f]{2}|%(?![0-9A-Fa-f]{2}))"
"""One character of an encoded segment; a percent sign that starts no escape is an ordinary character."""


def _pattern(segment: str) -> re.Pattern[str]:
    """Return a regular expression that matches an encoded segment with literal parts and names.

    Every name except the last one ends at the first occurrence of the literal after it. A later end never helps the
    rest to match, so the groups are atomic: with backtracking a hostile segment would take polynomial time.
    """
    first, *parts = _NAME.split(segment)
    behind = [_literal(literal) for literal in parts[1::2]]
    middle = "".join(f"(?>({_CHARACTER}+?){literal})" for literal in behind[:-1])
    last = f"({_CHARACTER}+){behind[-1]}" if behind else ""
    return re.compile(_literal(first) + middle + last, re.DOTALL)


def _literal(text: str) -> str:
    """Return a pattern that matches a literal part, each character plain or percent-encoded."""
    return "".join(_either(character) for character in unquote(text))


def _either(character: str) -> str:
    encoded = "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
    return f"(?:{re.escape(character)}|(?i:{encoded}))"


def _find(node: _Node[Target], segments: list[str], index: int, values: list[str]) -> _Node[Target] | None:
    """Return the node of ``segments[index:]`` below a node, or ``None``; append the path values to ``values``."""
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
    return node if node.targets else None


def _branch(
    node: _Node[Target], below: _Node[Target] | None, segments: list[str], index: int, values: list[str]
) -> _Node[Target] | None:
    """Continue :func:`_find` at a node with several candidates, or at an empty segment.

    :param below: the child node of the literal segment, which is tried first.
    """
    mark, segment = len(values), segments[index]
    if below is not None:
        found = _find(below, segments, index + 1, values)
        if found is not None:
            return found
        del values[mark:]
    if not segment:
        return None  # a path value has at least one character
    for _, pattern, onward in node.mixed:
        match = pattern.fullmatch(segment)
        if match:
            values.extend(match.groups())
            found = _find(onward, segments, index + 1, values)
            if found is not None:
                return found
            del values[mark:]
    if node.any is None:
        return None
    values.append(segment)
    return _find(node.any, segments, index + 1, values)


def raw_path(scope: Mapping[str, Any]) -> str:
    """Return the percent-encoded path of an ASGI scope, without the mount point of an outer application."""
    raw = scope.get("raw_path")
    if isinstance(raw, bytes):
        path = raw.partition(b"?")[0].decode("latin-1")
    else:
        path = quote(str(scope["path"]), safe="/:@!$&'()*+,;=~-._")
    root = str(scope.get("root_path") or "").rstrip("/")
    if not root:
        return path
    # Compare whole decoded segments: root_path is decoded, and /mock is not the mount point of /mocked.
    mount = "/".join(path.split("/")[: root.count("/") + 1])
    return path[len(mount) :] if unquote(mount) == root else path
