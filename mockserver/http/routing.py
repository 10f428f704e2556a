"""Routing: maps a method and a raw path to an operation.

There are no redirects. The time of a lookup does not depend on the number of operations, unless several have the same
path: then the first one counts whose conditions and path parameters the request meets (``route_choice.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from mockserver.http.path_segments import NAME, mixed_segments
from mockserver.http.path_tree import Node, all_leaves, descend, find
from mockserver.http.route import Route
from mockserver.http.route_choice import Accepts, Condition, Endpoint, Endpoints, Parts, base_path, choose

Target = TypeVar("Target")


class Router(Generic[Target]):
    """Maps methods and paths to targets.

    :param reserved: a first segment that no name in a template matches; ``""`` for none.
    :ivar has_conditions: whether routing needs more of a request than its method and path.
    """

    def __init__(self, reserved: str = "") -> None:
        self._root: Node[Endpoints[Target]] = Node()
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
            node = descend(node, segment)
        rank = -condition.size if condition is not None else int(is_label)
        names = tuple(NAME.findall(template))
        endpoint = Endpoint(target, names, base, condition, accepts, mixed_segments(segments), rank)
        has_suffix = any("{" in segment and not NAME.fullmatch(segment) for segment in segments)
        node.leaf = node.leaf or Endpoints()
        node.leaf.add(method, endpoint, has_suffix=has_suffix)
        self.has_conditions = self.has_conditions or condition is not None

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
            if not served.startswith("/"):  # a request target without a path: OPTIONS *
                continue
            values: list[str] = []
            segments = served.split("/")
            endpoints = None if is_reserved else find(self._root, segments, 1, values)
            if endpoints is None:
                continue
            if endpoints.has_choice:
                found = choose(all_leaves(self._root, segments, 1, ()), method, path, served, request)
                if found is not None:
                    return found
                continue
            first = endpoints.first.get(method)
            if first is None:
                return Route(path, served, methods=endpoints.methods)
            base = base_path(first, path, served) if first.base else ""
            path_values = dict(zip(first.names, values, strict=True)) if values else {}
            return Route(path, served, first.target, path_values, endpoints.methods, base)
        return Route(path, candidates[0] if candidates else path)

    def _is_reserved(self, path: str) -> bool:
        """Whether the first segment of a path is reserved, and no template has it as a literal."""
        reserved = self._reserved
        if not reserved or reserved in self._root.literals:
            return False
        return path.startswith(reserved, 1) and (len(path) == len(reserved) + 1 or path[len(reserved) + 1] == "/")

    def match(self, method: str, path: str) -> tuple[Target, dict[str, str]] | None:
        """Return the target and the percent-encoded path values of :meth:`route`; ``None`` without a target."""
        route = self.route(method, path)
        return None if route.target is None else (route.target, dict(route.path_values))
