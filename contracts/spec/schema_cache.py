"""A cache for functions of schemas, which is released with their document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from contracts.spec.schemas import Schema, SchemaSpace

Function = TypeVar("Function", bound=Callable[..., Any])

MOST_RESULTS = 100_000
"""Number of results for one document, after which its cache is emptied."""

_MISSING = object()


def cached_by_schema(function: Function) -> Function:
    """Return a function whose results are kept with the document of its first argument.

    ``functools.lru_cache`` would keep the documents themselves, which are large, also after they were replaced.

    :param function: its first argument is a schema, a tuple of schemas of one document, or all schemas of a document.
    """

    @wraps(function)
    def cached(first: Schema | tuple[Schema, ...] | SchemaSpace, *rest: Any) -> Any:
        if not first:
            return function(first, *rest)
        schema = first[0] if isinstance(first, tuple) else first
        results = (schema if isinstance(schema, SchemaSpace) else schema.space).results
        key = (function, first, *rest)
        found = results.get(key, _MISSING)
        if found is _MISSING:
            found = function(first, *rest)
            if len(results) >= MOST_RESULTS:
                results.clear()
            results[key] = found
        return found

    return cast(Function, cached)
