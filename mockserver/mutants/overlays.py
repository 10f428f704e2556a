"""What a fault says of an item instead of what the correct server keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from contracts.errors import GenerationError
from contracts.messages import Response
from contracts.spec.schemas import Schema
from mockserver.mutants.editing import is_json, media_of, with_json
from mockserver.mutants.mutant import Call, json_of
from mockserver.mutants.requests import drawn, reading

WRITES = frozenset({"update", "replace"})
SHOWS = frozenset({"read", "update", "replace", "create"})


class Overlay:
    """Members that items have in answers, whatever the correct server says; by the item's path."""

    def __init__(self) -> None:
        self._members: dict[str, dict[str, Any]] = {}
        self._add: set[str] = set()

    def __contains__(self, item: str) -> bool:
        """Whether anything was set for an item."""
        return item in self._members

    def set(self, item: str, members: Mapping[str, Any], *, add: bool = False) -> None:
        """Say these members of an item from now on.

        :param add: also where the item does not have them.
        """
        self._members[item] = dict(members)
        if add:
            self._add.add(item)

    def over(self, call: Call, reply: Response, item: str = "") -> Response:
        """The answer with the members of its item; as it is where nothing was set.

        :param item: path of the item; left out: that of the call.
        """
        item = item or call.item
        body = json_of(reply)
        members = self._members.get(item)
        if not members or call.role not in SHOWS or not reply.is_success or not isinstance(body, dict):
            return reply
        shown = {name: value for name, value in members.items() if name in body or item in self._add}
        return with_json(reply, {**body, **shown}) if is_json(reply) else reply


async def before_write(call: Call) -> Response | None:
    """The item as it is before this call changes it; ``None``: it changes none, or nobody can read it."""
    asked = reading(call) if call.role in WRITES else None
    before = await call.forward(asked) if asked else None
    return before if before and before.is_success else None


def settable(call: Call) -> list[str]:
    """The properties that a body of the operation may set."""
    content = call.operation.request_body.content if call.operation and call.operation.request_body else ()
    schemas = [media.schema for media in content if media.is_json and media.schema]
    known = schemas[0].possible_properties if schemas else {}
    return [name for name, schema in known.items() if not _is_read_only(schema)]


def _is_read_only(schema: Schema) -> bool:
    return any(isinstance(node, dict) and node.get("readOnly") is True for node in (schema.node, schema.resolve().node))


def other_values(call: Call, reply: Response, leave: Collection[str]) -> dict[str, Any]:
    """Other values for the properties of an answered item that a body may set, such as the document allows.

    :param leave: names that keep their values.
    """
    media = media_of(call.operation, reply) if call.operation else None
    body = json_of(reply)
    if media is None or media.schema is None or not isinstance(body, dict):
        return {}
    known = media.schema.possible_properties
    found: dict[str, Any] = {}
    for name in settable(call):
        if name in leave or name not in body or name not in known:
            continue
        candidates = [None, "", [], False, *_drawn(known[name])]
        fits = (value for value in candidates if value != body[name] and media.schema.is_valid({**body, name: value}))
        for value in fits:
            found[name] = value
            break
    return found


def _drawn(schema: Schema) -> list[Any]:
    node = schema.resolve().node
    choices = list(node.get("enum", ())) if isinstance(node, dict) else []
    try:
        return [*choices, *(drawn(schema, f"other-{number}") for number in range(3))]
    except GenerationError:
        return choices


def valid_object(call: Call) -> dict[str, Any] | None:
    """The JSON object in the body of a request, where the document allows it; else ``None``."""
    body = json_of(call.request)
    content = call.operation.request_body.content if call.operation and call.operation.request_body else ()
    schema = next((media.schema for media in content if media.is_json and media.schema), None)
    if not isinstance(body, dict) or not is_json(call.request):
        return None
    return body if schema is None or schema.request_validator.is_valid(body) else None


def rewritten(call: Call, rewrite: Callable[[str], str]) -> dict[str, Any] | None:
    """The valid body of a write with its texts at the first level rewritten, those of enumerations aside.

    :returns: ``None`` where nothing is rewritten, or not into what the document allows.
    """
    body = valid_object(call) if call.role in {*WRITES, "create"} else None
    if body is None:
        return None
    content = call.operation.request_body.content if call.operation and call.operation.request_body else ()
    schema = next((media.schema for media in content if media.is_json and media.schema), None)
    new = {name: rewrite(value) if isinstance(value, str) else value for name, value in body.items()}
    return new if new != body and (schema is None or schema.request_validator.is_valid(new)) else None
