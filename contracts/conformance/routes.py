"""Which operation a request belongs to, and the path values in its target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from contracts.spec.model import Operation

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
        self._by_length: dict[tuple[str, int], list[tuple[str, Operation]]] = {}
        for operation in operations:
            template = operation.native_path if native else operation.path
            self._by_length.setdefault((operation.method, template.count("/")), []).append((template, operation))
        for found in self._by_length.values():
            found.sort(key=lambda pair: pair[0].count("{"))

    def match(self, method: str, path: str) -> Route | None:
        """Return the operation of a request; of several templates, the one with the fewest parameters.

        OpenAPI 3.1, section 4.8.8: concrete paths are matched before templated ones.

        :param path: percent-encoded, without the query.
        """
        return next(self._matches(method, path), None)

    def _matches(self, method: str, path: str) -> Iterator[Route]:
        for template, operation in self._by_length.get((method, path.count("/")), ()):
            values = path_values_in(template, path)
            if values is not None:
                yield Route(operation, values)


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
