"""Items in bodies of the admin API: identified and validated by the same rules as those of ``--data``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.findings import Finding, Location
from contracts.generation.json_encoding import encode_json
from contracts.spec.keys import schema_at, value_at, with_value
from contracts.spec.messages import describe_type
from contracts.spec.model import Resource
from contracts.spec.pointers import child_pointer
from contracts.spec.source import Source
from contracts.spec.write_only import write_only_remover
from mockserver.control.admin_request import AdminError
from mockserver.state.data_errors import Samples, schema_errors
from mockserver.state.data_files import DataValue
from mockserver.state.data_items import GivenItem, identify, items_in, typed_id


class _Body(Source):
    """The body of a request, whose locations are JSON pointers."""

    def locate(self, pointer: str) -> Location:
        """See ``Source.locate``."""
        return Location("", pointer=pointer)


def check_item(identifier: str, item: Mapping[str, Any], resource: Resource, pointer: str) -> None:
    """Raise :class:`AdminError` if an item does not match its schema, or has another id.

    :param pointer: JSON pointer of the item in the body.
    """
    given = DataValue("", item, _Body("", item), pointer)
    _refuse(schema_errors(given, item, resource.item, Samples()))
    schema = schema_at(resource.item, resource.id_path) if resource.id_path else None
    if resource.single or schema is None:
        return
    value, wanted = value_at(item, resource.id_path), typed_id(identifier, resource)
    is_same = value == wanted or str(value).casefold() == identifier.casefold()
    if value is not None and not is_same and schema.is_valid(wanted):
        message = f"the id of the item differs from '{identifier[:80]}'"
        raise AdminError(message, location=child_pointer(pointer, *resource.id_path), hint="change one of them")


def identified_items(value: Any, resource: Resource, pointer: str, *, validate: bool) -> dict[str, bytes]:
    """Return items as they are stored by id, in their order.

    :param value: an array of items; for a single item, the item.
    :param pointer: JSON pointer of the value in the body.
    :param validate: whether the items must match their schema.
    :raises AdminError: for a value that is not an item, an invalid item, and ids that are missing, invalid or the same.
    """
    samples = Samples()
    found = [*items_in(DataValue("", value, _Body("", value), pointer), resource, None)]
    _refuse(found)
    visible = write_only_remover(resource.item) or (lambda item: item)
    items: dict[str, bytes] = {}
    for one in identify([item for item in found if isinstance(item, GivenItem)], resource, samples):
        if isinstance(one, Finding):
            _refuse([one])
            continue
        identifier, item = one
        if validate:
            _refuse(schema_errors(item.given, item.value, resource.item, samples))
        items[identifier] = encode_json(visible(item.value))
    return items


def item_with_id(value: Any, identifier: str, resource: Resource, pointer: str, *, validate: bool) -> bytes:
    """Return an item as it is stored, with an id instead of its own one.

    :raises AdminError: if it is not an object, not valid, or if no item can have the id.
    """
    schema = schema_at(resource.item, resource.id_path) if resource.id_path else None
    typed = typed_id(identifier, resource) if schema is not None else identifier
    if schema is not None and not schema.is_valid(typed):
        message = f"no item of this collection can have the id '{identifier[:80]}'"
        raise AdminError(message, location="path", hint="use an id that its schema allows")
    if isinstance(value, dict) and resource.id_path:
        first = resource.id_path[0]
        value = {first: None, **value}  # an item without id gets it as its first property
        value = with_value(value, resource.id_path, typed)
    if not isinstance(value, dict):
        raise AdminError(f"an item must be a mapping, not {describe_type(value)}", location=pointer)
    if validate:
        given = DataValue("", value, _Body("", value), pointer)
        _refuse(schema_errors(given, value, resource.item, Samples()))
    visible = write_only_remover(resource.item) or (lambda item: item)
    return encode_json(visible(value))


def _refuse(found: Iterator[Any] | list[Any]) -> None:
    """Raise the first finding as an error."""
    for one in found:
        if isinstance(one, Finding):
            raise AdminError(one.message, location=one.location.pointer, hint=one.hint)
