"""From a raw path to what is served there, by method: a tree of path segments.

Segments are split before they are percent-decoded, so an encoded slash stays inside its value; literal segments win
over templated ones (OpenAPI 3.1, section 4.8.8.2), wherever they stand in the document and whatever their methods;
nothing is redirected. The time does not grow with the number of operations.
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
"""Key of the ASGI scope under which routing leaves its :class:`Route`: whoever needs it later reads it there."""


class Route(NamedTuple, Generic[Target]):
    """Where one request leads. A request is routed once.

    :param raw_path: as it came, percent-encoded, without the query.
    :param served_path: the path on the shared port that was routed, see :mod:`mockserver.hosts`.
    :param target: what is served there; ``None``: nothing, or not for this method.
    :param path_values: the template's names with their still percent-encoded values.
    :param methods: all methods of the path in alphabetical order, whatever the request's; empty for an unknown path.
    """

    raw_path: str
    served_path: str
    target: Target | None = None
    path_values: Mapping[str, str] = {}
    methods: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node(Generic[Target]):
    """One position in the tree: what may follow it, and by method what ends here.

    :ivar mixed: segments of literal parts and names, each behind the length of its literal text, the longest first.
    """

    literals: dict[str, _Node[Target]] = field(default_factory=dict)
    mixed: list[tuple[int, re.Pattern[str], _Node[Target]]] = field(default_factory=list)
    any: _Node[Target] | None = None
    targets: dict[str, tuple[Target, tuple[str, ...]]] = field(default_factory=dict)
    methods: tuple[str, ...] = ()


class Router(Generic[Target]):
    """Path templates and what each leads to, by method."""

    def __init__(self) -> None:
        self._root: _Node[Target] = _Node()

    def add(self, method: str, template: str, target: Target) -> None:
        """Register a template such as ``/cases/{id}`` or ``/files/{name}.{extension}``."""
        node = self._root
        for segment in template.split("/")[1:]:
            node = _descend(node, segment)
        node.targets.setdefault(method, (target, tuple(_NAME.findall(template))))
        node.methods = tuple(sorted(node.targets))

    def route(self, method: str, path: str, candidates: Sequence[str] = ()) -> Route[Target]:
        """Where a request leads; HEAD is answered as GET (RFC 9110, section 9.3.2).

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
        """The target and the still encoded path values of :meth:`route`; ``None`` without a target."""
        route = self.route(method, path)
        return None if route.target is None else (route.target, dict(route.path_values))

    def _node(self, path: str, values: list[str]) -> _Node[Target] | None:
        """Where the path ends in the tree; a target that is no path, as that of ``OPTIONS *``, ends nowhere."""
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
"""One character of an encoded segment; a percent sign that begins no triplet stands for itself."""


def _pattern(segment: str) -> re.Pattern[str]:
    """A regular expression for a segment of literal parts and names, on the encoded text.

    A name but the last ends where the literal behind it first stands. Nothing that follows could gain by a later end,
    so there is no way back into it (an atomic group): otherwise a hostile segment would take polynomial time.
    """
    first, *parts = _NAME.split(segment)
    behind = [_literal(literal) for literal in parts[1::2]]
    middle = "".join(f"(?>({_CHARACTER}+?){literal})" for literal in behind[:-1])
    last = f"({_CHARACTER}+){behind[-1]}" if behind else ""
    return re.compile(_literal(first) + middle + last, re.DOTALL)


def _literal(text: str) -> str:
    """Match each character of a literal part as such and percent-encoded."""
    return "".join(_either(character) for character in unquote(text))


def _either(character: str) -> str:
    encoded = "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
    return f"(?:{re.escape(character)}|(?i:{encoded}))"


def _find(node: _Node[Target], segments: list[str], index: int, values: list[str]) -> _Node[Target] | None:
    """The node where the segments from ``index`` end; ``values`` grows by what names stand for."""
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
    """The same where there is more than one way on, or none for want of a segment; ``below`` is the literal's way."""
    mark, segment = len(values), segments[index]
    if below is not None:
        found = _find(below, segments, index + 1, values)
        if found is not None:
            return found
        del values[mark:]
    if not segment:
        return None  # a name stands for at least one character
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
    """The path of an ASGI HTTP scope as it came, percent-encoded, the mount point of an outer application removed."""
    raw = scope.get("raw_path")
    if isinstance(raw, bytes):
        path = raw.partition(b"?")[0].decode("latin-1")
    else:
        path = quote(str(scope["path"]), safe="/:@!$&'()*+,;=~-._")
    root = str(scope.get("root_path") or "").rstrip("/")
    if not root:
        return path
    # Whole segments are compared, and decoded: the root comes decoded, and /mock is not the mount point of /mocked.
    mount = "/".join(path.split("/")[: root.count("/") + 1])
    return path[len(mount) :] if unquote(mount) == root else path
