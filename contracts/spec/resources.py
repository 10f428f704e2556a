"""Infer the collections that operations act on from the paths ``/x`` and ``/x/{id}``.

``x-mock-resource`` corrects the inference. Operations of other paths, such as ``/pets/search``, have no collection and
no state.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from contracts.spec.extensions import ResourceHint
from contracts.spec.model import Resource, ResponseSpec
from contracts.spec.pointers import reference_pointer
from contracts.spec.schemas import Schema

ITEM_ROLES = {"GET": "read", "PATCH": "update", "PUT": "replace", "DELETE": "delete"}
COLLECTION_ROLES = {"GET": "list", "POST": "create"}
LISTING_ROLES = frozenset({"list", "read_many"})
"""Roles whose response contains several items."""

_ITEM_PATH = re.compile(r"(?P<collection>/.*[^/{}])/\{(?P<parameter>[^/{}]+)\}")


@dataclass(frozen=True)
class Candidate:
    """The input of the inference for one operation."""

    method: str
    path: str
    responses: tuple[ResponseSpec, ...]
    hint: ResourceHint


def infer(candidates: Iterable[Candidate]) -> list[Resource | None]:
    """The resource of each operation, in the given order; ``None`` for operations without one."""
    candidates = list(candidates)
    parameters = {
        candidate.hint.collection or match["collection"]: match["parameter"]
        for candidate in candidates
        if (match := _ITEM_PATH.fullmatch(candidate.path)) and candidate.method in ITEM_ROLES
    }
    items = {collection: _item_schema(collection, candidates) for collection in parameters}
    return [_resource(candidate, parameters, items) for candidate in candidates]


def _role(candidate: Candidate) -> str:
    """Role of an operation on an item; a GET with a list field in its hint reads several items."""
    if candidate.method == "GET" and candidate.hint.list_field:
        return "read_many"
    return ITEM_ROLES[candidate.method]


def _resource(candidate: Candidate, parameters: dict[str, str], items: dict[str, Schema | None]) -> Resource | None:
    match = _ITEM_PATH.fullmatch(candidate.path)
    if match and candidate.method in ITEM_ROLES:
        collection, role, parameter = (
            candidate.hint.collection or match["collection"],
            _role(candidate),
            match["parameter"],
        )
    elif (candidate.hint.collection or candidate.path) in parameters and candidate.method in COLLECTION_ROLES:
        collection, role, parameter = (
            candidate.hint.collection or candidate.path,
            COLLECTION_ROLES[candidate.method],
            "",
        )
    else:
        return None
    item = items[collection]
    if item is None:
        return None
    list_field = ""
    if role in LISTING_ROLES:
        body = _json_schema(candidate.responses)
        found = _list_items(body, candidate.hint.list_field) if body else None
        if found is None:
            return None
        list_field = found[0]
    id_field = candidate.hint.id_field or _id_field(collection, parameters[collection], item)
    kept = bool(candidate.hint.item)
    id_path = (id_field,) if id_field else ()
    list_path = (list_field,) if list_field else ()
    return Resource(collection, role, parameter, item, id_path, list_path, kept=kept)


def _item_schema(collection: str, candidates: Collection[Candidate]) -> Schema | None:
    """The schema of an item: from the response of GET, of another operation on the item, or of the list."""
    on_item = [
        candidate
        for candidate in candidates
        if (match := _ITEM_PATH.fullmatch(candidate.path))
        and (candidate.hint.collection or match["collection"]) == collection
    ]
    stored = next((schema for candidate in on_item if (schema := _stored_schema(candidate)) is not None), None)
    if stored is not None:
        return stored
    on_item.sort(key=lambda candidate: candidate.method != "GET")
    created = [candidate for candidate in candidates if (candidate.path, candidate.method) == (collection, "POST")]
    for candidate in [*on_item, *created]:
        schema = _item_of(candidate)
        if schema is not None and schema.properties:
            return schema
    for candidate in candidates:
        if (candidate.path, candidate.method) == (collection, "GET"):
            body = _json_schema(candidate.responses)
            found = _list_items(body, candidate.hint.list_field) if body else None
            return found[1] if found and found[1].properties else None
    return None


def _stored_schema(candidate: Candidate) -> Schema | None:
    """The schema of stored items that a hint references; ``None`` if there is none or it does not exist."""
    body = _json_schema(candidate.responses)
    if body is None or not candidate.hint.item:
        return None
    try:
        return body.space.at(reference_pointer(candidate.hint.item))
    except LookupError:
        return None


def _item_of(candidate: Candidate) -> Schema | None:
    """The schema of the item in the response of an operation on an item, or of each item that it lists."""
    schema = _json_schema(candidate.responses)
    if schema is None or not candidate.hint.list_field:
        return schema
    found = _list_items(schema, candidate.hint.list_field)
    return found[1] if found else None


def hint_error(hint: ResourceHint, resource: Resource | None) -> str:
    """Message about a hint that does not fit the document; ``""`` if it does."""
    if resource is None:
        return ""  # the hint of a path item also applies to its operations without a collection
    if hint.id_field and hint.id_field not in resource.item.properties:
        return f"items of {resource.collection} have no property {hint.id_field!r}"
    if hint.item and resource.item.pointer != reference_pointer(hint.item):
        return f"no schema at {hint.item!r}"
    if hint.list_field and resource.role in LISTING_ROLES and (hint.list_field,) != resource.list_path:
        return f"the list response of {resource.collection} has no array property {hint.list_field!r}"
    return ""


def _json_schema(responses: tuple[ResponseSpec, ...]) -> Schema | None:
    success = next((response for response in responses if response.is_success and response.content), None)
    if success is None:
        return None
    return next((media.schema for media in success.content if media.is_json and media.schema), None)


def _list_items(body: Schema, field: str) -> tuple[str, Schema] | None:
    """The property with the items (``""`` if the body is the array) and the schema of an item, or ``None``."""
    items = body.items
    if items is not None:
        return "", items
    for name, schema in body.properties.items():
        items = schema.items
        if items is not None and (name == field or (not field and items.properties)):
            return name, items
    return None


def _id_field(collection: str, parameter: str, item: Schema) -> str:
    """The property with the id of an item: named like the path parameter, or one of the usual names."""
    singular = collection.rsplit("/", 1)[-1].removesuffix("s")
    names = [_plain(parameter), "id", _plain(f"{singular}id"), "uuid", "key", "slug", "name"]
    by_plain_name = {_plain(name): name for name in reversed(item.properties)}
    return next((by_plain_name[name] for name in names if name in by_plain_name), "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
