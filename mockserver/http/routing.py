"""Routing: a tree of path segments that maps a method and a raw path to an operation.

Paths are split before they are percent-decoded, so an encoded slash is part of a value. Literal segments take
precedence over templated ones (OpenAPI 3.1, section 4.8.8.2), whatever their order in the document and their methods.
There are no redirects. The time of a lookup does not depend on the number of operations, unless several have the same
path: then the first one counts whose conditions and path parameters the request meets (``_choose``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
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
    :param base: the beginning of the received path before the path of the document, e.g. ``/v2``.
    """

    raw_path: str
    served_path: str
    target: Target | None = None
    path_values: Mapping[str, str] = {}
    methods: tuple[str, ...] = ()
    base: str = ""


class Parts(Protocol):
    """The query and the headers of a request."""

    def values(self, location: str, name: str, /) -> list[str]:
        """Return the decoded values of a ``header`` or ``query`` parameter."""


class Condition(Protocol):
    """What a request must have besides a path.

    :ivar size: the number of requirements.
    """

    size: int

    def values(self, request: Parts, /) -> Mapping[str, str] | None:
        """Return the path values that are not in the path; ``None`` if the request does not meet the condition."""

    def is_explained(self, request: Parts, /) -> bool:
        """Whether the operation itself refuses a request that does not meet the condition."""


Accepts = Callable[[Mapping[str, str]], bool]
"""Whether path values are valid."""

MAX_SPLITS = 256
"""Maximum number of ways to divide the segments of a path between the parameters in them."""

MAX_STEPS = 4096
"""Maximum number of positions that are tried for this."""


@dataclass(frozen=True, slots=True)
class _Endpoint(Generic[Target]):
    """A target at the end of a path.

    :param names: the names in the path template.
    :param base: the base path at the beginning of the template.
    :param accepts: whether path values are valid, if others may be chosen.
    :param mixed: the segments with several names: index, number of names before it, and literal parts.
    :param rank: what decides between targets of one path; the smallest first.
    """

    target: Target
    names: tuple[str, ...]
    base: str = ""
    condition: Condition | None = None
    accepts: Accepts | None = None
    mixed: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    rank: int = 0


@dataclass(slots=True)
class _Node(Generic[Target]):
    """A node of the tree.

    :ivar literals: child nodes by decoded literal segment.
    :ivar mixed: child nodes for segments with literal parts and names: length of the literal parts, pattern, node; the
        longest literal parts first.
    :ivar any: child node for a segment that is one name.
    :ivar targets: by method, the targets of the paths that end here, those of the smallest rank first.
    :ivar has_choice: whether a target depends on more than the path and the method.
    """

    literals: dict[str, _Node[Target]] = field(default_factory=dict)
    mixed: list[tuple[int, re.Pattern[str], _Node[Target]]] = field(default_factory=list)
    any: _Node[Target] | None = None
    targets: dict[str, list[_Endpoint[Target]]] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    has_choice: bool = False


