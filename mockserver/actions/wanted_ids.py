"""Lists of the items whose ids are in the query, such as ``GET /pets?ids=1,2``."""

from __future__ import annotations

from collections.abc import Callable

from contracts.spec.model import Operation, Parameter, Resource
from contracts.spec.resources.identity import strong_ids
from contracts.spec.resources.names import plain
from contracts.spec.resources.paths import parse_path
from contracts.spec.resources.shapes import array_items
from mockserver.http.request import RequestContext

WantedIds = Callable[[RequestContext], "list[str] | None"]
"""Returns the ids in a request without duplicates, or ``None`` if it names none."""


def wanted_ids(operation: Operation) -> WantedIds | None:
    """Return how a list selects items by their ids; ``None`` if it cannot.

    The parameter is an array that is named like several ids: ``ids``, or ``pet_ids`` for ``/pets``.
    """
    resource = operation.resource
    if resource is None or resource.role != "list" or not resource.id_path:
        return None
    found = next((one for one in operation.parameters if _names_ids(one, resource)), None)
    if found is None:
        return None
    key = ("query", found.name)

    def wanted(request: RequestContext) -> list[str] | None:
        value = request.parameters.get(key)
        return list(dict.fromkeys(map(str, value))) if isinstance(value, list) else None

    return wanted


def _names_ids(parameter: Parameter, resource: Resource) -> bool:
    """Whether a parameter contains ids of the items, and is not named like another property of theirs."""
    if parameter.location != "query" or parameter.schema is None or array_items(parameter.schema) is None:
        return False
    name = plain(parameter.name)
    if name in map(plain, resource.item.possible_properties) or not name.endswith("s"):
        return False
    return name[:-1] in strong_ids(resource.item_parameter, parse_path(resource.collection).last)
