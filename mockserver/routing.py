"""From a raw path to what is served there, by method: a tree of path segments.

Segments are split before they are percent-decoded, so an encoded slash stays inside its value; literal segments win
over templated ones (OpenAPI 3.1, section 4.8.8.2), wherever they stand in the document and whatever their methods;
nothing is redirected. The time does not grow with the number of operations.
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
    """One position in the tree: what may follow it, and by method what ends here."""

    literals: dict[str, _Node[Target]] = field(default_factory=dict)
    mixed: list[tuple[re.Pattern[str], _Node[Target]]] = field(default_factory=list)
    any: _Node[Target] | None = None
    targets: dict[str, tuple[Target, tuple[str, ...]]] = field(default_factory=dict)


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

    def match(self, method: str, path: str) -> tuple[Target, dict[str, str]] | None:
        """The target and the still encoded path values, or ``None``.

        :param path: the raw path, percent-encoded, without the query.
        """
        values: list[str] = []
        node = _find(self._root, path.split("/"), 1, values)
        found = node.targets.get(method) if node is not None else None
        if found is None:
            return None
        target, names = found
        return target, dict(zip(names, values, strict=True))

    def methods(self, path: str) -> list[str]:
        """Every method that is taken at this path, in alphabetical order; none where nothing is served."""
        node = _find(self._root, path.split("/"), 1, [])
        return sorted(node.targets) if node is not None else []


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
        return node if node.targets else None
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
