"""Infer the collections and items that operations act on, from paths, methods and schemas.

The steps, in this order: ``/x/{id}`` is an item of the collection ``/x``; ``/x`` lists and creates items; a path with a
list and a creation is a collection without item path; an object that can be read and written at one path is a single
item; ``/x/{id}/verb`` acts on an item if it returns the item. Operations that fit none of these have no resource and no
state. ``x-mock-resource`` corrects the inference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from contracts.spec.extensions import ResourceHint
from contracts.spec.keys import FIRST, Keys, schema_at
from contracts.spec.model import MediaType, Operation, Resource
from contracts.spec.pointers import reference_pointer
from contracts.spec.resources.envelopes import RELATED, find_body, find_item, find_list, find_only
from contracts.spec.resources.identity import find_id, strong_ids
from contracts.spec.resources.names import BULK, CONTENT, COPIES, SEARCHES, plain, same_noun
from contracts.spec.resources.paths import PathTemplate, parse_path
from contracts.spec.resources.shapes import array_items, has_enum, is_same, items_at, similarity, types_of
from contracts.spec.schemas import Schema

LISTING_ROLES = frozenset({"list", "search", "read_many", "create_many", "update_many"})
"""Roles whose response contains several items."""

COLLECTION_ROLES = frozenset({"list", "search", "save", "create", "create_many", "update_many", "delete_many"})
"""Roles of operations on a collection; those with other roles act on an item."""

ITEM_ROLES = {"GET": "read", "PATCH": "update", "PUT": "replace", "POST": "update", "DELETE": "delete"}


class Candidate:
    """An operation with the facts that the inference needs.

    :param hint: ``x-mock-resource`` of the operation or its path item.
    """

    def __init__(self, operation: Operation, hint: ResourceHint) -> None:
        self.operation = operation
        self.hint = hint
        self.method = operation.method
        self.path = parse_path(operation.path)
        """The path as a template."""

    @cached_property
    def response(self) -> Schema | None:
        """The JSON schema of the successful response, or ``None``."""
        success = [one for one in self.operation.responses if one.is_success and one.content]
        fallback = [one for one in self.operation.responses if one.status == "default" and one.content]
        for response in success or ([] if self._documents_success else fallback):
            if (schema := _json_schema(response.content)) is not None:
                return schema
        return None

    @property
    def _documents_success(self) -> bool:
        return any(one.is_success for one in self.operation.responses)

    @cached_property
    def succeeds(self) -> bool:
        """Whether a response other than an error is documented."""
        return any(one.status[0] in "23d" for one in self.operation.responses)

    @cached_property
    def request(self) -> Schema | None:
        """The schema of the request body, JSON if possible, or ``None``."""
        content = self.operation.request_body.content if self.operation.request_body else ()
        return _json_schema(content) or next((media.schema for media in content if media.schema), None)

    @cached_property
    def documents_location(self) -> bool:
        """Whether a successful response has a ``Location`` header, as that of a creation."""
        headers = [header for one in self.operation.responses if one.is_success for header in one.headers]
        return any(header.name.lower() == "location" for header in headers)

    @cached_property
    def documents_content(self) -> bool:
        """Whether a response other than an error has documented content."""
        return self.response is not None or any(one.is_success and one.content for one in self.operation.responses)

    @cached_property
    def returns_content(self) -> bool:
        """Whether the successful response contains data that is not JSON, such as a file."""
        content = [media for one in self.operation.responses if one.is_success for media in one.content]
        return bool(content) and _json_schema(content) is None

    @cached_property
    def sends_content(self) -> bool:
        """Whether the request body is a file, or a form with one."""
        content = self.operation.request_body.content if self.operation.request_body else ()
        return bool(content) and not any(media.is_json for media in content)

    def schema_of(self, parameter: str) -> Schema | None:
        """The schema of a path parameter, or ``None``."""
        found = (one for one in self.operation.parameters if (one.location, one.name) == ("path", parameter))
        return next((one.schema for one in found), None)


def _json_schema(content: Sequence[MediaType]) -> Schema | None:
    """Return the schema of JSON content; a range such as ``*/*`` is JSON if its schema is not a file."""
    found = next((media.schema for media in content if media.is_json and media.schema), None)
    if found is not None:
        return found
    ranges = (media.schema for media in content if media.name.partition(";")[0].strip() in ("*/*", "application/*"))
    return next((schema for schema in ranges if schema is not None and types_of(schema) & {"object", "array"}), None)


@dataclass
class Family:
    """The operations of one collection, and what is known of its items.

    :param path: the path of the collection.
    :param parameter: the path parameter of an item; ``""`` for a collection without item path.
    """

    path: PathTemplate
    parameter: str
    on_item: list[Candidate]
    on_collection: list[Candidate]
    item: Schema | None = None
    id_path: Keys = ()
    kept: bool = False
    home: str = ""

    @property
    def noun(self) -> str:
        """The last segment of the path that is not a parameter."""
        return self.path.last

    @cached_property
    def listed(self) -> Schema | None:
        """The schema of an item in the list of the collection, or ``None``."""
        lists = (one.response for one in self.on_collection if one.method == "GET")
        found = (find_list(body, None, self.noun) for body in lists if body is not None)
        return next((one[1] for one in found if one is not None), None)

    @cached_property
    def sent(self) -> frozenset[str]:
        """Names of the properties in the bodies of requests that create or change an item."""
        bodies = [one.request for one in (*self.on_item, *self.on_collection) if one.method in {"POST", "PUT", "PATCH"}]
        return frozenset(name for body in bodies if body is not None for name in body.possible_properties)

    @property
    def ids(self) -> frozenset[str]:
        """Plain names of properties that contain the id of an item."""
        return strong_ids(self.parameter, self.noun)

    def resource(self, role: str, reason: str, **further: Any) -> Resource:
        """Return a resource of this collection."""
        if self.item is None:
            raise ValueError("the items of the collection have no schema")
        base = Resource(
            self.path.template,
            role,
            "",
            self.item,
            self.id_path,
            kept=self.kept,
            home=self.home,
            reason=reason,
            item_parameter=self.parameter,
        )
        return replace(base, **further)


def infer(candidates: Iterable[Candidate]) -> list[Resource | None]:
    """The resource of each operation, in the given order; ``None`` for operations without one."""
    given = list(candidates)
    found: dict[Operation, Resource] = {}
    families = _families(given)
    for family in families.values():
        _describe(family)
        if family.item is not None:
            found.update(_of_family(family))
    for step in (_collections_without_items, _singles, _searches):
        found.update(step([one for one in given if one.operation not in found], families))
    for candidate in given:
        if candidate.operation not in found and (resource := _action(candidate, families)) is not None:
            found[candidate.operation] = resource
    return [_corrected(found.get(one.operation), one, families) for one in given]


def _corrected(resource: Resource | None, candidate: Candidate, families: dict[str, Family]) -> Resource | None:
    """Apply the role of a hint; an operation without success never changes anything."""
    role = candidate.hint.role
    if role == "none" or not candidate.succeeds:
        return None
    if not role or (resource is not None and resource.role == role):
        return resource
    if resource is None or (resource.role in COLLECTION_ROLES) != (role in COLLECTION_ROLES):
        return _hinted(candidate, families)
    return replace(resource, role=role, reason="the role of x-mock-resource")


def _hinted(candidate: Candidate, families: dict[str, Family]) -> Resource | None:
    """The resource of an operation whose role only a hint names: on the nearest collection or item in its path."""
    role, path = candidate.hint.role, candidate.path
    levels = range(len(path.segments) + 1)
    items = [parent for level in levels if (parent := path.parent(level)).parameter]
    keys = [parse_path(candidate.hint.collection).key] if candidate.hint.collection else []
    keys += [path.parent(level).key for level in levels] if role in COLLECTION_ROLES else []
    keys += [item.parent().key for item in items]
    family = next((families[key] for key in keys if key in families and families[key].item is not None), None)
    return _of_role(candidate, family, role, items[0].parameter if items else "") if family is not None else None


def _of_role(candidate: Candidate, family: Family, role: str, parameter: str) -> Resource | None:
    on_item = role not in COLLECTION_ROLES
    if on_item and not parameter:
        return None
    listed = _list_of(candidate, family) if role in LISTING_ROLES else None
    body = candidate.request
    sent = find_list(body, family.item, family.noun) if body is not None and role in LISTING_ROLES else None
    return family.resource(
        role,
        "the role of x-mock-resource",
        id_parameter=parameter if on_item else "",
        list_path=listed[0] if listed else (),
        item_path=_item_path(candidate, family),
        body_path=sent[0] if sent else _body_path(candidate, family),
    )


# ---------------------------------------------------------------------- /x and /x/{id}


def _families(candidates: Sequence[Candidate]) -> dict[str, Family]:
    """Return the collections with item paths, by the key of their path."""
    families: dict[str, Family] = {}
    for candidate in candidates:
        path = candidate.path
        if not path.parameter or path.verb or candidate.method not in ITEM_ROLES or candidate.hint.role == "none":
            continue
        collection = parse_path(candidate.hint.collection) if candidate.hint.collection else path.parent()
        family = families.setdefault(collection.key, Family(collection, path.parameter, [], []))
        family.on_item.append(candidate)
    by_alias = {(family.path.parent().key, plain(family.noun)): family for family in families.values()}
    for candidate in candidates:
        path = candidate.path
        target = parse_path(candidate.hint.collection) if candidate.hint.collection else path
        own = families.get(target.key) if not candidate.path.parameter and not path.verb else None
        if own is not None:
            own.on_collection.append(candidate)
    _join_plurals(candidates, families, by_alias)
    return {key: family for key, family in families.items() if not _filters_list(family)}


def _filters_list(family: Family) -> bool:
    """Whether ``/x/{kind}`` returns the list of ``/x`` for one of the documented values of ``kind``, not an item."""
    lists = [one.response for one in family.on_collection if one.method == "GET" and one.response is not None]
    return any(
        has_enum(values) and any(is_same(one.response, body) for body in lists)
        for one in family.on_item
        if one.method == "GET" and one.response is not None
        if (values := one.schema_of(family.parameter)) is not None
    )


def _join_plurals(
    candidates: Sequence[Candidate], families: dict[str, Family], by_alias: dict[tuple[str, str], Family]
) -> None:
    """Add ``GET /pets`` and ``POST /pets`` to the collection ``/pet`` if it has items but lacks these operations."""
    for candidate in candidates:
        path = candidate.path
        if path.parameter or path.verb or not path.segments or path.key in families or candidate.hint.role == "none":
            continue
        near = [
            family
            for (parent, noun), family in by_alias.items()
            if parent == path.parent().key and same_noun(noun, path.last) and path.last == path.segments[-1]
        ]
        if len(near) == 1 and candidate.method not in {one.method for one in near[0].on_collection}:
            near[0].on_collection.append(candidate)


def _describe(family: Family) -> None:
    """Find the schema of the items of a collection and the property with their id."""
    hinted = [schema for one in family.on_item if (schema := _hinted_item(one)) is not None]
    family.item = hinted[0] if hinted else _item_schema(family)
    family.kept = bool(hinted)
    if family.item is None:
        return
    hint = next((one.hint.id_path for one in [*family.on_item, *family.on_collection] if one.hint.id_path), ())
    values = next((schema for one in family.on_item if (schema := one.schema_of(one.path.parameter))), None)
    family.id_path = hint or find_id(
        family.item, family.parameter, values, family.noun, composite=bool(family.path.parameter)
    )


def _hinted_item(candidate: Candidate) -> Schema | None:
    """The schema of stored items that a hint references; ``None`` if there is none or it does not exist."""
    body = candidate.response
    if body is None or not candidate.hint.item:
        return None
    try:
        return body.space.at(reference_pointer(candidate.hint.item))
    except LookupError:
        return None


def _item_schema(family: Family) -> Schema | None:
    """The schema of an item: from the response of GET, of another operation on the item, or of the list.

    A response with no id and none of the properties that clients send, such as ``{"duration": "1ms"}``, is the last
    choice.
    """
    found = list(_item_schemas(family))
    return next((schema for schema in found if _represents_item(schema, family)), found[0] if found else None)


def _item_schemas(family: Family) -> Iterator[Schema]:
    ordered = sorted(family.on_item, key=lambda one: (one.method != "GET", one.method == "DELETE"))
    created = [one for one in family.on_collection if one.method == "POST"]
    for candidate in [*ordered, *created]:
        schema = _item_of(candidate, family)
        if schema is not None and schema.possible_properties:
            yield schema
    for candidate in family.on_collection:
        if candidate.method == "GET" and (found := _list_of(candidate, family)) is not None:
            yield found[1]
    sent = _sent_schema(family, created)
    if sent is not None:
        yield sent


def _represents_item(schema: Schema, family: Family) -> bool:
    return not family.sent or _has_item_properties(schema, family)


def _sent_schema(family: Family, created: Sequence[Candidate]) -> Schema | None:
    """The schema of the body of PUT or POST, if the responses of operations on an item have no documented content."""
    if any(one.documents_content for one in family.on_item):
        return None
    sent = (one.request for one in [*family.on_item, *created] if one.method in {"PUT", "POST"})
    return next((schema for schema in sent if schema is not None and schema.possible_properties), None)


def _item_of(candidate: Candidate, family: Family) -> Schema | None:
    """The schema of the item in the response of an operation on an item, or of each item that it lists."""
    body = candidate.response
    if body is None:
        return None
    if candidate.hint.list_path:
        return items_at(body, candidate.hint.list_path)
    path = _item_path(candidate, family)
    return None if array_items(body) is not None and not path else schema_at(body, path)


def _item_path(candidate: Candidate, family: Family) -> Keys:
    """The keys to the item in the response, or to an array that contains only the item."""
    body, hint = candidate.response, candidate.hint
    if body is not None and hint.envelope is not None and schema_at(body, hint.envelope) is not None:
        return hint.envelope
    if body is not None and len(hint.id_path) > 1 and schema_at(body, hint.id_path) is not None:
        return ()
    if body is None:
        return ()
    found = find_item(body, family.item, family.noun, family.ids, family.sent)
    if not family.parameter:
        return found
    only = find_only(body, family.item or family.listed, family.noun, family.ids)
    inside = found and only[: len(found)] == found and not _has_item_properties(schema_at(body, found), family)
    return only if inside or not found else found


def _has_item_properties(schema: Schema | None, family: Family) -> bool:
    """Whether a schema has an id, or a property that clients send."""
    names = schema.possible_properties if schema is not None else {}
    return not family.sent.isdisjoint(names) or any(plain(name) in family.ids for name in names)


def _list_of(candidate: Candidate, family: Family) -> tuple[Keys, Schema] | None:
    body = candidate.response
    if body is None:
        return None
    hint = candidate.hint.list_path
    if hint:
        items = items_at(body, hint)
        return (hint, items) if items is not None else None
    return find_list(body, family.item, family.noun)


def _of_family(family: Family) -> Iterator[tuple[Operation, Resource]]:
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
        found = _list_of(candidate, family)
        return (
            None
            if found is None
            else family.resource(
                "read_many", "x-mock-resource names a list", id_parameter=parameter, list_path=found[0]
            )
        )
    if candidate.method == "GET" and candidate.returns_content:
        return family.resource("download", f"{reason}; its content is not JSON", id_parameter=parameter)
    if candidate.method == "PUT" and candidate.sends_content and not _shares(candidate.request, family.item):
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
        item_path=_item_path(candidate, family),
        body_path=_body_path(candidate, family),
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
        return bool(_item_path(candidate, family))
    return bool(body.possible_properties)


def _is_update(candidate: Candidate, family: Family) -> bool:
    """Whether POST on an item updates it: it returns the item, or has properties of it and PATCH is missing."""
    body = candidate.response
    if body is not None and _returns_item(candidate, family):
        return True
    others = {one.method for one in family.on_item}
    return not others & {"PUT", "PATCH"} and "GET" in others and _shares(candidate.request, family.item)


def _returns_item(candidate: Candidate, family: Family) -> bool:
    body, item, path = candidate.response, family.item, _item_path(candidate, family)
    if body is None or item is None or (array_items(body) is not None and not path):
        return False
    found = schema_at(body, path)
    return found is not None and (is_same(found, item) or _resembles(found, item, family))


def _resembles(schema: Schema, item: Schema, family: Family) -> bool:
    """Whether another schema also represents the item: most of its properties, and the id."""
    names = set(schema.possible_properties)
    if len(names) < 2 or not names & set(family.id_path[:1]):
        return False
    return len(names & set(item.possible_properties)) >= 0.8 * len(names)


def _shares(body: Schema | None, item: Schema | None) -> bool:
    """Whether a request body has properties of the item, possibly in an envelope."""
    if body is None or item is None:
        return False
    known = set(item.possible_properties)
    body = array_items(body) or body
    inner = [schema for schema in body.possible_properties.values() if schema.possible_properties]
    return bool(known & set(body.possible_properties)) or any(known & set(one.possible_properties) for one in inner)


def _body_path(candidate: Candidate, family: Family) -> Keys:
    """The keys to the properties of the item in the request body, or to an array that contains only the item."""
    body, hint = candidate.request, candidate.hint.envelope
    if body is not None and hint is not None and schema_at(body, hint) is not None:
        return hint
    if body is None or family.item is None:
        return ()
    return find_body(body, family.item, family.noun) or find_only(body, family.item, family.noun, ())


def _on_collection(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of an operation on ``/x``."""
    template = family.path.template
    if candidate.method == "GET":
        found = _list_of(candidate, family)
        reason = f"the response contains items of {template}"
        return None if found is None else family.resource("list", reason, list_path=found[0])
    if candidate.method == "POST":
        return _creation(candidate, family)
    if candidate.method in {"PUT", "PATCH"}:
        return _on_many(candidate, family, "update_many") or _saving(candidate, family)
    if candidate.method == "DELETE":
        return _deletion_of_many(family)
    return None


def _creation(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of ``POST /x``: it creates an item if the response or the body represents one."""
    many = _on_many(candidate, family, "create_many")
    if many is not None:
        return many
    body = candidate.response
    if body is not None and array_items(body) is not None and not _item_path(candidate, family):
        return None
    status = {one.status for one in candidate.operation.responses}
    path = _item_path(candidate, family)
    if FIRST in path and candidate.request is not None and not _shares(candidate.request, family.item):
        return None  # a search returns such arrays, too
    if body is not None and not _may_be_created(body, candidate, family) and "201" not in status:
        return None
    if (
        body is None
        and "201" not in status
        and not candidate.documents_location
        and not _shares(candidate.request, family.item)
        and not candidate.sends_content
    ):
        return None
    return family.resource(
        "create",
        f"POST on the collection {family.path.template}",
        item_path=path,
        body_path=_body_path(candidate, family),
    )


def _may_be_created(body: Schema, candidate: Candidate, family: Family) -> bool:
    if family.item is None:
        return False
    found = _item_of(candidate, family) or body
    names = {plain(name) for name in found.possible_properties}
    return (
        is_same(found, family.item)
        or bool(names & family.ids)
        or similarity(found, family.item) >= RELATED
        or (_shares(candidate.request, family.item) and find_list(body, family.item, family.noun) is None)
    )


def _on_many(candidate: Candidate, family: Family, role: str) -> Resource | None:
    """The resource of an operation on several items, whose body is an array of them, or contains one."""
    if family.item is None or candidate.request is None:
        return None
    found = find_list(candidate.request, family.item, family.noun)
    if found is None or not set(found[1].possible_properties) & set(family.item.possible_properties):
        return None
    inner = find_body(candidate.request, family.item, family.noun)
    if found[0] and (inner or _has_common_names(candidate.request, family.item)):
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
    keys = _body_path(candidate, family)
    sent = schema_at(body, (*keys, *family.id_path))
    returns = candidate.response is None or not candidate.response.possible_properties
    if sent is None or not _shares(body, family.item) or not (returns or _returns_item(candidate, family)):
        return None
    reason = f"the body is an item of {family.path.template} with its id"
    return family.resource("save", reason, item_path=_item_path(candidate, family), body_path=keys)


def _has_common_names(one: Schema, other: Schema) -> bool:
    return bool(set(one.possible_properties) & set(other.possible_properties))


def _deletion_of_many(family: Family) -> Resource | None:
    """The resource of ``DELETE /x``: the items in the query or the body, or all items if neither can select some."""
    reason = f"DELETE on the collection {family.path.template}"
    return family.resource("delete_many", reason)


# ---------------------------------------------------------------------- collections without item path


def _collections_without_items(
    candidates: Sequence[Candidate], families: dict[str, Family]
) -> Iterator[tuple[Operation, Resource]]:
    """Paths with a list and a creation of the same items."""
    for path, group in _by_path(candidates, lambda one: not one.path.parameter and not one.path.verb).items():
        if path in families or {"GET", "POST"} - {one.method for one in group}:
            continue
        family = Family(group[0].path, "", [], group)
        listed = next((found for one in group if one.method == "GET" and (found := _list_of(one, family))), None)
        if listed is None:
            continue
        family.item = listed[1]
        created = next(one for one in group if one.method == "POST")
        if created.response is not None and created.response.possible_properties:
            whole = _item_of(created, family)
            if whole is not None and similarity(whole, listed[1]) >= RELATED:
                family.item = max((listed[1], whole), key=lambda one: len(one.possible_properties))
        if not _is_creation_of(created, family) and _on_many(created, family, "create_many") is None:
            continue
        family.id_path = _id_without_path(family, families)
        family.home = _home(family, families)
        families[path] = family
        yield from _of_family(family)


def _home(family: Family, families: dict[str, Family]) -> str:
    """Return the only collection of the same name in which items of the schema can be read; ``""`` if unsure."""
    if family.item is None or not family.id_path:
        return ""
    found = [
        one.path.template
        for one in families.values()
        if one.item is not None
        and is_same(one.item, family.item)
        and (one.id_path, same_noun(one.noun, family.noun)) == (family.id_path, True)
        and any(item.method == "GET" for item in one.on_item)
    ]
    return found[0] if len(found) == 1 else ""


def _id_without_path(family: Family, families: dict[str, Family]) -> Keys:
    """Return the keys to the id of items without a path: as in the path that other items of the schema have."""
    if family.item is None:
        return ()
    same = {one.id_path for one in families.values() if one.item is not None and is_same(one.item, family.item)}
    if len(same) == 1:
        return same.pop()
    return find_id(family.item, "", None, family.noun) if _has_strong_id(family) else ()


def _has_strong_id(family: Family) -> bool:
    return family.item is not None and any(plain(name) in family.ids for name in family.item.possible_properties)


def _is_creation_of(candidate: Candidate, family: Family) -> bool:
    """Whether a POST without item path creates items of the list: by the response, else by the body."""
    body = candidate.response
    if family.item is None:
        return False
    if body is not None and body.possible_properties:
        found = schema_at(body, _item_path(candidate, family)) or body
        return similarity(found, family.item) >= RELATED and find_list(body, family.item, family.noun) is None
    return _shares(candidate.request, family.item) and array_items(candidate.request or family.item) is None


def _by_path(candidates: Sequence[Candidate], chosen: Callable[[Candidate], bool]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.hint.role != "none" and chosen(candidate):
            found[candidate.path.key].append(candidate)
    return dict(found)


# ---------------------------------------------------------------------- single items


def _singles(candidates: Sequence[Candidate], families: dict[str, Family]) -> Iterator[tuple[Operation, Resource]]:
    """Objects that can be read and written at one path: ``/me``, ``/orgs/{id}/settings``."""
    for path, group in _by_path(candidates, lambda one: not one.path.parameter and not one.path.verb).items():
        read = next((one for one in group if one.method == "GET"), None)
        if path in families or read is None:
            continue
        family = Family(read.path, "", group, [])
        body = read.response
        if read.returns_content:
            if not _is_uploaded(read.path, families):
                yield from _single_content(group, family)
            continue
        if body is None or array_items(body) is not None or not body.possible_properties:
            continue
        family.item = schema_at(body, find_item(body, None, family.noun, family.ids)) or body
        roles = {one.operation: role for one in group if (role := _single_role(one, family))}
        if set(roles.values()) - {"read"}:
            for one in group:
                if one.operation in roles:
                    yield one.operation, _single(one, family, roles[one.operation])


def _is_uploaded(path: PathTemplate, families: dict[str, Family]) -> bool:
    """Whether a path has the content of an item that is uploaded when the item is created."""
    family = families.get(path.parent(2).key) if len(path.segments) > 2 and path.parent().parameter else None
    if family is None or plain(path.last) not in CONTENT:
        return False
    return any(one.method == "POST" and one.sends_content for one in family.on_collection)


def _single_content(group: Sequence[Candidate], family: Family) -> Iterator[tuple[Operation, Resource]]:
    """Content that is uploaded and downloaded at one path."""
    writes = [one for one in group if one.method in {"PUT", "POST"} and one.sends_content]
    read = next(one for one in group if one.method == "GET")
    schema = next((media.schema for one in read.operation.responses for media in one.content if media.schema), None)
    if not writes or schema is None:
        return
    family.item = schema
    for one in group:
        role = "download" if one is read else "upload" if one in writes else "delete" if one.method == "DELETE" else ""
        if role:
            yield one.operation, family.resource(role, "content that can be written and read", single=True)


def _single_role(candidate: Candidate, family: Family) -> str:
    item = family.item
    if candidate.method == "GET":
        return "read"
    if item is None or candidate.method == "DELETE":
        return "delete" if item is not None else ""
    returned = candidate.response is not None and similarity(candidate.response, item) >= RELATED
    sent = _shares(candidate.request, item)
    if candidate.method == "POST":
        return (
            "update"
            if sent and _returns_item(candidate, family) and similarity(candidate.request or item, item) >= RELATED
            else ""
        )
    if candidate.method in {"PUT", "PATCH"} and (sent or (returned and candidate.request is not None)):
        return ITEM_ROLES[candidate.method]
    return ""


def _single(candidate: Candidate, family: Family, role: str) -> Resource:
    return family.resource(
        role,
        "an object that can be read and written at one path",
        item_path=_item_path(candidate, family),
        body_path=_body_path(candidate, family),
        single=True,
    )


# ---------------------------------------------------------------------- searches


def _searches(candidates: Sequence[Candidate], families: dict[str, Family]) -> Iterator[tuple[Operation, Resource]]:
    """Lists of the items of a collection at a path below it."""
    for candidate in candidates:
        path = candidate.path
        is_plain = not path.parameter and not path.verb and path.segments and candidate.hint.role != "none"
        owner = families.get(path.parent().key) if is_plain and path.key not in families else None
        if candidate.method == "GET" and owner is not None and (resource := _search(candidate, owner)) is not None:
            yield candidate.operation, resource


def _search(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of ``GET /x/findByStatus`` or ``/x/search``, whose response contains items of ``/x``."""
    word = plain(candidate.path.last)
    has_query = any(one.location == "query" for one in candidate.operation.parameters)
    if not word.startswith(SEARCHES) or not has_query or family.item is None:
        return None
    found = _list_of(candidate, family)
    if found is None or not is_same(found[1], family.item):
        return None
    return family.resource("search", f"the response contains items of {family.path.template}", list_path=found[0])


# ---------------------------------------------------------------------- actions, bulk operations, content of items


def _action(candidate: Candidate, families: dict[str, Family]) -> Resource | None:
    """The resource of an operation at ``/x/{id}/verb``, ``/x/{id}:verb`` or ``/x/batch``."""
    path = candidate.path
    words = [path.verb] if path.verb else []
    while path.segments and not path.parameter and path.key not in families and len(words) < 2:
        words.insert(0, path.segments[-1])
        path = path.parent()
    if not words or candidate.hint.role == "none":
        return None
    if path.parameter:
        family = families.get(path.parent().key)
        return (
            _on_item_action(candidate, family, path, words) if family is not None and family.item is not None else None
        )
    family = families.get(path.key)
    return _bulk(candidate, family, words) if family is not None and family.item is not None else None


def _on_item_action(candidate: Candidate, family: Family, path: PathTemplate, words: Sequence[str]) -> Resource | None:
    parameter, word = path.parameter, plain(words[-1])
    where = f"on an item of {family.path.template}"
    if word in CONTENT and candidate.method == "GET" and candidate.returns_content:
        return family.resource("download", f"content {where}", id_parameter=parameter)
    if word in CONTENT and candidate.method in {"PUT", "POST"} and candidate.sends_content:
        return family.resource(
            "upload", f"content {where}", id_parameter=parameter, item_path=_item_path(candidate, family)
        )
    if candidate.method not in {"POST", "PUT", "PATCH"} or word in COPIES:
        return None
    names = {plain(name): name for name in family.item.possible_properties} if family.item is not None else {}
    returns_item = _returns_item(candidate, family) and FIRST not in _item_path(candidate, family)
    if returns_item or (candidate.method != "POST" and word in names and _sets(candidate, names[word])):
        return family.resource(
            "act",
            f"action '{'/'.join(words)}' {where}: it returns the item"
            if returns_item
            else f"sets the property {names[word]!r} {where}",
            id_parameter=parameter,
            item_path=_item_path(candidate, family) if returns_item else (),
            body_path=_body_path(candidate, family),
        )
    return None


def _sets(candidate: Candidate, name: str) -> bool:
    """Whether a body has the property that the path names."""
    return candidate.request is not None and name in candidate.request.possible_properties


def _bulk(candidate: Candidate, family: Family, words: Sequence[str]) -> Resource | None:
    if len(words) != 1 or plain(words[0]) not in BULK:
        return None
    word, method = plain(words[0]), candidate.method
    if method == "DELETE" or "delete" in word or "remove" in word:
        return _deletion_of_many(family)
    role = "update_many" if "update" in word or method in {"PUT", "PATCH"} else "create_many"
    return _on_many(candidate, family, role) if method in {"POST", "PUT", "PATCH"} else None
