"""Items of a resource in requests and responses: reading them, replacing them, and overriding their properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from contracts.errors import GenerationError
from contracts.messages import Response
from contracts.spec.keys import schema_at, value_at, with_value
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.mutation.editing import documented_media, is_json, parse_json, with_json
from mockserver.mutation.mutant import Call
from mockserver.mutation.requests import generate_value, json_request_media, read_request

WRITE_ROLES = frozenset({"update", "replace"})
ITEM_ROLES = frozenset({"read", "update", "replace", "create"})
"""Roles whose success responses contain one item."""
LIST_ROLES = frozenset({"list", "read_many", "search"})

CREATED_AT = re.compile(r"created|inserted|opened|checked_?in", re.IGNORECASE)
UPDATED_AT = re.compile(r"updated|modified|changed|edited", re.IGNORECASE)


def items_in(operation: Operation, response: Response) -> list[dict[str, Any]]:
    """The items in a response, in order; empty unless it is a success with a JSON body."""
    resource = operation.resource
    if resource is None or not response.is_success or not is_json(response):
        return []
    body = parse_json(response)
    if resource.role not in LIST_ROLES:
        item = value_at(body, resource.item_path)
        return [item] if isinstance(item, dict) else []
    found = value_at(body, resource.list_path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def with_items(operation: Operation, response: Response, items: Sequence[dict[str, Any]]) -> Response:
    """Return the response with other items in place of its own."""
    resource = operation.resource
    if resource is None:
        return response
    body = parse_json(response)
    if resource.role not in LIST_ROLES:
        return with_json(response, with_value(body, resource.item_path, items[0])) if items else response
    return with_json(response, with_value(body, resource.list_path, list(items)))


def created_path(call: Call, response: Response) -> str:
    """The path of the item that this call created; ``""`` if it created none."""
    resource = call.operation.resource if call.operation else None
    if resource is None or call.role != "create" or not response.is_success:
        return ""
    location = response.header("location")
    if location:
        return urlsplit(location).path
    item = item_in(call, response)
    identifier = value_at(item, resource.id_path) if item and resource.id_path else None
    return f"{call.path}/{quote(str(identifier), safe='')}" if identifier is not None else ""


def item_in(call: Call, response: Response) -> dict[str, Any] | None:
    """The item in a success response of a call for one item; ``None`` if it has none."""
    if call.operation is None or call.role in LIST_ROLES:
        return None
    return next(iter(items_in(call.operation, response)), None)


def sent_item(call: Call) -> dict[str, Any] | None:
    """The properties of the item in the JSON body of a request; ``None`` if the body has no object there."""
    resource = call.operation.resource if call.operation else None
    item = value_at(parse_json(call.request), resource.body_path if resource else ())
    return item if isinstance(item, dict) else None


def timestamp_properties(item: Mapping[str, Any], pattern: re.Pattern[str]) -> list[str]:
    """The top-level properties whose names match and whose values are timestamps."""
    return [name for name, value in item.items() if pattern.search(name) and _parse_timestamp(value) is not None]


def shift_timestamp(value: str, days: int) -> str:
    """Return the timestamp some days later (earlier if negative), in the same notation; others are unchanged."""
    parsed = _parse_timestamp(value)
    date_length = len("2026-01-01")
    return f"{(parsed + timedelta(days=days)).date().isoformat()}{value[date_length:]}" if parsed else value


def _parse_timestamp(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return None


class ItemOverrides:
    """Property values that replace those of the correct server in responses, by item path."""

    def __init__(self) -> None:
        self._properties: dict[str, dict[str, Any]] = {}
        self._extended: set[str] = set()

    def __contains__(self, path: str) -> bool:
        """Whether :meth:`set` was called for an item."""
        return path in self._properties

    def set(self, path: str, properties: Mapping[str, Any], *, extend: bool = False) -> None:
        """Override these properties of an item from now on.

        :param extend: also add properties that the item does not have.
        """
        self._properties[path] = dict(properties)
        if extend:
            self._extended.add(path)

    def apply(self, call: Call, response: Response, path: str = "") -> Response:
        """Return the response with the overrides of its item; unchanged if there are none.

        :param path: of the item; by default that of the call.
        """
        path = path or call.path
        properties = self._properties.get(path)
        if not properties or call.operation is None or call.role not in ITEM_ROLES:
            return response
        item = item_in(call, response)
        if item is None:
            return response
        shown = {name: value for name, value in properties.items() if name in item or path in self._extended}
        return with_items(call.operation, response, [{**item, **shown}])


async def read_before_write(call: Call) -> Response | None:
    """Read the item before this call changes it; ``None`` if the call does not change one or it cannot be read."""
    request = read_request(call) if call.role in WRITE_ROLES else None
    before = await call.forward(request) if request else None
    return before if before and before.is_success else None


def writable_properties(call: Call) -> list[str]:
    """The properties that a JSON body of the operation may set."""
    media = json_request_media(call)
    resource = call.operation.resource if call.operation else None
    schema = schema_at(media.schema, resource.body_path if resource else ()) if media and media.schema else None
    properties = schema.possible_properties if schema else {}
    return [name for name, schema in properties.items() if not _is_read_only(schema)]


def _is_read_only(schema: Schema) -> bool:
    return any(isinstance(node, dict) and node.get("readOnly") is True for node in (schema.node, schema.resolve().node))


def alternative_values(call: Call, response: Response, exclude: Collection[str]) -> dict[str, Any]:
    """Other valid values for the writable properties of the item in a response.

    :param exclude: names of properties to leave out.
    """
    media = documented_media(call.operation, response) if call.operation else None
    body, item = parse_json(response), item_in(call, response)
    resource = call.operation.resource if call.operation else None
    if media is None or media.schema is None or item is None or resource is None:
        return {}
    schema = schema_at(media.schema, resource.item_path)
    properties = schema.possible_properties if schema else {}
    found: dict[str, Any] = {}
    for name in writable_properties(call):
        if name in exclude or name not in item or name not in properties:
            continue
        for value in (None, "", [], False, *_generated_values(properties[name])):
            changed = with_value(body, resource.item_path, {**item, name: value})
            if value != item[name] and media.schema.is_valid(changed):
                found[name] = value
                break
    return found


def _generated_values(schema: Schema) -> list[Any]:
    node = schema.resolve().node
    enumerated = list(node.get("enum", ())) if isinstance(node, dict) else []
    try:
        return [*enumerated, *(generate_value(schema, f"other-{number}") for number in range(3))]
    except GenerationError:
        return enumerated


def valid_request_object(call: Call) -> dict[str, Any] | None:
    """The JSON object in the request body; ``None`` if it is invalid or another type."""
    body = parse_json(call.request)
    if not isinstance(body, dict) or not is_json(call.request):
        return None
    return body if _accepts(call, body) else None


def with_strings_replaced(call: Call, replacement: Callable[[str], str]) -> dict[str, Any] | None:
    """Return the valid body of a write with its top-level strings replaced.

    :returns: ``None`` if nothing changes, or if the new body is invalid.
    """
    body = valid_request_object(call) if call.role in {*WRITE_ROLES, "create"} else None
    if body is None:
        return None
    new = {name: replacement(value) if isinstance(value, str) else value for name, value in body.items()}
    return new if new != body and _accepts(call, new) else None


def _accepts(call: Call, body: dict[str, Any]) -> bool:
    media = json_request_media(call)
    return media is None or media.schema is None or media.schema.request_validator.is_valid(body)
