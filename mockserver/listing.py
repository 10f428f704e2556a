"""The body of a collection's GET: the items, filtered and limited as the query asks, in the documented envelope."""

from __future__ import annotations

from typing import Any

from contracts.data.generate import Generators
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.coerce import scalar_types
from mockserver.exchange import Exchange

LIMITS = frozenset({"limit", "perpage", "pagesize", "size", "maxresults", "top", "first"})
"""Query parameters, in lower case without separators, that say how many items to list."""

TOTALS = frozenset({"total", "count", "totalcount", "totalitems", "size"})
MORE = frozenset({"hasmore", "more", "hasnext"})
NEXT = frozenset({"next", "nextcursor", "nextpage", "nexttoken", "cursor"})
"""Properties of an envelope, named likewise: how many items there are, whether more follow, where they begin."""


class Listing:
    """Puts the items of one list operation into its response's schema."""

    def __init__(self, operation: Operation, body: Schema, generators: Generators) -> None:
        self._body = body
        self._field = operation.resource.list_field if operation.resource else ""
        many = operation.resource is not None and operation.resource.role == "read_many"
        # Those who ask for items by their ids get each of them.
        query = [] if many else [parameter.name for parameter in operation.parameters if parameter.location == "query"]
        self._limit = next((name for name in query if _plain(name) in LIMITS), "")
        known = operation.resource.item.possible_properties if operation.resource else {}
        self._filters = [name for name in query if name in known]
        self._is_array = not self._field
        self._envelope = generators.compile(body) if self._field and len(body.properties) > 1 else None

    def __call__(self, exchange: Exchange, items: list[Any], key: str) -> Any:
        """The whole body.

        :param items: every item of the collection.
        :param key: identity of the envelope's generated fields.
        """
        for name in self._filters:
            wanted = exchange.parameters.get(("query", name))
            if wanted is not None:
                choices = wanted if isinstance(wanted, list) else [wanted]
                items = [item for item in items if item.get(name) in choices]
        limit = exchange.parameters.get(("query", self._limit))
        shown = items[:limit] if isinstance(limit, int) and limit >= 0 else items
        if self._is_array:
            return shown
        if self._envelope is None:
            return {self._field: shown}
        body = self._envelope(key)
        body[self._field] = shown
        for name, schema in self._body.properties.items():
            if name != self._field and name in body:
                body[name] = _told(name, schema, body[name], len(items), len(shown))
        return body


def _told(name: str, schema: Schema, value: Any, total: int, shown: int) -> Any:
    """What an envelope's field says about the listing; as generated where it says something else."""
    plain = _plain(name)
    candidates: list[Any] = []
    if plain in TOTALS and "integer" in scalar_types(schema):
        candidates = [total]
    elif plain in MORE:
        candidates = [total > shown]
    elif plain in NEXT and total <= shown:
        candidates = [None]
    return next((candidate for candidate in candidates if schema.is_valid(candidate)), value)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").lstrip("$")
