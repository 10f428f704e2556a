"""Mutants of the family ``state`` that apply updates wrongly."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import parse_json, violates, with_json, with_request_json
from mockserver.mutation.items import (
    WRITE_ROLES,
    ItemOverrides,
    alternative_values,
    item_in,
    read_before_write,
    sent_item,
    valid_request_object,
    with_items,
    with_strings_replaced,
    writable_properties,
)
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role
from mockserver.mutation.requests import for_other_item

FAMILY = MutantFamily("state")

MAX_LENGTH = 80


def _storing(mutant_id: str, title: str, replacement: Callable[[str], str], *, why: str) -> None:
    """Declare a mutant that stores other strings than the sent ones."""

    async def fault(call: Call) -> Response:
        body = with_strings_replaced(call, replacement)
        return await call.forward(with_request_json(call.request, body) if body is not None else None)

    FAMILY.add(mutant_id, title, why=why, applies=has_role("create", "update", "replace"), make_fault=lambda: fault)


_storing(
    "write-escapes",
    "strings are stored HTML-escaped: & becomes &amp;",
    html.escape,
    why="Strings are escaped on input instead of output, and again on each save.",
)
_storing(
    "write-garbles",
    "characters outside ASCII are stored as question marks",
    lambda value: value.encode("ascii", "replace").decode(),
    why="The database has another character encoding.",
)
_storing(
    "write-truncates",
    "strings are truncated to 80 characters",
    lambda value: value[:MAX_LENGTH],
    why="The column is shorter than documented, and the database truncates silently.",
)


@FAMILY.stateful(
    "immutable-taken",
    "an update changes read-only properties",
    why="The body is merged into the row without a filter.",
    applies=has_role("read", "update", "replace"),
)
def immutable_taken() -> Fault:
    """Override the properties that the body must not set by their sent values."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        body, sent = item_in(call, response), sent_item(call)
        is_write = call.role in WRITE_ROLES and response.is_success
        if is_write and isinstance(body, dict) and isinstance(sent, dict):
            names = (sent.keys() & body.keys()).difference(writable_properties(call))
            overrides.set(call.path, {name: sent[name] for name in sent if name in names}, extend=True)
        return overrides.apply(call, response)

    return fault


@FAMILY.stateful(
    "lost-update",
    "a second update reverts the first update of another property",
    why="Each client saves the whole object that it read before.",
    applies=has_role("read", "update"),
)
def lost_update() -> Fault:
    """Keep the original of each item and the names of its updated properties."""
    overrides = ItemOverrides()
    originals: dict[str, dict[str, Any]] = {}
    updated: dict[str, set[str]] = {}

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        sent = sent_item(call)
        if before and response.is_success and sent is not None:
            original = originals.setdefault(call.path, item_in(call, before) or {})
            names = updated.setdefault(call.path, set())
            overrides.set(call.path, {name: original[name] for name in names - sent.keys() if name in original})
            names.update(sent)
        return overrides.apply(call, response)

    return fault


@FAMILY.transform(
    "patch-answers-part",
    "an update returns only the sent properties instead of the whole item",
    why="The request body is at hand, while the item would have to be read.",
    applies=has_role("update", "replace"),
)
def patch_answers_part(call: Call, operation: Operation, response: Response) -> Response:
    """Return the request body."""
    sent = parse_json(call.request)
    return with_json(response, sent) if response.is_success and violates(operation, response, sent) else response


def _keeping(mutant_id: str, title: str, keep: Callable[[Call, dict[str, Any]], dict[str, Any]], *, why: str) -> None:
    """Declare a mutant that applies only some properties of a PATCH body."""

    async def fault(call: Call) -> Response:
        body = valid_request_object(call) if call.role == "update" else None
        kept = keep(call, body) if body else body
        return await call.forward(with_request_json(call.request, kept) if kept != body else None)

    FAMILY.add(mutant_id, title, why=why, applies=has_role("update"), make_fault=lambda: fault)


