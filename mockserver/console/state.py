"""What ``mockserver routes --state`` shows: the inferred collections, and the operations without state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.generation.generate import Generators
from contracts.spec.extensions import ResourceHint
from contracts.spec.foreign_keys import EACH, foreign_keys
from contracts.spec.keys import Keys
from contracts.spec.model import Operation, Resource
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.explain import Explanations
from contracts.spec.resources.role_names import LISTING_ROLES
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core, parts
from mockserver.conditional import conditions
from mockserver.lists.list_response import ListResponse
from mockserver.mounting import MountedApi, MountedOperation
from mockserver.state.relations import parent_fields

NO_EFFECT = "no effect"
"""The meaning of query parameters that a list ignores."""


@dataclass(frozen=True)
class StateRow:
    """An operation.

    :param role: its role in the collection, ``""`` for an operation without state.
    :param location: JSON pointers to the item in the response and request body, or to the array of a list.
    :param reason: why it has this role, or why it has no state.
    """

    method: str
    path: str
    id: str
    role: str
    location: str
    reason: str


@dataclass(frozen=True)
class CollectionState:
    """A collection, or a single item.

    :param path: the path template that it is served at.
    :param facts: what was inferred for all its operations, by label.
    """

    path: str
    facts: Mapping[str, str]
    rows: tuple[StateRow, ...]


@dataclass(frozen=True)
class ApiState:
    """The collections of an API, and its operations without state."""

    collections: tuple[CollectionState, ...]
    without: tuple[StateRow, ...]


def state_of(mounted: MountedApi) -> ApiState:
    """Return what was inferred for an API."""
    return _ApiStates(mounted).state()


class _ApiStates:
    def __init__(self, mounted: MountedApi) -> None:
        self._mounted = mounted
        self._generators = Generators()
        self._collections = {
            one.operation.resource.collection: one.operation.resource
            for one in mounted.operations
            if one.operation.resource is not None
        }

    def state(self) -> ApiState:
        explanations = Explanations(self._mounted.contract)
        without = [one for one in self._mounted.operations if one.operation.resource is None]
        return ApiState(
            tuple(self._collection(resource) for resource in self._collections.values()),
            tuple(self._row(one, explanations.why_not(one.operation)) for one in without),
        )

    def _collection(self, resource: Resource) -> CollectionState:
        template = resource.collection
        own = [
            one
            for one in self._mounted.operations
            if one.operation.resource is not None and one.operation.resource.collection == template
        ]
        rows = tuple(self._row(one, one.operation.resource.reason) for one in own if one.operation.resource)
        facts = {label: text for label, text in self._facts(resource, [one.operation for one in own]) if text}
        return CollectionState(self._served(template), facts, rows)

    def _served(self, template: str) -> str:
        """Return the path template that a collection is served at."""
        return self._mounted.prefix + template.removeprefix(self._mounted.api.prefix)

    def _row(self, mounted: MountedOperation, reason: str) -> StateRow:
        operation = mounted.operation
        role = operation.resource.role if operation.resource is not None else ""
        text = shown_reason(self._mounted, reason)
        return StateRow(operation.method, mounted.path, operation.id, role, _location(operation), text)

    def _facts(self, resource: Resource, operations: Sequence[Operation]) -> Iterator[tuple[str, str]]:
        yield "item", _schema_name(resource)
        yield "id", _id(resource, operations)
        for operation in operations:
            role = operation.resource.role if operation.resource is not None else ""
            if role in {"list", "search"}:
                yield role, _list_parameters(operation, self._generators)
        fields = parent_fields(resource, self._collections)
        yield "foreign keys", self._foreign_keys(resource, {keys for found in fields.values() for keys in found})
        yield (
            "from path",
            ", ".join(f"{_dotted(keys)} = {{{name}}}" for name, found in fields.items() for keys in found),
        )
        yield "conditional", ", ".join(dict.fromkeys(name for one in operations for name in conditions(one)))

    def _foreign_keys(self, resource: Resource, from_path: set[Keys]) -> str:
        found = [one for one in foreign_keys(resource, self._collections) if one.path not in from_path]
        return ", ".join(f"{_dotted(one.path)} -> {self._served(one.collection)}" for one in found)


def shown_reason(mounted: MountedApi, reason: str) -> str:
    """Return the reason for an inference with the served paths instead of those of the document."""
    return f" {reason}".replace(f" {mounted.api.prefix}/", f" {mounted.prefix}/").strip()


def _schema_name(resource: Resource) -> str:
    """Return the name of the schema of items in ``components``; for an inline schema, the names it is composed of."""
    schema = core(resource.item)
    if name := _component(schema):
        return name
    names = [name for part in parts(schema) if (name := _component(part))]
    return f"inline schema with {', '.join(names)}" if names else "inline schema"


def _component(schema: Schema) -> str:
    keys = split_pointer(schema.pointer)
    return keys[-1] if keys[:1] == ["components"] and len(keys) == 3 else ""


def _id(resource: Resource, operations: Sequence[Operation]) -> str:
    if resource.single:
        return "none, a single item"
    found = (one.resource.id_parameter for one in operations if one.resource is not None and one.resource.id_parameter)
    parameter = next(found, "")
    where = _dotted(resource.id_path) or "not a property of the item"
    return f"{where}, path parameter {parameter}" if parameter else f"{where}, no path with an id"


def _list_parameters(operation: Operation, generators: Generators) -> str:
    """Return the query parameters of a list by their meaning."""
    body = Candidate(operation, ResourceHint()).response
    named = dict(ListResponse(operation, body, generators).parameters) if body is not None else {}
    effective = {name.partition("[")[0] for names in named.values() for name in names}
    query = [one.name for one in operation.parameters if one.location == "query"]
    named[NO_EFFECT] = tuple(name for name in query if name.partition("[")[0] not in effective)
    return "; ".join(f"{meaning}: {', '.join(names)}" for meaning, names in named.items() if names)


def _location(operation: Operation) -> str:
    """Return where the response and the request body of an operation contain items; ``""`` if they are the items."""
    resource = operation.resource
    if resource is None:
        return ""
    response = resource.list_path if resource.role in LISTING_ROLES else resource.item_path
    found = (("response", response), ("body", resource.body_path))
    return ", ".join(f"{name} {_pointer(keys)}" for name, keys in found if keys)


def _pointer(keys: Keys) -> str:
    return child_pointer("", *keys)


def _dotted(keys: Keys) -> str:
    """Return keys as one name: ``lines[].product_id``."""
    return ".".join(keys).replace(f".{EACH}", EACH)
