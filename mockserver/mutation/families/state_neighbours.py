"""Mutants in which a write of one item affects another item of the collection."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from contracts.messages import Response
from contracts.spec.keys import with_value
from mockserver.mutation.editing import with_path
from mockserver.mutation.item_views import ShownItems, shown_items, with_shown
from mockserver.mutation.items import UPDATED_AT, WRITE_ROLES, created_path, shift_timestamp, timestamp_properties
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role

FAMILY = MutantFamily("state")


@FAMILY.stateful(
    "neighbour-updated",
    "an update of one item also changes the item before it in the list",
    why="The index of a row is computed from a list that was sorted differently.",
    applies=has_role("list", "create", "read", "update", "replace"),
)
def neighbour_updated() -> Fault:
    """Send each successful update to the neighbour too."""
    known = ShownItems()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        neighbour = known.before(call.path) if call.role in WRITE_ROLES and response.is_success else ""
        if neighbour:
            await call.forward(with_path(call.request, neighbour))
        known.record(call, response)
        return response

    return fault


@FAMILY.stateful(
    "neighbour-touched",
    "an update of one item moves the timestamp of the last update of the item before it",
    why="A trigger updates the column for all rows of a page.",
    applies=has_role("list", "create", "read", "update", "replace"),
)
def neighbour_touched() -> Fault:
    """Shift the timestamps of each neighbour by a day per update."""
    known, days = ShownItems(), Counter[str]()

    def touched(path: str, item: dict[str, Any]) -> dict[str, Any]:
        names = timestamp_properties(item, UPDATED_AT) if days[path] else ()
        return {**item, **{name: shift_timestamp(item[name], days[path]) for name in names}}

    async def fault(call: Call) -> Response:
        response = await call.forward()
        known.record(call, response)
        if call.role in WRITE_ROLES and response.is_success:
            days[known.before(call.path)] += 1
        return with_shown(call, response, touched)

    return fault


@FAMILY.stateful(
    "neighbour-deleted",
    "the deletion of one item also deletes the item before it",
    why="Items are deleted by their position, and the position is that of another page.",
    applies=has_role("list", "create", "read", "delete"),
)
def neighbour_deleted() -> Fault:
    """Send each successful deletion to the neighbour too."""
    known = ShownItems()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        known.record(call, response)
        if call.role == "delete" and response.is_success:
            neighbour = known.before(call.path)
            if neighbour:
                await call.forward(with_path(call.request, neighbour))
                known.remove(neighbour)
            known.remove(call.path)
        return response

    return fault


@FAMILY.stateful(
    "create-overwrites",
    "the creation of an item overwrites the properties of the previous one",
    why="Both items share one object that is created when the module is loaded.",
    applies=has_role("create", "read", "list"),
)
def create_overwrites() -> Fault:
    """Show the properties of the latest created item, except its id, for the one before it."""
    latest: dict[str, str] = {}
    overwritten: dict[str, dict[str, Any]] = {}

    async def fault(call: Call) -> Response:
        def changed(path: str, item: dict[str, Any]) -> dict[str, Any]:
            resource = call.operation.resource if call.operation else None
            new = {name: value for name, value in overwritten.get(path, {}).items() if name in item}
            kept = resource.id_path[:1] if resource else ()
            return {**item, **new, **{name: item[name] for name in kept if name in item}}

        response = await call.forward()
        path = created_path(call, response)
        if path:
            previous = latest.get(call.path)
            for _, item in shown_items(call, response) if previous else ():
                overwritten[previous or ""] = item
            latest[call.path] = path
        return with_shown(call, response, changed)

    return fault


@FAMILY.stateful(
    "id-reused",
    "an item has the id of a deleted one, and the objects below the deleted item appear below it",
    why="The highest id plus one is used, and deletions do not cascade.",
    applies=has_role("create", "delete"),
)
def id_reused() -> Fault:
    """Give the next created item the path of the last deleted one."""
    free: dict[str, str] = {}
    actual: dict[str, str] = {}
    below: dict[str, Response] = {}

    def inner(path: str) -> str:
        """The path of the correct server for a path of this one."""
        found = next((one for one in actual if path == one or path.startswith(f"{one}/")), "")
        return actual[found] + path.removeprefix(found) if found else path

    async def fault(call: Call) -> Response:
        if call.request.method == "GET" and call.request.target in below and inner(call.path) != call.path:
            return below[call.request.target]
        inner_call = replace(call, request=with_path(call.request, inner(call.path)))
        response = await inner_call.forward()
        if call.request.method == "GET" and response.is_success and call.path.count("/") > 2:
            below.setdefault(call.request.target, response)
        if call.role == "delete" and response.is_success:
            free[call.path.rpartition("/")[0]] = call.path
            actual.pop(call.path, None)
            below.pop(call.path, None)
        created = created_path(call, response)
        if created and call.path in free:
            actual[free.pop(call.path)] = created
        return _with_outer_ids(call, response, {inside: outside for outside, inside in actual.items()})

    return fault


def _with_outer_ids(call: Call, response: Response, outer: dict[str, str]) -> Response:
    """Return the response with the ids of paths of the correct server replaced by those of this one."""
    resource = call.operation.resource if call.operation else None

    def renamed(path: str, item: dict[str, Any]) -> dict[str, Any]:
        name = outer.get(path, "").rpartition("/")[2]
        if not name or resource is None or not resource.id_path:
            return item
        changed: dict[str, Any] = with_value(item, resource.id_path, int(name) if name.isdecimal() else name)
        return changed

    return with_shown(call, response, renamed)