_keeping(
    "patch-first-only",
    "PATCH applies only the first of several properties",
    lambda _call, body: dict(list(body.items())[:1]),
    why="The properties are processed by a chain of 'elif'.",
)
_keeping(
    "patch-ignores-falsy",
    "PATCH ignores empty strings, zeros, false and empty lists",
    lambda _call, body: {name: value for name, value in body.items() if value or value is None},
    why="The handler tests 'if value:' instead of 'if value is not None:'.",
)
_keeping(
    "patch-ignores-field",
    "PATCH ignores one property",
    lambda call, body: {name: value for name, value in body.items() if name not in writable_properties(call)[-1:]},
    why="The list of writable columns lacks the newest one.",
)
_keeping(
    "patch-ignores-null",
    "PATCH cannot set a property to null",
    lambda _call, body: {name: value for name, value in body.items() if value is not None},
    why="Optional parameters have the default None.",
)


@FAMILY.stateful(
    "patch-replaces",
    "PATCH resets the properties that are not in the body",
    why="PATCH and PUT share a handler.",
    applies=has_role("read", "update"),
)
def patch_replaces() -> Fault:
    """Override the properties that were not sent."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        sent = sent_item(call)
        if call.role == "update" and response.is_success and isinstance(sent, dict):
            overrides.set(call.path, alternative_values(call, response, exclude=sent.keys()))
        return overrides.apply(call, response)

    return fault


@FAMILY.stateful(
    "patch-touches-other",
    "PATCH changes a property that is not in the body",
    why="An undocumented rule reopens items that are edited.",
    applies=has_role("read", "update"),
)
def patch_touches_other() -> Fault:
    """Override one property that was not sent."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        sent = sent_item(call)
        if call.role == "update" and response.is_success and isinstance(sent, dict):
            values = alternative_values(call, response, exclude=sent.keys())
            overrides.set(call.path, dict(list(values.items())[-1:]))
        return overrides.apply(call, response)

    return fault


@FAMILY.stateful(
    "put-merges",
    "PUT keeps the properties that are not in the body",
    why="PUT and PATCH share a handler, but PUT replaces the whole state (RFC 9110, section 9.3.4).",
    applies=has_role("read", "replace"),
)
def put_merges() -> Fault:
    """Override the properties that were not sent by their old values."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        item, sent = item_in(call, before) if before else None, sent_item(call)
        if call.role == "replace" and response.is_success and isinstance(item, dict) and isinstance(sent, dict):
            kept = {name: value for name, value in item.items() if name not in sent}
            overrides.set(call.path, kept, extend=True)
        return overrides.apply(call, response)

    return fault


@FAMILY.fault(
    "write-answers-old",
    "an update returns the item as it was before",
    why="The object is serialised before it is refreshed.",
    applies=has_role("update", "replace"),
)
async def write_answers_old(call: Call) -> Response:
    """Return the response of a read before the update."""
    before = await read_before_write(call)
    response = await call.forward()
    return before if before and response.is_success and response.body else response


@FAMILY.stateful(
    "write-bleeds",
    "an update of one item changes all other items",
    why="All items share a default object, or the UPDATE statement has no WHERE clause.",
    applies=has_role("read", "update", "replace"),
)
def write_bleeds() -> Fault:
    """Keep the properties of all updates and return them for every item."""
    latest: dict[str, Any] = {}

    async def fault(call: Call) -> Response:
        response = await call.forward()
        body, sent = item_in(call, response), sent_item(call)
        if call.operation is None or body is None:
            return response
        if call.role in WRITE_ROLES and isinstance(sent, dict):
            latest.update(sent)
        if call.role == "read":
            return with_items(
                call.operation, response, [{name: latest.get(name, value) for name, value in body.items()}]
            )
        return response

    return fault


@FAMILY.fault(
    "wrong-item-written",
    "an update is applied to another item",
    why="The UPDATE statement lacks a condition.",
    applies=has_role("update", "replace"),
)
async def wrong_item_written(call: Call) -> Response:
    """Send the update to another item, and return a response as if it was applied."""
    before = await read_before_write(call)
    other = for_other_item(call) if before else None
    response = await call.forward(other)
    item, sent = item_in(call, before) if before else None, sent_item(call)
    if call.operation is None or other is None or not response.is_success or item is None or sent is None:
        return response
    changed = {**item, **{name: value for name, value in sent.items() if name in item}}
    return with_items(call.operation, response, [changed])
