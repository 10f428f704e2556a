"""Items in the examples that belong to a request by name: they are what a collection has until a client changes it.

The response to such a request is the example (:mod:`mockserver.http.example_matching`). The other operations of the
collection must agree with it: the item of a documented list can be read, and a change starts from the documented item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from contracts.generation.json_encoding import encode_json
from contracts.spec.keys import value_at
from contracts.spec.model import Operation, Resource
from contracts.spec.resources.paths import parse_path
from contracts.spec.write_only import write_only_remover
from mockserver.state.initial_data import ItemsById
from mockserver.state.item_schema import items_in

ROLES = ("list", "search", "read")
LISTS = frozenset({"list", "search"})


class ExampleItems(NamedTuple):
    """The items of one collection.

    :param items: their JSON by id, in their order.
    :param listed: whether the collection has these items, as a documented list says; else some of them.
    """

    items: ItemsById
    listed: tuple[str, ...] = ()


NO_ITEMS = ExampleItems({})


class _Exchange(NamedTuple):
    """The items of one example.

    :param path: the values of the path parameters by position; others may have any value.
    :param size: the number of other values that a request must have.
    """

    path: Mapping[int, str]
    items: dict[str, bytes]
    is_list: bool
    size: int

    def is_at(self, values: tuple[str, ...]) -> bool:
        return all(position < len(values) and values[position] == value for position, value in self.path.items())


class CollectionExamples:
    """The examples of one path template of a collection, read once.

    :param resource: a resource of the collection.
    :param operations: the operations of its API.
    """

    def __init__(self, resource: Resource, operations: Iterable[Operation]) -> None:
        own = [one for one in operations if one.resource and one.resource.collection == resource.collection]
        by_role = sorted((one for one in own if _role(one) in ROLES), key=lambda one: ROLES.index(_role(one)))
        found = [exchange for operation in by_role for exchange in _exchanges(operation, resource)]
        self._exchanges = sorted(found, key=lambda one: one.size)  # examples of a whole list have no filters
        self._may_list = not any(_role(one).startswith("create") for one in own)

    def at(self, values: tuple[str, ...]) -> ExampleItems:
        """Return the items of the collection whose path has these values, in order."""
        if not self._exchanges:
            return NO_ITEMS
        fitting = [one for one in self._exchanges if one.is_at(values)]
        items: dict[str, bytes] = {}
        for exchange in fitting:
            items = {**exchange.items, **items}
        # Clients that create items are likely to send the documented ones, which would then be conflicts.
        listed = next((tuple(one.items) for one in fitting if one.is_list and self._may_list), ())
        return ExampleItems(items, listed)


def _role(operation: Operation) -> str:
    return operation.resource.role if operation.resource is not None else ""


def _exchanges(operation: Operation, resource: Resource) -> Iterator[_Exchange]:
    known = operation.resource
    if known is None or operation.success is None or not resource.id_path:
        return
    names = parse_path(operation.path).parameters
    visible = write_only_remover(resource.item) or dict
    examples = [one for media in operation.success.content if media.is_json for one in media.examples if one.name]
    for example in examples:
        sent = {
            (parameter.location, parameter.name): one.value
            for parameter in operation.parameters
            for one in parameter.examples
            if one.name == example.name
        }
        if not sent:
            continue  # no request asks for this example
        path = {names.index(name): str(value) for (place, name), value in sent.items() if place == "path"}
        own = path.pop(names.index(known.id_parameter), "") if known.id_parameter in names else ""
        items = [visible(item) for item in items_in(example.value, known) if resource.item.is_valid(visible(item))]
        by_id = {str(value_at(item, resource.id_path)): encode_json(item) for item in items}
        is_list = known.role in LISTS
        if is_list or (len(items) == 1 and by_id.keys() == {own or next(iter(by_id))}):
            yield _Exchange(path, by_id, is_list, len(sent))
