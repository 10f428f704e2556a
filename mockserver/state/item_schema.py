"""Item schemas: the id of an item, what a client may change, and what changes with each write."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from contracts.generation.id_references import agreements, undo
from contracts.generation.name_words import singular, words
from contracts.generation.timestamps import FORMS
from contracts.spec.alternatives import all_properties, alternatives, is_of, selected_alternative
from contracts.spec.keys import EACH_VALUE, Keys, schema_at, value_at, with_value
from contracts.spec.model import Operation, Resource
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core, required_names
from contracts.spec.write_only import Remover, write_only_remover
from mockserver.http.coercion import compile_coercion
from mockserver.http.request import ABSENT
from mockserver.state.clock import Clock, format_timestamp, parse_timestamp
from mockserver.state.nested_values import complete, deep_merge, has_flag, merge_patch

Item = dict[str, Any]

CREATED = re.compile(r"(created|opened|registered)[-_]?(at|on|date|time)?|(date|time)[-_]?created", re.IGNORECASE)
UPDATED = re.compile(
    r"(last[-_]?)?(updated|modified|changed)[-_]?(at|on|date|time)?|(date|time)[-_]?(updated|modified)", re.IGNORECASE
)
LINKS = frozenset({"linked", "related", "duplicates", "duplicate", "parents", "children", "blocks", "similar"})
"""Words in the names of lists of other items."""


_FREE = frozenset({"type", "title", "description", "example", "examples", "readOnly", "default"})
"""Keywords that do not constrain an id."""


class ItemSchema:
    """The rules for changing an item.

    :param schema: the schema of the item in the response to its GET.
    :param id_path: keys to the id in an item; ``()`` if no property contains it.
    :param examples: complete documented items, which show where else an item contains its id.
    """

    def __init__(self, schema: Schema, id_path: Keys, examples: Sequence[Item] = ()) -> None:
        self.schema = schema
        self.id_path = id_path
        self.id_field = id_path[0] if len(id_path) == 1 else ""
        self._agreements = agreements(examples, self.id_field)
        self.id_schema = schema_at(schema, id_path) if id_path else None
        self._ids = _id_schemas(schema, self.id_schema, self.id_field)

    @cached_property
    def _timestamps(self) -> tuple[str, ...]:
        names = self.properties
        return tuple(name for name in names if _format(names[name]) == "date-time")

    @cached_property
    def created(self) -> tuple[str, ...]:
        """The timestamps of the creation, which writes do not change."""
        return tuple(name for name in self._timestamps if CREATED.fullmatch(name))

    @cached_property
    def updated(self) -> tuple[str, ...]:
        """The timestamps of the last change, which every write advances."""
        return tuple(name for name in self._timestamps if UPDATED.fullmatch(name))

    @cached_property
    def writable(self) -> frozenset[str]:
        """The properties that a client may set."""
        fixed = {self.id_field, *self.created, *self.updated}
        return frozenset(
            name for name, schema in self.properties.items() if name not in fixed and not has_flag(schema, "readOnly")
        )

    @cached_property
    def properties(self) -> Mapping[str, Schema]:
        """The properties of items, also those of the subtypes of a discriminator."""
        return all_properties(self.schema)

    @cached_property
    def is_polymorphic(self) -> bool:
        """Whether there are several alternatives of items."""
        return bool(alternatives(self.schema))

    def is_other(self, item: Item, body: Mapping[str, Any]) -> bool:
        """Whether a body is a whole item of another alternative than an item, but for what only the server sets."""
        sent = self.changes(body)
        alternative = selected_alternative(self.schema, sent)
        if alternative is None or is_of(self.schema, alternative, item):
            return False
        return not required_names(alternative) & self.writable - sent.keys()

    def has_kept(self, item: Item, body: Mapping[str, Any], *, is_whole: bool) -> bool:
        """Whether an item has the values of a body that a client may set.

        :param is_whole: whether it must also have no other alternative than the body.
        """
        sent = self.without_write_only(self.changes(body))
        if any(name not in item or item[name] != value for name, value in sent.items() if value is not None):
            return False
        alternative = selected_alternative(self.schema, sent) if is_whole else None
        return alternative is None or is_of(self.schema, alternative, item)

    @cached_property
    def example_ids(self) -> frozenset[str]:
        """The documented examples of the property with the id, which clients are likely to send in a creation."""
        node = core(self.id_schema).node if self.id_schema is not None else None
        if not isinstance(node, dict):
            return frozenset()
        examples = node.get("examples")
        return frozenset(map(str, [*(examples if isinstance(examples, list) else ()), node.get("example")]))

    def accepts_id(self, value: object) -> bool:
        """Whether a client may create an item with this id."""
        schema = self.id_schema
        if schema is None or not self.has_settable_id or not isinstance(value, str | int) or value == "":
            return False
        return not isinstance(value, bool) and any(one.is_valid(value) for one, _ in self._ids)

    @property
    def has_settable_id(self) -> bool:
        """Whether the id is not read-only."""
        return self.id_schema is not None and not has_flag(self.id_schema, "readOnly")

    @cached_property
    def accepts_any_id(self) -> bool:
        """Whether every string is a valid id, as the schema of the id has no constraints, or items have no id."""
        node = core(self.id_schema).node if self.id_schema is not None else {}
        return isinstance(node, dict) and node.get("type", "string") == "string" and not node.keys() - _FREE

    def parse_id(self, text: str) -> Any:
        """Convert the id in a path to the type of the schema; return ``ABSENT`` if not valid or items have no id."""
        return next(self._typed_ids(text), ABSENT)

    def _typed_ids(self, text: str) -> Iterator[Any]:
        """Yield the valid values for an id in a path: of several types if alternatives of the item differ in it."""
        for schema, read in self._ids:
            value = read(text) if read else text
            if schema.is_valid(value):
                yield value

    def set_id(self, item: Item, text: str, written: Container[str] = ()) -> Item:
        """Set the id of an item to that in a path, if valid, and its copies in the item.

        :param written: names of the properties that the client wrote, which stay.
        """
        value = self.parse_id(text)
        if value is not ABSENT and not self.id_field:
            return self._set_nested_id(item, value)
        if len(self._ids) > 1:
            usable = (one for one in self._typed_ids(text) if self.schema.is_valid({**item, self.id_field: one}))
            value = next(usable, value)
        if value is not ABSENT:
            item[self.id_field] = value
        return self.propagate_id(item, written)

    def _set_nested_id(self, item: Item, value: Any) -> Item:
        """Return the item with an id in a nested object, unless that would make it invalid."""
        changed: Item = with_value(item, self.id_path, value)
        return changed if self.schema.is_valid(changed) else item

    @property
    def propagates_id(self) -> bool:
        """Whether other values in an item depend on its id."""
        return bool(self._agreements or self._links)

    def propagate_id(self, item: Item, written: Container[str] = ()) -> Item:
        """Make an item consistent with its id: update copies of the id, and remove links to itself.

        The item stays unchanged if it would become invalid.

        :param written: names of the properties that the client wrote, which stay.
        """
        own = item.get(self.id_field)
        if own is None or not self.propagates_id:
            return item
        free = {name: value for name, value in item.items() if name not in written or name == self.id_field}
        changes = [change for agreement in self._agreements for change in agreement.reach(free)]
        changes = [(item if owner is free else owner, name, before) for owner, name, before in changes]
        item.update({name: value for name, value in free.items() if name in item})
        for name in self._links:
            if isinstance(item.get(name), list) and name not in written:
                changes.append((item, name, item[name]))
                item[name] = [other for other in item[name] if other != own and not self._is_own(other, own)]
        if changes and not self.schema.is_valid(item):
            undo(changes)
        return item

    def _is_own(self, other: Any, own: object) -> bool:
        return isinstance(other, dict) and other.get(self.id_field) == own

    @cached_property
    def _links(self) -> tuple[str, ...]:
        """The lists of ids of other items, such as ``linked_cases``."""
        own = {*words(self.schema.resolve().name)[-1:], *words(self.id_field)[:-1]}
        return tuple(
            name
            for name, schema in self.schema.possible_properties.items()
            if schema.items is not None
            and (LINKS.intersection(words(name)) or own.intersection(map(singular, words(name)[-1:])))
        )

    def merge(self, item: Item, body: Mapping[str, Any]) -> Item:
        """Return the item with the writable properties of a body, nested objects merged; invalid values are ignored.

        ``null`` removes an optional property that cannot be null. A body that selects another schema with a
        discriminator replaces the item, since properties of the old schema do not belong to the new one.
        """
        if any(name in body and body[name] != item.get(name) for name in self.schema.discriminators):
            replaced = self.replace(item, body)
            if all(replaced.get(name) == body[name] for name in self.schema.discriminators if name in body):
                return replaced
        changes = deep_merge(self.schema, item, self._storable(item, body))
        merged = {**item, **changes}
        return merged if self.schema.is_valid(merged) else self._apply_one_by_one(item, changes)

    def patch(self, item: Item, body: Mapping[str, Any]) -> Item:
        """Return the item after a JSON Merge Patch (RFC 7396): ``null`` removes optional properties."""
        changes = self.without_write_only(self.changes(body))
        patched = merge_patch(item, changes)
        if self.schema.is_valid(patched):
            return patched
        patches = {name: merge_patch(item, {name: value}).get(name) for name, value in changes.items()}
        return self._apply_one_by_one(item, patches)

    def replace(self, item: Item, body: Mapping[str, Any], sendable: Container[str] | None = None) -> Item:
        """Return the item that a body describes, for PUT (RFC 9110, section 9.3.4) and POST.

        Properties that clients cannot set, and required ones that the body lacks, keep the values of the item.

        :param sendable: the properties that a body can have; ``None`` for any. It does not remove others.
        """
        changes = self._storable(item, body)
        fixed = {name for name in item if name not in self.writable or (sendable is not None and name not in sendable)}
        kept = {name: value for name, value in item.items() if name in fixed}
        replaced = {**kept, **changes}
        if self.schema.is_valid(replaced):
            return replaced
        merged = {**item, **changes}
        if not self.schema.is_valid(merged):
            return self._apply_one_by_one(item, changes)
        return self._without(merged, [name for name in item if name not in fixed and name not in changes])

    def without_write_only(self, item: Item) -> Item:
        """Return an item, or a part of it, without write-only properties: responses do not contain them."""
        remove = self._remove_write_only
        return item if remove is None else remove(item)

    @cached_property
    def _remove_write_only(self) -> Remover | None:
        return write_only_remover(self.schema)

    def _storable(self, item: Item, body: Mapping[str, Any]) -> Item:
        """Return the changes of a body as they are stored: no write-only properties, nested objects complete."""
        changes = self.without_write_only(self.changes(body))
        known = self.properties
        return {
            name: complete(known[name], value, item[name]) if name in known and name in item else value
            for name, value in changes.items()
        }

    def changes(self, body: Mapping[str, Any]) -> Item:
        """Return the properties of a body that a client may set."""
        return {name: value for name, value in body.items() if name in self.writable or self._is_additional(name)}

    def _is_additional(self, name: str) -> bool:
        """Whether a property is allowed by a schema in ``additionalProperties``."""
        return self._has_additional and name not in self.properties

    @cached_property
    def _has_additional(self) -> bool:
        node = self.schema.resolve().node
        return isinstance(node, dict) and isinstance(node.get("additionalProperties"), dict)

    def _apply_one_by_one(self, item: Item, changes: Item) -> Item:
        """Return the item with those changes that are valid one by one; an invalid ``null`` removes the property.

        An object that is not valid as a whole changes the current one: it may lack what only the server sets.
        """
        for name, value in changes.items():
            current = item.get(name)
            wanted = [value]
            if isinstance(value, dict) and isinstance(current, dict):
                wanted.append({**current, **value})
            changed = next((one for new in wanted if self.schema.is_valid(one := {**item, name: new})), None)
            if changed is not None:
                item = changed
            elif value is None:
                item = self._without(item, [name])
        return item

    def _without(self, item: Item, names: list[str]) -> Item:
        for name in names:
            rest = {key: value for key, value in item.items() if key != name}
            if self.schema.is_valid(rest):
                item = rest
        return item

    def advance_updated(self, item: Item, clock: Clock) -> Item:
        """Advance the timestamps of the last change, each in the first format that its schema accepts."""
        previous = [
            timestamp for name in (*self.updated, *self.created) if (timestamp := parse_timestamp(item.get(name)))
        ]
        if previous and self.updated:
            now = clock.after(max(previous))
            item.update({name: self._formatted(name, now) or item[name] for name in self.updated if name in item})
        return item

    def set_created(self, item: Item, now: datetime) -> Item:
        """Set the timestamps of the creation and of the last change, each in the first format its schema accepts."""
        names = [name for name in (*self.created, *self.updated) if name in item]
        item.update({name: self._formatted(name, now) or item[name] for name in names})
        return item

    def _formatted(self, name: str, timestamp: datetime) -> str:
        """Format a timestamp for a property; return ``""`` if its schema accepts none of the usual formats."""
        schema = self.properties[name]
        usual = format_timestamp(timestamp)
        if schema.is_valid(usual):
            return usual
        others = (write(int(timestamp.timestamp())) for write in FORMS["date-time"])
        return next((text for text in others if schema.is_valid(text)), "")

    def set_updated_to_created(self, item: Item) -> Item:
        """Set the timestamps of the last change to that of the creation, if their schemas accept its format."""
        timestamps = [item[name] for name in self.created if item.get(name)]
        if timestamps:
            known = self.properties
            names = [name for name in self.updated if name in item and known[name].is_valid(timestamps[0])]
            item.update(dict.fromkeys(names, timestamps[0]))
        return item


def _id_schemas(schema: Schema, first: Schema | None, name: str) -> list[tuple[Schema, Callable[[str], Any] | None]]:
    """Return the different schemas of the id in the alternatives of an item, with the functions that read strings."""
    found = [first] if first is not None else []
    for alternative in alternatives(schema) if first is not None and name else ():
        own = alternative.possible_properties.get(name)
        if own is not None and own.resolve().node not in [one.resolve().node for one in found]:
            found.append(own)
    return [(one, compile_coercion(one)) for one in found]


def _format(schema: Schema) -> object:
    node = schema.resolve().node
    return node.get("format") if isinstance(node, dict) else None


def item_schema_of(resource: Resource, operations: Iterable[Operation]) -> ItemSchema:
    """Return the item schema of a resource.

    :param operations: the operations of its API, whose examples are used if they belong to the same collection.
    """
    examples = [
        item
        for operation in operations
        if operation.resource is not None and operation.resource.collection == resource.collection
        for response in operation.responses
        if response.is_success
        for media in response.content
        for example in media.examples
        for item in items_in(example.value, operation.resource)
    ]
    return ItemSchema(resource.item.lenient, resource.id_path, examples)


def items_in(body: Any, resource: Resource) -> Iterator[Item]:
    """Yield the items in the body of a response, which is an item or a list; items without an id are skipped."""
    keys = resource.list_path or resource.item_path
    found = value_at(body, keys[:-1], body) if keys[-1:] == (EACH_VALUE,) else value_at(body, keys, body)
    found = list(found.values()) if keys[-1:] == (EACH_VALUE,) and isinstance(found, dict) else found
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict) and (not resource.id_path or value_at(item, resource.id_path) is not None):
            yield item


def id_propagator(operation: Operation, body: Schema, operations: Iterable[Operation]) -> Callable[[Any], Any] | None:
    """Return a function that makes the items in a body consistent with their ids, or ``None`` if that is not needed.

    :param body: the schema of the body.
    """
    resource = operation.resource
    if resource is None:
        return None
    listed = (schema_at(body, resource.list_path) or body).items or body
    item_schema = item_schema_of(replace(resource, item=listed), operations)
    if not item_schema.propagates_id:
        return None

    def propagate_id(value: Any) -> Any:
        for item in items_in(value, resource):
            item_schema.propagate_id(item)
        return value

    return propagate_id
