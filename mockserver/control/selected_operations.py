"""The operations whose requests a matcher selects, as far as its conditions on operation, method and path say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from contracts.spec.model import Contract, Operation
from mockserver.control.matcher import compile_matcher
from mockserver.exchange import Exchange
from mockserver.mounting import MountedApi, MountedOperation

_CONDITIONS = ("operation", "api", "method", "path")

_NAME = re.compile(r"\{[^{}]*\}")

_SAMPLES = ("1", "a", "00000000-0000-4000-8000-000000000000")
"""Values of path parameters that are tried with a regular expression."""


def contracts_of(apis: Sequence[MountedApi]) -> list[Contract]:
    """Return the documents of APIs, each once."""
    return list({id(mounted.contract): mounted.contract for mounted in apis}.values())


def selected_operations(request: Mapping[str, Any], apis: Sequence[MountedApi]) -> list[Operation]:
    """Return the operations of which a request may match.

    :param request: a valid matcher, as JSON.
    """
    conditions = {name: request[name] for name in _CONDITIONS if name in request}
    matcher = compile_matcher(conditions, contracts_of(apis), "/request")
    path = request.get("path")
    found = [
        operation.operation
        for mounted in apis
        for operation in mounted.operations
        if any(matcher.matches(one) for one in _requests(mounted, operation, path))
    ]
    return found if not isinstance(path, str) or "{" in path else _most_specific(found)


def _most_specific(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations that routing prefers for one path: of each method, those with the fewest parameters."""
    fewest: dict[str, int] = {}
    for one in operations:
        fewest[one.method] = min(fewest.get(one.method, one.path.count("{")), one.path.count("{"))
    return [one for one in operations if one.path.count("{") == fewest[one.method]]


def _requests(mounted: MountedApi, operation: MountedOperation, path: Any) -> Iterator[Exchange]:
    """Yield requests of an operation: with the path of the matcher if its template has it, else with sample values."""
    for template in (operation.path, *(alias.path for alias in operation.aliases)):
        if isinstance(path, str) and _form(template).fullmatch(path):
            yield _request(mounted, operation, path)
        else:
            samples = _SAMPLES if path is not None and not isinstance(path, str) else _SAMPLES[:1]
            for sample in samples:
                yield _request(mounted, operation, _NAME.sub(sample, template))


def _request(mounted: MountedApi, operation: MountedOperation, path: str) -> Exchange:
    known = operation.operation
    where = (mounted.api.name, known.id, known.path)
    return Exchange(0.0, known.method, path, (), b"", 0, (), b"", 0.0, *where)


@lru_cache(maxsize=10_000)
def _form(template: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in _NAME.split(template)]
    return re.compile("[^/]+".join(parts))