class Router(Generic[Target]):
    """Maps methods and paths to targets.

    :param reserved: a first segment that no name in a template matches; ``""`` for none.
    :ivar has_conditions: whether routing needs more of a request than its method and path.
    """

    def __init__(self, reserved: str = "") -> None:
        self._root: _Node[Target] = _Node()
        self._reserved = reserved
        self.has_conditions = False

    def add(
        self,
        method: str,
        template: str,
        target: Target,
        *,
        base: str = "",
        condition: Condition | None = None,
        accepts: Accepts | None = None,
        is_label: bool = False,
    ) -> None:
        """Add a path template such as ``/cases/{id}`` or ``/files/{name}.{extension}``.

        :param base: the beginning of the template that is not part of the path in the document.
        :param condition: what a request must have besides the path.
        :param accepts: whether path values are valid; asked if several targets or values are possible.
        :param is_label: whether the targets of the path itself come first.
        """
        node = self._root
        segments = template.split("/")[1:]
        for segment in segments:
            node = _descend(node, segment)
        names = tuple(_NAME.findall(template))
        rank = -condition.size if condition is not None else int(is_label)
        endpoint = _Endpoint(target, names, base, condition, accepts, _mixed(segments), rank)
        has_suffix = any("{" in segment and not _NAME.fullmatch(segment) for segment in segments)
        found = node.targets.setdefault(method, [])
        found.append(endpoint)
        found.sort(key=lambda one: one.rank)  # stable: the first one that was added comes first
        self.has_conditions = self.has_conditions or condition is not None
        depends = condition is not None or len(found) > 1 or has_suffix
        node.has_choice = node.has_choice or (depends and (condition is not None or accepts is not None))
        node.methods = tuple(sorted(node.targets))

    def route(
        self, method: str, path: str, candidates: Sequence[str] = (), request: Parts | None = None
    ) -> Route[Target]:
        """Route a request. A HEAD request falls back to the GET operation (RFC 9110, section 9.3.2).

        :param path: the raw path, percent-encoded, without the query.
        :param candidates: the served paths that it may mean: the first that exists counts, otherwise the first of all;
            empty: it means itself.
        :param request: its query and headers; without them, no condition is met.
        """
        is_reserved = self._is_reserved(path)
        for served in candidates or (path,):
            values: list[str] = []
            node = self._node(served, values)
            if node is None or is_reserved:
                continue
            if not node.has_choice:
                return _route(node, method, path, served, values)
            if (found := self._choose(method, path, served, request)) is not None:
                return found
        return Route(path, candidates[0] if candidates else path)

    def _is_reserved(self, path: str) -> bool:
        """Whether the first segment of a path is reserved, and no template has it as a literal."""
        reserved = self._reserved
        if not reserved or reserved in self._root.literals:
            return False
        return path.startswith(reserved, 1) and (len(path) == len(reserved) + 1 or path[len(reserved) + 1] == "/")

    def _choose(self, method: str, path: str, served: str, request: Parts | None) -> Route[Target] | None:
        """Return the route to the first target whose condition and path parameters the request meets.

        If the path parameters of all targets refuse it, the first one counts, which then says why.
        """
        refused: Route[Target] | None = None
        segments = served.split("/")
        for node, values in _nodes(self._root, segments, 1, ()):
            own = node.targets.get(method) or (node.targets.get("GET", []) if method == "HEAD" else [])
            met = list(_met(own, request))
            if not met and refused is None and (methods := _methods(node, method, request)):
                return Route(path, served, methods=methods)
            for endpoint, more in met:
                base = _base(endpoint, path, served)
                for split in _splits(endpoint, segments, values):
                    found = {**dict(zip(endpoint.names, split, strict=True)), **more}
                    route = Route(path, served, endpoint.target, found, node.methods, base)
                    if endpoint.accepts is None or endpoint.accepts(found):
                        return route
                    refused = refused or route
            if not node.has_choice:
                break
            if refused is None and served != "/" and (first := _explaining(own, request)) is not None:
                own_values = dict(zip(first.names, values, strict=True))
                refused = Route(path, served, first.target, own_values, node.methods, _base(first, path, served))
        return refused

    def match(self, method: str, path: str) -> tuple[Target, dict[str, str]] | None:
        """Return the target and the percent-encoded path values of :meth:`route`; ``None`` without a target."""
        route = self.route(method, path)
        return None if route.target is None else (route.target, dict(route.path_values))

    def _node(self, path: str, values: list[str]) -> _Node[Target] | None:
        """Return the node of a path, or ``None``, also for a request target without a path (``OPTIONS *``)."""
        return _find(self._root, path.split("/"), 1, values) if path.startswith("/") else None


def _mixed(segments: Sequence[str]) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Return the segments of a template with several names, see :class:`_Endpoint`."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    before = 0
    for index, segment in enumerate(segments, 1):
        first, *parts = _NAME.split(segment)
        if len(parts) > 2:
            found.append((index, before, (first, *parts[1::2])))
        before += len(parts) // 2
    return tuple(found)


def _route(node: _Node[Target], method: str, path: str, served: str, values: list[str]) -> Route[Target]:
    found = node.targets.get(method) or (node.targets.get("GET") if method == "HEAD" else None)
    if found is None:
        return Route(path, served, methods=node.methods)
    endpoint = found[0]
    base = _base(endpoint, path, served) if endpoint.base else ""
    return Route(path, served, endpoint.target, dict(zip(endpoint.names, values, strict=True)), node.methods, base)


