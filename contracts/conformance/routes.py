"""Which operation a request belongs to, and the path values in its target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from contracts.messages import Request
from contracts.spec.model import Operation
from contracts.spec.path_selectors import SelectedPath, precedence, selected_path

_NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation and the decoded values of its path parameters."""

    operation: Operation
    values: dict[tuple[str, str], str]


class Routes:
    """The operations of a document by method and path.

    :param native: whether paths are those of the real server, without the prefix of the API in the document.
    """

    def __init__(self, operations: Iterable[Operation], *, native: bool) -> None:
        self._by_length: dict[tuple[str, int], list[tuple[SelectedPath, Operation]]] = {}
        for operation in operations:
            template = operation.native_path if native else operation.path
            selected = selected_path(template, operation.parameters) or SelectedPath(template, (), is_label=False)
            self._by_length.setdefault((operation.method, selected.path.count("/")), []).append((selected, operation))
        for found in self._by_length.values():
            found.sort(key=lambda entry: precedence(entry[0]))

    def match(self, method: str, path: str, request: Request | None = None) -> Route | None:
        """Return the operation of a request; of several templates, the one with the fewest parameters.

        OpenAPI 3.1, section 4.8.8: concrete paths are matched before templated ones.

        :param path: percent-encoded, without the query.
        :param request: decides between operations of one path that differ by their query or headers.
        """
        return next(self._matches(method, path, request), None)

    def _matches(self, method: str, path: str, request: Request | None) -> Iterator[Route]:
        for selected, operation in self._by_length.get((method, path.count("/")), ()):
            values = path_values_in(selected.path, path)
            more = selected.values(request.query, request.header) if request is not None else {}
            if values is not None and more is not None:
                yield Route(operation, {**values, **{("path", name): value for name, value in more.items()}})


def path_values_in(template: str, path: str) -> dict[tuple[str, str], str] | None:
    """Return the decoded path values if a path matches a template; ``None`` otherwise."""
    pattern, names = _pattern(template)
    found = pattern.fullmatch(path)
    if found is None:
        return None
    return {("path", name): unquote(found[number + 1]) for number, name in enumerate(names)}


@lru_cache(maxsize=4096)
def _pattern(template: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    parts = _NAME.split(template)
    names = tuple(parts[1::2])
    return re.compile("([^/]+)".join(map(re.escape, parts[::2]))), names
