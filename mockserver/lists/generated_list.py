"""Lists without a collection: their generated items are paged and sorted, so that each item is on exactly one page.

The items depend on the path and on the values in the query that are not about pages and order. They are not filtered:
nothing is known of items that the list does not contain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.generation.json_encoding import encode_json
from contracts.spec.keys import value_at
from contracts.spec.model import Operation, Resource
from contracts.spec.resources.envelopes import find_list
from contracts.spec.resources.identity import find_id
from contracts.spec.resources.paths import parse_path
from contracts.spec.schemas import Schema
from mockserver.http.messages import Failure
from mockserver.http.request import RequestContext
from mockserver.lists.items import Listed
from mockserver.lists.list_response import ListBody, ListResponse

ITEMS = 5
"""Number of items of a list."""

ATTEMPTS = 20
"""Maximum number of items that are generated, if some are equal."""


class GeneratedList:
    """The responses of one list operation without a collection, compiled once."""

    def __init__(self, operation: Operation, resource: Resource, body: Schema, generators: Generators) -> None:
        self._response = ListResponse(replace(operation, resource=resource), body, generators, has_filters=False)
        self._id_path = resource.id_path
        self._item, self._generators = resource.item, generators

    @property
    def is_paged(self) -> bool:
        """Whether the query of a request says which part of the list the response has."""
        return self._response.is_paged

    @cached_property
    def _generate(self) -> Callable[[str], Any]:
        """Compiled by the first request, as most operations with a list in their body have no pages."""
        return self._generators.compile(self._item)

    def __call__(self, request: RequestContext, key: Callable[[frozenset[str]], str]) -> ListBody | Failure:
        """Return the body and headers; a failure if the cursor in the request was never issued.

        :param key: returns the generator key of a request without some of its query parameters.
        """
        base = key(self._response.page_parameters)
        return self._response(request, list(self._items(base)), lambda listed: listed.item, base)

    def _items(self, key: str) -> Iterator[Listed]:
        """Yield different items, all of them objects."""
        seen: set[str] = set()
        for number in range(ATTEMPTS):
            if len(seen) == ITEMS:
                return
            try:
                item = self._generate(f"{key}\0item {number}")
            except GenerationError:
                return
            name = self._name(item)
            if isinstance(item, dict) and name not in seen:
                seen.add(name)
                yield Listed(name, item)

    def _name(self, item: Any) -> str:
        """Return the id of an item, or the whole item as text if it has none."""
        found = value_at(item, self._id_path) if self._id_path else None
        return str(found) if found is not None else encode_json(item).decode("utf-8", "replace")


def generated_list(operation: Operation, body: Schema | None, generators: Generators) -> GeneratedList | None:
    """Return the list of an operation without a resource; ``None`` if it is not a list that has pages."""
    if operation.resource is not None or operation.method != "GET" or body is None:
        return None
    path = parse_path(operation.path)
    found = find_list(body, None, path.last)
    if found is None:
        return None
    list_path, item = found
    id_path = find_id(item, "", None, path.last)
    resource = Resource(path.template, "list", "", item, id_path, list_path)
    made = GeneratedList(operation, resource, body, generators)
    return made if made.is_paged else None
