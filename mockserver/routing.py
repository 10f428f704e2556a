"""From method and raw path to an operation: a tree of path segments for each method.

Segments are split before they are percent-decoded, so an encoded slash stays inside its value; literal segments win
over templated ones (OpenAPI 3.1, section 4.8.8.2), wherever they stand in the document; nothing is redirected. The
time does not grow with the number of operations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote, unquote

Target = TypeVar("Target")

_NAME = re.compile(r"\{([^{}]+)\}")


@dataclass(slots=True)
class _Node(Generic[Target]):
    """One position in the tree: what may follow it, and what ends here."""

    literals: dict[str, _Node[Target]] = field(default_factory=dict)
    mixed: list[tuple[re.Pattern[str], _Node[Target]]] = field(default_factory=list)
    any: _Node[Target] | None = None
    target: Target | None = None
    names: tuple[str, ...] = ()


class Router(Generic[Target]):
    """Path templates and what each leads to, by method."""

    def __init__(self) -> None:
        self._roots: dict[str, _Node[Target]] = {}

    def add(self, method: str, template: str, target: Target) -> None:
        """Register a template such as ``/cases/{id}`` or ``/files/{name}.{extension}``."""
        node = self._roots.setdefault(method, _Node())
        segments = template.split("/")[1:]
        for segment in segments:
            node = _descend(node, segment)
        if node.target is None:
            node.target = target
            node.names = tuple(_NAME.findall(template))

    def match(self, method: str, path: str) -> tuple[Target, dict[str, str]] | None:
        """The target and the still encoded path values, or ``None``.

        :param path: the raw path, percent-encoded, without the query.
        """
        root = self._roots.get(method)
        if root is None:
            return None
        values: list[str] = []
        node = _find(root, path.split("/"), 1, values)
        if node is None or node.target is None:
            return None
        return node.target, dict(zip(node.names, values, strict=True))

    def methods(self, path: str) -> list[str]:
        """Every method that some template takes at this path, in alphabetical order."""
        return sorted(method for method in self._roots if self.match(method, path))


def _descend(node: _Node[Target], segment: str) -> _Node[Target]:
    if _NAME.fullmatch(segment):
        if node.any is None:
            node.any = _Node()
        return node.any
    if "{" not in segment:
        return node.literals.setdefault(unquote(segment), _Node())
    pattern = _pattern(segment)
    for known, below in node.mixed:
        if known.pattern == pattern.pattern:
            return below
    below = _Node()
    node.mixed.append((pattern, below))
    node.mixed.sort(key=lambda entry: -len(entry[0].pattern))
    return below


def _pattern(segment: str) -> re.Pattern[str]:
    """A regular expression for a segment of literal parts and names, on the encoded text."""
    parts = _NAME.split(segment)
    return re.compile("".join("(.+?)" if index % 2 else _literal(part) for index, part in enumerate(parts)), re.DOTALL)


def _literal(text: str) -> str:
    """Match a literal part as such and percent-encoded."""
    encoded = quote(text, safe="")
    return re.escape(text) if encoded == text else f"(?:{re.escape(text)}|(?i:{re.escape(encoded)}))"


def _find(node: _Node[Target], segments: list[str], index: int, values: list[str]) -> _Node[Target] | None:
    """The node where the segments from ``index`` end; ``values`` grows by what names stand for."""
    if index == len(segments):
        return node if node.target is not None else None
    segment = segments[index]
    below = node.literals.get(unquote(segment) if "%" in segment else segment)
    if below is not None:
        found = _find(below, segments, index + 1, values)
        if found is not None:
            return found
    if not segment:
        return None  # a name stands for at least one character
    mark = len(values)
    for pattern, below in node.mixed:
        match = pattern.fullmatch(segment)
        if match:
            values.extend(match.groups())
            found = _find(below, segments, index + 1, values)
            if found is not None:
                return found
            del values[mark:]
    if node.any is not None:
        values.append(segment)
        found = _find(node.any, segments, index + 1, values)
        if found is not None:
            return found
        del values[mark:]
    return None


def raw_path(scope: Mapping[str, Any]) -> str:
    """The path of an ASGI HTTP scope as it came, percent-encoded, the mount point of an outer application removed."""
    raw = scope.get("raw_path")
    if isinstance(raw, bytes):
        path = raw.partition(b"?")[0].decode("latin-1")
    else:
        path = quote(str(scope["path"]), safe="/:@!$&'()*+,;=~-._")
    root = scope.get("root_path")
    if root:
        path = path.removeprefix(quote(str(root), safe="/:@!$&'()*+,;=~-._"))
    return path
