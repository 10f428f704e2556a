"""The items of one collection in initial data, and their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.findings import Finding
from contracts.spec.keys import schema_at, value_at, with_value
from contracts.spec.messages import describe_type
from contracts.spec.model import Resource
from contracts.spec.pointers import child_pointer
from mockserver.http.coercion import compile_coercion
from mockserver.state.data_errors import Samples
from mockserver.state.data_files import DataValue

Item = dict[str, Any]

SINGLE_ID = ""
"""The id of the only item of a collection such as ``/me``."""


@dataclass(frozen=True, eq=False)
class GivenItem:
    """An item as written.

    :param key: its id in a mapping of ids to items or in a path; ``None`` for an item of a list.
    """

    given: DataValue
    value: Item
    key: str | None = None


def items_in(given: DataValue, resource: Resource, key: str | None) -> Iterator[GivenItem | Finding]:
    """Yield the items of a value, and errors for values that are not items.

    :param key: the id of the item if the value is one item, else ``None``.
    """
    value = given.value
    if resource.single or key is not None:
        yield _item(given, SINGLE_ID if resource.single else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield _item(_child(given, index, inner), None)
    elif isinstance(value, dict) and _is_item(value, resource):
        hint = "write a list: put '- ' before the item"
        yield given.error("must be a list of items or a mapping of ids to items, not one item", hint)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield _item(_child(given, name, inner), name)
    else:
        hint = "write '[]' for a collection without items" if value is None else "write a list of items"
        message = f"must be a list of items or a mapping of ids to items, not {describe_type(value)}"
        yield given.error(message, hint)


def _is_item(value: Item, resource: Resource) -> bool:
    """Whether a mapping looks like one item instead of a mapping of ids to items."""
    mappings = [isinstance(inner, dict) for inner in value.values()]
    return not all(mappings) and (not any(mappings) or value.get(resource.id_field) is not None)


def _child(given: DataValue, token: str | int, value: Any) -> DataValue:
    return DataValue(given.path, value, given.source, child_pointer(given.pointer, token))


def _item(given: DataValue, key: str | None) -> GivenItem | Finding:
    if isinstance(given.value, dict):
        return GivenItem(given, given.value, key)
    return given.error(f"an item must be a mapping, not {describe_type(given.value)}", "write its properties as keys")


def identify(
    items: Sequence[GivenItem], resource: Resource, samples: Samples
) -> Iterator[tuple[str, GivenItem] | Finding]:
    """Yield each item with its id, which is also set in the item, and errors for missing and duplicate ids.

    The id is that in the item, else its key, else the next unused number.
    """
    seen: dict[str, GivenItem] = {}
    named = {identifier for item in items if (identifier := _id_of(item, resource)) is not None}
    numbers = iter(range(1, len(items) + len(named) + 1))
    for item in items:
        identified = item
        identifier = _id_of(item, resource)
        if problem := _id_problem(item, resource, identifier):
            yield problem
            continue
        if identifier is None:
            identifier = next(number for number in map(str, numbers) if number not in named)
            if not _fits(identifier, resource):
                yield _without_id(item, resource, samples)
                continue
        if not resource.single:
            identified = _with_id(item, resource, identifier)
        if identifier in seen:
            yield _duplicate(item, seen[identifier], resource, identifier)
        seen.setdefault(identifier, item)
        yield identifier, identified


def _id_of(item: GivenItem, resource: Resource) -> str | None:
    """Return the id in an item, else its key; ``None`` if it has neither or the id is not valid."""
    if resource.single:
        return item.key
    value = value_at(item.value, resource.id_path) if resource.id_path else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
        return str(value)
    return item.key if value is None else None


def _id_problem(item: GivenItem, resource: Resource, identifier: str | None) -> Finding | None:
    value = value_at(item.value, resource.id_path) if resource.id_path else None
    name = ".".join(resource.id_path)
    if resource.single or value is None:
        empty = identifier == "" and not resource.single
        return item.given.error("the id of an item must not be empty", "use the id as key") if empty else None
    if identifier is None:
        shown = "an empty string" if value == "" else describe_type(value)
        return item.given.error(f"an id must be a string or an integer, not {shown}", f"change {name!r}",
                                *resource.id_path)  # fmt: skip
    if item.key is not None and item.key != identifier:
        message = f"the id {identifier!r} differs from {item.key!r}, the key or file name of the item"
        return item.given.error(message, f"change one of them, or remove {name!r}", *resource.id_path)
    return None


def _with_id(item: GivenItem, resource: Resource, identifier: str) -> GivenItem:
    if not resource.id_path or value_at(item.value, resource.id_path) is not None:
        return item
    value = with_value(item.value, resource.id_path, typed_id(identifier, resource))
    first = resource.id_path[0]
    return GivenItem(item.given, {first: value[first], **value}, item.key)


def typed_id(identifier: str, resource: Resource) -> Any:
    """Convert an id to the type that its schema allows."""
    coerce = compile_coercion(schema_at(resource.item, resource.id_path), plain=True)
    return coerce(identifier) if coerce else identifier


def _fits(identifier: str, resource: Resource) -> bool:
    schema = schema_at(resource.item, resource.id_path) if resource.id_path else None
    return schema is None or schema.is_valid(typed_id(identifier, resource))


def _without_id(item: GivenItem, resource: Resource, samples: Samples) -> Finding:
    name = ".".join(resource.id_path)
    schema = schema_at(resource.item, resource.id_path)
    return item.given.error(f"the item has no {name!r}", f"add {name!r}{samples.example(schema)}")


def _duplicate(item: GivenItem, first: GivenItem, resource: Resource, identifier: str) -> Finding:
    there = first.given.source.locate(first.given.pointer)
    if resource.single:
        return item.given.error("there can be only one item here", f"remove it, or the item at {there}")
    return item.given.error(f"duplicate id {identifier!r}", f"another item with this id is at {there}")
