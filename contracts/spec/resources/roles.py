"""The roles of operations on a collection and its items."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.spec.keys import FIRST, Keys, schema_at
from contracts.spec.model import Operation, Resource
from contracts.spec.resources.bodies import (
    body_path,
    has_common_names,
    item_of,
    item_path,
    list_of,
    returns_item,
    shares,
)
from contracts.spec.resources.candidate import ITEM_ROLES, Candidate
from contracts.spec.resources.envelopes import RELATED, find_body, find_list, find_only
from contracts.spec.resources.family import Family
from contracts.spec.resources.names import plain
from contracts.spec.resources.shapes import array_items, is_same, similarity
from contracts.spec.schemas import Schema


def of_family(family: Family) -> Iterator[tuple[Operation, Resource]]:
    """Yield the operations of a collection with their resources."""
    for candidate in family.on_item:
        if (resource := _on_item(candidate, family)) is not None:
            yield candidate.operation, resource
    for candidate in family.on_collection:
        if (resource := _on_collection(candidate, family)) is not None:
            yield candidate.operation, resource


def _on_item(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of an operation on ``/x/{id}``."""
    role, parameter = ITEM_ROLES[candidate.method], candidate.path.parameter
    reason = f"{candidate.path.template} is an item of {family.path.template}"
    if candidate.method == "GET" and candidate.hint.list_path:
        found = list_of(candidate, family)
        return (
            None
            if found is None
            else family.resource(
                "read_many", "x-mock-resource names a list", id_parameter=parameter, list_path=found[0]
            )
        )
    if candidate.method == "GET" and candidate.returns_content:
        return family.resource("download", f"{reason}; its content is not JSON", id_parameter=parameter)
    if candidate.method == "PUT" and candidate.sends_content and not shares(candidate.request, family.item):
        return family.resource("upload", f"{reason}; the body is its content", id_parameter=parameter)
    if candidate.method == "POST" and not _is_update(candidate, family):
        return None
    if candidate.method == "GET" and (many := _reads_many(candidate, family)) is not None:
        return family.resource("read_many", f"{reason}; the path names several", id_parameter=parameter, list_path=many)
    if candidate.method == "GET" and candidate.documents_content and not _is_item_body(candidate, family):
        return None
    return family.resource(
        role,
        reason,
        id_parameter=parameter,
        item_path=item_path(candidate, family),
        body_path=body_path(candidate, family),
    )


def _reads_many(candidate: Candidate, family: Family) -> Keys | None:
    """The keys to the array of a GET whose path parameter is an array of ids; ``None`` if it is one id."""
    ids, body = candidate.schema_of(candidate.path.parameter), candidate.response
    if ids is None or body is None or array_items(ids) is None:
        return None
    return find_only(body, family.item, family.noun, family.ids)[:-1] or None


def _is_item_body(candidate: Candidate, family: Family) -> bool:
    """Whether the response of GET is an item, not a list of something else."""
    body = candidate.response
    if body is None:
        return False
    if array_items(body) is not None:
        return bool(item_path(candidate, family))
    return bool(body.possible_properties)


def _is_update(candidate: Candidate, family: Family) -> bool:
    """Whether POST on an item updates it: it returns the item, or has properties of it and PATCH is missing."""
    body = candidate.response
    if body is not None and returns_item(candidate, family):
        return True
    others = {one.method for one in family.on_item}
    return not others & {"PUT", "PATCH"} and "GET" in others and shares(candidate.request, family.item)


def _on_collection(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of an operation on ``/x``."""
    template = family.path.template
    if candidate.method == "GET":
        found = list_of(candidate, family)
        reason = f"the response contains items of {template}"
        return None if found is None else family.resource("list", reason, list_path=found[0])
    if candidate.method == "POST":
        return _creation(candidate, family)
    if candidate.method in {"PUT", "PATCH"}:
        return on_many(candidate, family, "update_many") or _saving(candidate, family)
    if candidate.method == "DELETE":
        return deletion_of_many(family)
    return None


def _creation(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of ``POST /x``: it creates an item if the response or the body represents one."""
    many = on_many(candidate, family, "create_many")
    if many is not None:
        return many
    body = candidate.response
    if body is not None and array_items(body) is not None and not item_path(candidate, family):
        return None
    status = {one.status for one in candidate.operation.responses}
    path = item_path(candidate, family)
    is_shared = candidate.request is None or shares(candidate.request, family.item)
    if FIRST in path and not is_shared and not _names_id_only(body, path, family):
        return None  # a search returns such arrays, too
    if body is not None and not _may_be_created(body, candidate, family) and "201" not in status:
        return None
    if (
        body is None
        and "201" not in status
        and not candidate.documents_location
        and not shares(candidate.request, family.item)
        and not candidate.sends_content
    ):
        return None
    return family.resource(
        "create",
        f"POST on the collection {family.path.template}",
        item_path=path,
        body_path=body_path(candidate, family),
    )


def _names_id_only(body: Schema | None, path: Keys, family: Family) -> bool:
    """Whether an object in a response has nothing but ids, among them that of the item; a search returns more."""
    found = schema_at(body, path) if body is not None else None
    names = found.possible_properties if found is not None else {}
    return bool(set(family.id_path) & set(names)) and all(plain(name).endswith("id") for name in names)


def _may_be_created(body: Schema, candidate: Candidate, family: Family) -> bool:
    if family.item is None:
        return False
    found = item_of(candidate, family) or body
    names = {plain(name) for name in found.possible_properties}
    return (
        is_same(found, family.item)
        or bool(names & family.ids)
        or similarity(found, family.item) >= RELATED
        or (shares(candidate.request, family.item) and find_list(body, family.item, family.noun) is None)
    )


def on_many(candidate: Candidate, family: Family, role: str) -> Resource | None:
    """The resource of an operation on several items, whose body is an array of them, or contains one."""
    if family.item is None or candidate.request is None:
        return None
    found = find_list(candidate.request, family.item, family.noun)
    if found is None or not set(found[1].possible_properties) & set(family.item.possible_properties):
        return None
    inner = find_body(candidate.request, family.item, family.noun)
    if found[0] and (inner or has_common_names(candidate.request, family.item)):
        return None  # the array is a property of one item
    listed = find_list(candidate.response, family.item, family.noun) if candidate.response is not None else None
    related = listed is not None and similarity(listed[1], family.item) >= RELATED
    if candidate.response is not None and not related and array_items(candidate.response) is not None:
        return None
    reason = f"the body contains items of {family.path.template}"
    return family.resource(role, reason, body_path=found[0], list_path=listed[0] if listed and related else ())


def _saving(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of PUT or PATCH on a collection whose body is an item with its id."""
    body = candidate.request
    if body is None or family.item is None or not family.id_path:
        return None
    keys = body_path(candidate, family)
    sent = schema_at(body, (*keys, *family.id_path))
    returns = candidate.response is None or not candidate.response.possible_properties
    if sent is None or not shares(body, family.item) or not (returns or returns_item(candidate, family)):
        return None
    reason = f"the body is an item of {family.path.template} with its id"
    return family.resource("save", reason, item_path=item_path(candidate, family), body_path=keys)


def deletion_of_many(family: Family) -> Resource | None:
    """The resource of ``DELETE /x``: the items in the query or the body, or all items if neither can select some."""
    reason = f"DELETE on the collection {family.path.template}"
    return family.resource("delete_many", reason)
