"""Which operation of a contract a request means."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

from contracts.spec.model import Contract, Operation

NAME = re.compile(r"\{[^{}]+\}")


def operation_of(contract: Contract, method: str, path: str, *, api: str = "") -> Operation | None:
    """The operation that a method and a percent-encoded path mean; ``None`` for what the contract does not know.

    ``HEAD`` means the operation of ``GET`` where it has none of its own (RFC 9110, section 9.3.2). Of several templates
    the one with the fewest parameters counts (OpenAPI 3.1, section 4.8.8).

    :param api: the one API that is served at the root, without the document's prefix; ``""``: none is.
    """
    segments = tuple(unquote(segment) for segment in path.split("/"))
    fitting = [
        operation
        for operation in contract.operations
        if operation.method in {method, "GET" if method == "HEAD" else method}
        and _fits(operation.native_path if operation.api == api else operation.path, segments)
    ]
    return min(fitting, key=lambda one: (one.path.count("{"), one.method != method), default=None)


def _fits(template: str, segments: tuple[str, ...]) -> bool:
    patterns = _patterns(template)
    return len(patterns) == len(segments) and all(map(re.Pattern.fullmatch, patterns, segments))


@cache
def _patterns(template: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("(?s:.+)".join(map(re.escape, NAME.split(unquote(segment))))) for segment in template.split("/")
    )
