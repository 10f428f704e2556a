"""Mutants whose lists do not agree with the items, or whose creations do not happen once."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from contracts.spec.foreign_keys import foreign_keys
from mockserver.mutation.editing import parse_json, with_header, with_json
from mockserver.mutation.item_views import with_shown
from mockserver.mutation.items import (
    alternative_values,
    created_path,
    item_in,
    read_before_write,
    sent_item,
    writable_properties,
)
from mockserver.mutation.locations import locations, replace_at
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role

FAMILY = MutantFamily("state")


@FAMILY.stateful(
    "create-not-listed",
    "a created item is not in the list",
    why="The list comes from a search index that is rebuilt at night.",
    applies=has_role("create", "list"),
)
def create_not_listed() -> Fault:
    """Hide created items in lists."""
    created: set[str] = set()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        created.add(created_path(call, response))
        if call.role != "list":
            return response
        return with_shown(call, response, lambda path, item: None if path in created else item)

    return fault


@FAMILY.fault(
    "create-twice",
    "one request creates two items",
    why="A proxy repeats requests that take long, or a form is submitted twice.",
    applies=has_role("create", "list"),
)
async def create_twice(call: Call) -> Response:
    """Send successful creations twice."""
    response = await call.forward()
    if created_path(call, response):
        await call.forward()
    return response


@FAMILY.stateful(
    "update-not-listed",
    "the list shows updated items as they were before",
    why="The list is cached, and only deletions and creations invalidate it.",
    applies=has_role("list", "read", "update", "replace"),
)
def update_not_listed() -> Fault:
    """Keep the first state of each updated item for lists."""
    old: dict[str, dict[str, Any]] = {}

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        item = item_in(call, before) if before else None
        if item is not None and response.is_success:
            old.setdefault(call.path, item)
        return with_shown(call, response, old.get) if call.role == "list" else response

    return fault


@FAMILY.stateful(
    "put-ignores-field",
    "PUT keeps the old value of one property that is in the body",
    why="The list of columns in the UPDATE statement lacks the newest one.",
    applies=has_role("read", "replace"),
)
def put_ignores_field() -> Fault:
    """Keep the old value of the last writable property of each replaced item."""
    old: dict[str, dict[str, Any]] = {}

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        item, sent = item_in(call, before) if before else None, sent_item(call)
        if call.role == "replace" and response.is_success and item is not None and sent is not None:
            names = [name for name in writable_properties(call) if name in sent and name in item]
            old[call.path] = {name: item[name] for name in names[-1:]}
        return with_shown(call, response, lambda path, shown: {**shown, **old.get(path, {})})

    return fault


@FAMILY.stateful(
    "reference-changes",
    "an update of another property changes a foreign key",
    why="The form of the client sends its first option if none was chosen, and the server has the same default.",
    applies=has_role("create", "read", "update", "list"),
)
def reference_changes() -> Fault:
    """Override the foreign keys that an update does not contain."""
    changed: dict[str, dict[str, Any]] = {}

    async def fault(call: Call) -> Response:
        response = await call.forward()
        sent = sent_item(call)
        if call.role == "update" and response.is_success and sent is not None:
            others = alternative_values(call, response, exclude=sent.keys())
            changed[call.path] = {name: others[name] for name in others if name in _reference_names(call)}
        return with_shown(call, response, lambda path, shown: {**shown, **changed.get(path, {})})

    return fault


def _reference_names(call: Call) -> set[str]:
    """The top-level properties of an item that are foreign keys."""
    resource = call.operation.resource if call.operation else None
    if resource is None:
        return set()
    resources = (one.resource for one in call.contract.operations if one.resource is not None)
    collections = {one.collection: one for one in resources}
    return {key.path[0] for key in foreign_keys(resource, collections) if len(key.path) == 1}


@FAMILY.transform(
    "job-dead",
    "the URL of an accepted job does not exist",
    why="Jobs are stored in the memory of another worker process.",
    applies=lambda operation: operation.documents(202),
)
def job_dead(_call: Call, _operation: Any, response: Response) -> Response:
    """Replace the URL in a 202 response, in ``Location`` or in the body."""
    if response.status != 202:
        return response
    if response.header("location"):
        return with_header(response, "location", f"{response.header('location')}-0")
    body = parse_json(response)
    urls = [one for one in locations(None, body) if isinstance(one.value, str) and one.value.startswith(("/", "http"))]
    if not urls:
        return response
    return with_json(response, replace_at(body, urls[0].path, f"{urls[0].value}-0"))
