"""From a resource of the document to the kind of its items: with what its whole examples tell of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from contracts.spec.model import Operation, Resource
from contracts.spec.schemas import Schema
from mockserver.state.items import Item, ItemKind


def kind_of(resource: Resource, operations: Iterable[Operation]) -> ItemKind:
    """The kind of a resource's items.

    :param operations: those of its API; the examples of all that act on the same collection count.
    """
    examples = [
        item
        for operation in operations
        if operation.resource is not None and operation.resource.collection == resource.collection
        for response in operation.responses
        if response.is_success
        for media in response.content
        for example in media.examples
        for item in items_in(example.value, operation.resource)
    ]
    return ItemKind(resource.item, resource.id_field, examples)


def items_in(body: Any, resource: Resource) -> Iterator[Item]:
    """The items in the body of an answer: itself, or those that it lists. One without an id is none."""
    listed = body.get(resource.list_field) if resource.list_field and isinstance(body, dict) else body
    for item in listed if isinstance(listed, list) else [listed]:
        if isinstance(item, dict) and resource.id_field in item:
            yield item


def settler(operation: Operation, body: Schema, operations: Iterable[Operation]) -> Callable[[Any], Any] | None:
    """What lets each item in a body of an operation agree with its own id; ``None`` where nothing depends on it.

    :param body: the schema of such bodies.
    """
    resource = operation.resource
    if resource is None:
        return None
    listed = body.properties.get(resource.list_field, body).items or body
    kind = kind_of(replace(resource, item=listed), operations)
    if not kind.settles:
        return None

    def settle(value: Any) -> Any:
        for item in items_in(value, resource):
            kind.settle(item)
        return value

    return settle
