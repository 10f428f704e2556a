"""Matches requests to the operations of a contract."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

from contracts.spec.model import Contract, Operation

NAME = re.compile(r"\{[^{}]+\}")


def operation_of(contract: Contract, method: str, path: str, *, api: str = "") -> Operation | None:
    """Return the operation that a method and a percent-encoded path match; ``None`` if undocumented.

    ``HEAD`` matches the ``GET`` operation if it has none of its own (RFC 9110, section 9.3.2). If several templates
    match, the one with the fewest parameters wins (OpenAPI 3.1, section 4.8.8).

    :param api: the API that is served at the root, without the document's prefix; ``""``: none.
    """
    segments = tuple(unquote(segment) for segment in path.split("/"))
    matching = [
        operation
        for operation in contract.operations
        if operation.method in {method, "GET" if method == "HEAD" else method}
        and _matches(operation.native_path if operation.api == api else operation.path, segments)
    ]
    return min(matching, key=lambda one: (one.path.count("{"), one.method != method), default=None)


def _matches(template: str, segments: tuple[str, ...]) -> bool:
    patterns = _patterns(template)
    return len(patterns) == len(segments) and all(map(re.Pattern.fullmatch, patterns, segments))


@cache
def _patterns(template: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("(?s:.+)".join(map(re.escape, NAME.split(unquote(segment))))) for segment in template.split("/")
    )
