"""Which operations act on the same collection, told from the paths: ``/x`` and ``/x/{id}``.

``x-mock-resource`` corrects what is told wrong. A path that fits no collection, such as ``/pets/search``, has none,
and its operations keep no state.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from contracts.spec.extensions import ResourceHint
from contracts.spec.model import Resource, Response
from contracts.spec.pointers import reference_pointer
from contracts.spec.schemas import Schema

ITEM_ROLES = {"GET": "read", "PATCH": "update", "PUT": "replace", "DELETE": "delete"}
COLLECTION_ROLES = {"GET": "list", "POST": "create"}
LISTING_ROLES = frozenset({"list", "read_many"})
"""The roles whose answer holds several items."""

_ITEM_PATH = re.compile(r"(?P<collection>/.*[^/{}])/\{(?P<parameter>[^/{}]+)\}")


@dataclass(frozen=True)
class Candidate:
    """What inference knows of an operation before it knows its resource."""

    method: str
    path: str
    responses: tuple[Response, ...]
    hint: ResourceHint


def infer(candidates: Iterable[Candidate]) -> list[Resource | None]:
    """The resource of each operation, in the order given; ``None`` where it has none."""
    candidates = list(candidates)
    parameters = {
        candidate.hint.collection or match["collection"]: match["parameter"]
        for candidate in candidates
        if (match := _ITEM_PATH.fullmatch(candidate.path)) and candidate.method in ITEM_ROLES
    }
    items = {collection: _item_schema(collection, candidates) for collection in parameters}
    return [_resource(candidate, parameters, items) for candidate in candidates]


def _role(candidate: Candidate) -> str:
    """What an operation on an item does; a GET whose hint names a list is one of several items."""
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
    return Resource(collection, role, parameter, id_field, list_field, item, kept)


def _item_schema(collection: str, candidates: Collection[Candidate]) -> Schema | None:
    """The schema of one item: as GET answers it, else as another operation on it does, else as the list holds it."""
    on_item = [
        candidate
        for candidate in candidates
        if (match := _ITEM_PATH.fullmatch(candidate.path))
        and (candidate.hint.collection or match["collection"]) == collection
    ]
    kept = next((schema for candidate in on_item if (schema := _kept(candidate)) is not None), None)
    if kept is not None:
        return kept
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


def _kept(candidate: Candidate) -> Schema | None:
    """The schema that a hint refers to for items as they are kept; ``None`` without one, or where it leads nowhere."""
    body = _json_schema(candidate.responses)
    if body is None or not candidate.hint.item:
        return None
    try:
        return body.space.at(reference_pointer(candidate.hint.item))
    except LookupError:
        return None


def _item_of(candidate: Candidate) -> Schema | None:
    """The schema of the item that an operation on one answers, or of each of those that it lists."""
    schema = _json_schema(candidate.responses)
    if schema is None or not candidate.hint.list_field:
        return schema
    found = _list_items(schema, candidate.hint.list_field)
    return found[1] if found else None


def hint_fault(hint: ResourceHint, resource: Resource | None) -> str:
    """What a hint asks for and inference cannot give it, as a phrase; ``""`` where all is well."""
    if resource is None:
        return ""  # a path item's hint also meets its operations that act on no collection
    if hint.id_field and hint.id_field not in resource.item.properties:
        return f"items of {resource.collection} have no property {hint.id_field!r}"
    if hint.item and resource.item.pointer != reference_pointer(hint.item):
        return f"there is no schema at {hint.item}"
    if hint.list_field and resource.role in LISTING_ROLES and hint.list_field != resource.list_field:
        return f"the listing of {resource.collection} has no array {hint.list_field!r}"
    return ""


def _json_schema(responses: tuple[Response, ...]) -> Schema | None:
    success = next((response for response in responses if response.is_success and response.content), None)
    if success is None:
        return None
    return next((media.schema for media in success.content if media.is_json and media.schema), None)


def _list_items(body: Schema, field: str) -> tuple[str, Schema] | None:
    """Property that holds the items (``""``: the body itself) and the schema of an item, or ``None``."""
    items = body.items
    if items is not None:
        return "", items
    for name, schema in body.properties.items():
        items = schema.items
        if items is not None and (name == field or (not field and items.properties)):
            return name, items
    return None


def _id_field(collection: str, parameter: str, item: Schema) -> str:
    """The property that holds the id which the path takes as ``parameter``: by its name, then by the usual names."""
    singular = collection.rsplit("/", 1)[-1].removesuffix("s")
    wanted = [_plain(parameter), "id", _plain(f"{singular}id"), "uuid", "key", "slug", "name"]
    by_plain_name = {_plain(name): name for name in reversed(item.properties)}
    return next((by_plain_name[name] for name in wanted if name in by_plain_name), "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