def _base(endpoint: _Endpoint[Target], path: str, served: str) -> str:
    """Return the base path as the client sent it: a host name may stand for the beginning of the served path."""
    left_out = len(served) - len(path)
    if not left_out and served.startswith(endpoint.base):
        return endpoint.base
    base = "/".join(served.split("/")[: endpoint.base.count("/") + 1])
    return base[left_out:] if left_out > 0 else base


def _met(
    endpoints: Sequence[_Endpoint[Target]], request: Parts | None
) -> Iterator[tuple[_Endpoint[Target], Mapping[str, str]]]:
    """Yield the endpoints whose condition a request meets, with the path values that are not in the path."""
    for endpoint in endpoints:
        if endpoint.condition is None:
            yield endpoint, {}
        elif request is not None and (values := endpoint.condition.values(request)) is not None:
            yield endpoint, values


def _explaining(endpoints: Sequence[_Endpoint[Target]], request: Parts | None) -> _Endpoint[Target] | None:
    """Return the first endpoint that says why it refuses a request, or ``None``."""
    if request is None:
        return None
    conditional = ((one, one.condition) for one in endpoints)
    return next(
        (one for one, condition in conditional if condition is not None and condition.is_explained(request)), None
    )


def _methods(node: _Node[Target], method: str, request: Parts | None) -> tuple[str, ...]:
    """Return the methods of a path; a CORS preflight does not have the headers that conditions are about."""
    if method == "OPTIONS":
        return node.methods
    return tuple(name for name in node.methods if next(_met(node.targets[name], request), None) is not None)


def _splits(endpoint: _Endpoint[Target], segments: Sequence[str], values: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the possible values of a path, those of routing first: ``51.5.json`` is ``{lat}.{format}`` in two ways."""
    yield values
    if not endpoint.mixed:
        return
    steps = iter(range(MAX_STEPS))
    parts = [list(_divided(segments[index], literals, steps)) for index, _, literals in endpoint.mixed]
    for chosen in islice(product(*parts), MAX_SPLITS):
        changed = list(values)
        for (_, start, _), own in zip(endpoint.mixed, chosen, strict=True):
            changed[start : start + len(own)] = own
        yield tuple(changed)


def _divided(segment: str, literals: Sequence[str], steps: Iterator[int]) -> Iterator[tuple[str, ...]]:
    """Yield the values of the names in a segment, the shortest first.

    :param literals: the literal parts before, between and behind the names.
    :param steps: limits the time.
    """
    start = _prefix(literals[0]).match(segment)
    if start is None:
        return
    rest = segment[start.end() :]
    if len(literals) == 2:
        last = re.fullmatch(f"({_CHARACTER}+){_literal(literals[1])}", rest, re.DOTALL)
        if last is not None:
            yield (last[1],)
        return
    for character in _CHARACTERS.finditer(rest):
        if next(steps, None) is None:
            return
        for further in _divided(rest[character.end() :], literals[1:], steps):
            yield (rest[: character.end()], *further)


@lru_cache(256)
def _prefix(literal: str) -> re.Pattern[str]:
    return re.compile(_literal(literal))


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

_CHARACTERS = re.compile(_CHARACTER, re.DOTALL)


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


def _nodes(
    node: _Node[Target], segments: Sequence[str], index: int, values: tuple[str, ...]
) -> Iterator[tuple[_Node[Target], tuple[str, ...]]]:
    """Yield all nodes of a path with the path values, in the order in which :func:`_find` tries them."""
    if index == len(segments):
        if node.targets:
            yield node, values
        return
    segment = segments[index]
    below = node.literals.get(unquote(segment))
    if below is not None:
        yield from _nodes(below, segments, index + 1, values)
    if not segment:
        return
    for _, pattern, onward in node.mixed:
        if match := pattern.fullmatch(segment):
            yield from _nodes(onward, segments, index + 1, (*values, *match.groups()))
    if node.any is not None:
        yield from _nodes(node.any, segments, index + 1, (*values, segment))


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
