"""What an operation does with items: read, list, create, update, replace, delete, act on them, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from contracts.failures import FailureKind
from contracts.generation.generate import Generators
from contracts.spec.keys import value_at
from contracts.spec.model import Operation
from contracts.spec.resources.paths import parse_path
from contracts.spec.resources.role_names import LISTING_ROLES, READING_ROLES
from contracts.spec.schemas import Schema
from mockserver.actions.created_location import CreatedLocation
from mockserver.actions.limits import check_number, most_items, most_writes, written
from mockserver.actions.representations import envelope_maker, response_maker, unchanged, with_named_id
from mockserver.actions.request_items import RequestItems
from mockserver.actions.requested_items import RequestedItems, path_value, salt_of
from mockserver.actions.result import ActionResult, list_result
from mockserver.actions.sent_values import named_ids, selected_ids, selects_all, uploaded_content, uploaded_fields
from mockserver.actions.verbs import verb_effects
from mockserver.actions.wanted_ids import wanted_ids
from mockserver.http.messages import Failure, decode_json
from mockserver.http.path_echo import PathEcho
from mockserver.http.prefer import wants_dynamic
from mockserver.http.request import ABSENT, RequestContext
from mockserver.state.collection import ApplyBody, Collection
from mockserver.state.collections import Collections
from mockserver.state.item_schema import Item, ItemSchema
from mockserver.state.json_patch import PatchError, accepts_json_patch, is_json_patch, patched

if TYPE_CHECKING:
    from mockserver.actions.list_results import ListResults, Readers
    from mockserver.lists.generated_list import GeneratedList


class OperationAction:
    """The action of an operation on the collections of its API, compiled once.

    :param body: schema of the successful response, or ``None``.
    :ivar requested: the collections and items in its path.
    """

    def __init__(
        self, operation: Operation, collections: Collections, generators: Generators, body: Schema | None
    ) -> None:
        self._operation = operation
        self._collections = collections
        self._resource = resource = operation.resource
        self.requested = RequestedItems(operation, collections)
        self._path_echo = PathEcho(operation, body, self.requested.templates)
        self._act = _ACTS.get(resource.role) if resource else None
        self._show = response_maker(resource, body, generators)
        self._wrap = envelope_maker(resource, body, generators)
        self._sent = RequestItems(operation)
        self._has_json_patch = accepts_json_patch(operation)
        self._verb = verb_effects(operation)
        self._wanted = wanted_ids(operation)
        self._location = CreatedLocation(operation, collections.operations)
        lists = body is not None and resource is not None and resource.role in LISTING_ROLES
        self._lists: ListResults | None = None
        self._generated_list: GeneratedList | None = None
        if lists and body is not None:
            from mockserver.actions.list_results import ListResults  # noqa: PLC0415 (imported only if used)

            self._lists = ListResults(operation, body, generators, self._show)
        elif resource is None and operation.method == "GET" and body is not None and not collections.is_static:
            from mockserver.lists.generated_list import generated_list  # noqa: PLC0415 (as above)

            self._generated_list = generated_list(operation, body, generators)

    def __call__(self, request: RequestContext) -> ActionResult | Failure:
        """Run the operation."""
        if self._generated_list is not None and wants_dynamic(request.preferences) is not False:
            return list_result(self._generated_list(request, partial(self.key, request)))
        return ActionResult() if self._act is None else self._act(self, request)

    def key(self, request: RequestContext, ignored: frozenset[str] = frozenset()) -> str:
        """Return the generator key for a response that is not an item: equal requests get equal responses.

        :param ignored: query parameters that do not influence it.
        """
        sent = ((name, value) for (place, name), value in request.parameters.items() if place == "query")
        query = sorted(f"{name}={value!r}" for name, value in sent if name not in ignored)
        body = hashlib.blake2b(request.body or b"", digest_size=8).hexdigest()
        path = sorted(f"{name}={path_value(request, name)}" for name in request.path_values)
        return "\0".join([salt_of(request), self._operation.id, *path, *query, body])

    def echo(self, request: RequestContext) -> Any:
        """Return the values that a generated response takes from the request, by property, or ``ABSENT``."""
        return self._path_echo(partial(path_value, request), request.payload)

    @property
    def writes(self) -> bool:
        """Whether the operation changes items."""
        return self._resource is not None and self._resource.role not in READING_ROLES

    def reads_written(self, request: RequestContext) -> bool:
        """Whether the operation reads something that a client has written or deleted."""
        if self._act is None:
            return False
        is_item = self._resource is not None and self._resource.role in {"read", "download"}
        identifier = self.requested.identifier(request) if is_item else ""
        return self.requested.collection(request).has_writes(identifier)

    # ------------------------------------------------------------------ one method per role

    def fields(self, request: RequestContext) -> Item:
        """Return the properties of the item in the body, without those that the operation does not document."""
        return self._sent.one(request.payload, self.requested.identifier(request))

    def _shown(self, item: Item, identifier: str, **further: Any) -> ActionResult:
        """Return the result with the representation of an item."""
        value = self._show(item, identifier)
        if self._wrap is not None and value is not ABSENT:
            value = self._wrap(value, identifier)
        return ActionResult(
            value, item=with_named_id(self._resource, item, identifier) if value is ABSENT else None, **further
        )

    def _shown_json(self, json: bytes, identifier: str, **further: Any) -> ActionResult:
        """Return the result with the representation of an item that is given as JSON."""
        if self._show is unchanged and self._wrap is None:
            return ActionResult(json=json, **further)
        return self._shown(decode_json(json), identifier, **further)

    def read(self, request: RequestContext) -> ActionResult:
        """GET of an item."""
        identifier, collection = self.requested.identifier(request), self.requested.collection(request)
        if self._show is unchanged and self._wrap is None and (json := collection.json(identifier)):
            return ActionResult(json=json)
        return self._shown(collection.read(identifier), identifier)

    def read_many(self, request: RequestContext) -> ActionResult | Failure:
        """GET of several items by the ids in the path: in that order, without duplicates."""
        collection = self.requested.collection(request)
        named = self.requested.named_ids(request, self._resource.id_parameter) if self._resource else []
        return self._listed(request, collection, named)

    def item(self, request: RequestContext, identifier: str) -> Item | None:
        """Return the item with an id from the collection of a request, or ``None``."""
        collection = self.requested.collection(request)
        return collection.read(identifier) if collection.exists(identifier) else None

    def change(self, request: RequestContext) -> ActionResult | Failure:
        """PATCH of an item, or POST on it."""
        if isinstance(request.payload, list) and (self._has_json_patch or is_json_patch(request.headers)):
            return self._json_patch(request)
        is_patch = request.headers.get("content-type", "").lower().startswith("application/merge-patch+json")
        return self._write(request, ItemSchema.patch if is_patch else ItemSchema.merge)

    def _json_patch(self, request: RequestContext) -> ActionResult | Failure:
        try:
            return self._write(request, lambda schema, item, _: patched(schema, item, request.payload))
        except PatchError as error:
            conflict = error.is_conflict and self._operation.documents(409)
            kind = FailureKind.CONFLICT if conflict else FailureKind.INVALID_BODY
            return Failure(kind, str(error), error.location)

    def replace(self, request: RequestContext) -> ActionResult:
        """PUT of an item; it creates the item if 201 is documented."""
        listed = self.requested.collection(request).is_listed(self.requested.identifier(request))
        if self._operation.documents(201) and not listed:
            return self._write(request, self._replaced)._replace(status=201)
        status = next((code for code in (200, 204) if self._operation.documents(code)), 0)
        return self._write(request, self._replaced)._replace(status=status)

    def _replaced(self, schema: ItemSchema, item: Item, body: Mapping[str, Any]) -> Item:
        """Return the item after PUT, which removes what the body lacks, but nothing that only servers set."""
        return schema.replace(item, body, self._sent.sendable)

    def _write(self, request: RequestContext, apply: ApplyBody) -> ActionResult:
        identifier = self.requested.identifier(request)
        json = self.requested.collection(request).update(identifier, self.fields(request), apply)
        return self._shown_json(json, identifier)

    def act(self, request: RequestContext) -> ActionResult:
        """Run an action on an item: apply the properties in the body, and the state that the action is named after."""
        identifier, collection = self.requested.identifier(request), self.requested.collection(request)
        changes = {**self._verb(collection.read(identifier)), **self.fields(request)}
        return self._shown_json(collection.update(identifier, changes), identifier)

    def delete(self, request: RequestContext) -> ActionResult:
        """DELETE of an item; the response, if it has a body, contains the deleted item."""
        identifier, collection = self.requested.identifier(request), self.requested.collection(request)
        item = collection.read(identifier)
        collection.delete(identifier)
        return self._shown(item, identifier)

    def create(self, request: RequestContext) -> ActionResult | Failure:
        """POST to a collection."""
        collection, overwrite = self.requested.collection(request), not self._operation.documents(409)
        created = collection.create(self._created_fields(request), self._sent.schemas, overwrite=overwrite)
        if created is None:
            return Failure(FailureKind.CONFLICT, "an item with this id already exists", "body")
        identifier, item = created
        if content := uploaded_content(request):
            collection.put_content(identifier, content)
        values = self._share(request, collection, identifier, item)
        headers = self._location(request, identifier, lambda name: values.get(name, ""))
        status = 201 if self._operation.documents(201) else 0
        omitted = frozenset() if headers else frozenset({b"location"})
        return self._shown(item, identifier, headers=headers, status=status, omitted=omitted)

    def _share(self, request: RequestContext, collection: Collection, identifier: str, item: Item) -> Mapping[str, str]:
        """Let a new item be read in the collection that has its path, if that is another one.

        :returns: the values of the path parameters of the request and of that collection, by name.
        """
        values = {name: path_value(request, name) for name in request.path_values}
        home = self._resource.home if self._resource else ""
        if not home or self._resource is None:
            return values
        own = self._collections.home_values(self._resource, values, item)
        if own or not parse_path(home).parameters:
            collection.share(identifier, self._collections.collection(home, list(own.values())))
        return {**values, **own}

    def _created_fields(self, request: RequestContext) -> Item:
        return {**uploaded_fields(request, self._resource), **self.fields(request)}

    def create_many(self, request: RequestContext) -> ActionResult | Failure:
        """POST of several items."""
        collection, items = self.requested.collection(request), self._sent.many(request.payload)
        create = partial(collection.create, request=None, overwrite=True)
        created = [one for item in written(request, items) if (one := create(item))]
        return self._listed(request, collection, [identifier for identifier, _ in created])

    def update_many(self, request: RequestContext) -> ActionResult | Failure:
        """PUT or PATCH of several items, each with its id; none changes if an item is missing and 404 is documented."""
        collection, items = self.requested.collection(request), self._sent.many(request.payload)
        named = [self._id_in(item) for item in written(request, items)]
        missing = next((one for one in named if one and not collection.exists(one)), "")
        if missing and self._operation.documents(404):
            return Failure(FailureKind.NOT_FOUND, f"no item with id {missing!r}", "body", sent=missing)
        found = [(one, item) for one, item in zip(named, items, strict=True) if one and collection.exists(one)]
        for identifier, item in written(request, found):
            collection.update(identifier, item)
        return self._listed(request, collection, [identifier for identifier, _ in found])

    def _id_in(self, item: Item) -> str:
        """Return the id in the properties of an item; ``""`` if they have none."""
        value = value_at(item, self._resource.id_path, "") if self._resource and self._resource.id_path else ""
        return str(value) if isinstance(value, str | int) else ""

    def save(self, request: RequestContext) -> ActionResult | Failure:
        """PUT or PATCH on a collection of an item with its id in the body."""
        collection, fields = self.requested.collection(request), self.fields(request)
        identifier = self._id_in(fields)
        if not identifier:
            return ActionResult()
        if not (collection.exists(identifier) and collection.can_have(identifier)):
            if self._operation.documents(404):
                return Failure(FailureKind.NOT_FOUND, f"no item with id {identifier!r}", "body", sent=identifier)
            return ActionResult()
        apply = self._replaced if self._operation.method == "PUT" else ItemSchema.merge
        return self._shown_json(collection.update(identifier, fields, apply), identifier)

    def delete_many(self, request: RequestContext) -> ActionResult:
        """DELETE of the items that the query or the body selects; of all items if the request selects none."""
        collection = self.requested.collection(request)
        selected = named_ids(request)
        if selected is None:
            listed = dict(collection.readers(most_writes(request)))
            is_all = selects_all(request)
            selected = [*listed] if is_all else selected_ids(request, {one: read() for one, read in listed.items()})
        for identifier in written(request, selected):
            if collection.exists(identifier):
                collection.delete(identifier)
        return ActionResult()

    def upload(self, request: RequestContext) -> ActionResult:
        """Store the content of an item."""
        identifier, collection = self.requested.identifier(request), self.requested.collection(request)
        if content := uploaded_content(request):
            collection.put_content(identifier, content)
        if self._resource is None or self._resource.single:
            return ActionResult()
        fields = uploaded_fields(request, self._resource)
        return self._shown_json(collection.update(identifier, fields, has_content=True), identifier)

    def download(self, request: RequestContext) -> ActionResult:
        """Return the content of an item, if it was uploaded."""
        return ActionResult(content=self.requested.collection(request).content(self.requested.identifier(request)))

    def list(self, request: RequestContext) -> ActionResult | Failure:
        """GET of a collection, or of those of its items whose ids are in the query, in that order."""
        collection = self.requested.collection(request)
        named = None if self._wanted is None else self._wanted(request)
        if named is None:
            return self._results(request, collection.readers(most_items(request)))
        check_number(request, len(named))
        found = [one for one in named if collection.exists(one) and collection.can_have(one)]
        return self._listed(request, collection, found)

    def _listed(self, request: RequestContext, collection: Collection, ids: Iterable[str]) -> ActionResult | Failure:
        """Return the result with those items with some ids that the request selects, as they are now."""
        return self._results(request, ((one, partial(collection.read, one)) for one in ids))

    def _results(self, request: RequestContext, readers: Readers) -> ActionResult | Failure:
        return ActionResult() if self._lists is None else self._lists(request, readers, self.key(request))


Act = Callable[[OperationAction, RequestContext], ActionResult | Failure]

_ACTS: Mapping[str, Act] = {
    "read": OperationAction.read,
    "read_many": OperationAction.read_many,
    "update": OperationAction.change,
    "replace": OperationAction.replace,
    "delete": OperationAction.delete,
    "act": OperationAction.act,
    "create": OperationAction.create,
    "create_many": OperationAction.create_many,
    "update_many": OperationAction.update_many,
    "delete_many": OperationAction.delete_many,
    "upload": OperationAction.upload,
    "download": OperationAction.download,
    "list": OperationAction.list,
    "search": OperationAction.list,
    "save": OperationAction.save,
}
