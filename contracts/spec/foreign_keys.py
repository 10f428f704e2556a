"""Infer foreign keys: properties of an item with the id of another item, by names, types and references.

A property is a foreign key only if the document leaves no doubt: its name names exactly one collection that is near
the item (``author_id`` and ``/authors``), or it is an object with the schema of the collection's items, and its
type accepts the ids of that collection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from contracts.spec.id_types import accepts_ids, allows_null, surely_has_ids
from contracts.spec.keys import Keys, schema_at
from contracts.spec.model import Resource
from contracts.spec.names import Words, id_noun, is_plural, plain, same_noun, singular, words
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core, required_names

EACH = "[]"
"""The key for all items of an array, in the path of a foreign key."""

MAX_DEPTH = 3
"""Maximum number of objects around a foreign key, the item included."""

MAX_PROPERTIES = 500
"""Maximum number of properties of one item that are examined."""

PEOPLE = frozenset({"users", "people", "persons", "members", "accounts"})
"""Collections of people, in which a role such as ``owner`` is looked up."""

ROLES = frozenset(
    {"author", "owner", "assignee", "creator", "reporter", "requester", "requestor", "manager", "reviewer", "approver",
     "user", "member", "person", "sender", "recipient", "submitter", "editor", "inviter", "uploader", "organizer",
     "participant", "follower", "subscriber", "attendee", "supervisor"}
)  # fmt: skip
"""Last words of properties that name a person."""

DEEDS = frozenset(
    {"created", "updated", "modified", "changed", "deleted", "archived", "closed", "opened", "resolved", "approved",
     "reviewed", "assigned", "submitted", "requested", "uploaded", "edited", "published", "reported", "invited",
     "added", "removed", "posted"}
)  # fmt: skip
"""Words before ``by`` in properties that name a person."""

_PERSONAL = frozenset(
    {"email", "emailaddress", "username", "login", "firstname", "lastname", "fullname", "displayname"}
)
_FOREIGN = frozenset(
    {
        "external",
        "remote",
        "foreign",
        "legacy",
        "old",
        "original",
        "upstream",
        "stripe",
        "github",
        "slack",
        "erp",
        "crm",
    }
)
"""Words before a noun that say that the id is one of another system."""

_AMBIGUOUS = frozenset(
    {"order", "page", "level", "version", "rating", "score", "status", "step", "position", "rank", "size"}
)
"""Integer properties with these names are positions or amounts, unless ``id`` follows."""

_NAME = re.compile(r"\{([^{}]*)\}")


class ForeignKey(NamedTuple):
    """A property with the id of an item, or of several items.

    :param path: keys to the property in the item; ``EACH`` stands for the items of an array.
    :param many: whether the property is an array of ids or objects.
    :param collection: path template of the collection that has the item.
    :param key: keys to the id if the property, or each item of its array, is an object; ``()`` if it is the id.
    :param role: the name in singular without its id, so that ``author_id`` and ``author`` name the same item.
    :param back: the id is that of the item that contains the property: ``ticket_id`` in a comment in a ticket.
    """

    path: Keys
    many: bool
    collection: str
    key: Keys = ()
    role: str = ""
    back: bool = False


@dataclass(frozen=True)
class _Target:
    """A collection that can be reached from an item.

    :param nearness: number of segments that its path shares with the path of the item.
    """

    template: str
    resource: Resource
    nearness: int

    @cached_property
    def name(self) -> str:
        return collection_name(self.template)

    @cached_property
    def id_schema(self) -> Schema | None:
        return schema_at(self.resource.item, self.resource.id_path)

    @cached_property
    def pointer(self) -> str:
        return core(self.resource.item).pointer


def collection_name(template: str) -> str:
    """Return the plain name of a collection, the last segment of its path without a file extension."""
    return plain(template.rpartition("/")[2].partition(".")[0])


def segments(template: str) -> list[str]:
    """Return the segments of a path template, each parameter as ``{}``."""
    return _NAME.sub("{}", template).strip("/").split("/") if template.strip("/") else []


def parameter_names(template: str) -> list[str]:
    """Return the names of the parameters in a path template, outermost first."""
    return _NAME.findall(template)


def foreign_keys(resource: Resource, collections: Mapping[str, Resource]) -> tuple[ForeignKey, ...]:
    """Return the foreign keys of an item.

    :param collections: one resource of each collection, by path template.
    """
    return tuple(_Inference(resource, collections).keys())


class _Inference:
    def __init__(self, resource: Resource, collections: Mapping[str, Resource]) -> None:
        self._resource = resource
        self._own_name = collection_name(resource.collection)
        self._item_path = [*segments(resource.collection), *([] if resource.single else ["{}"])]
        self._targets = [found for template, one in collections.items() if (found := self._target(template, one))]
        self._examined = 0

    def _target(self, template: str, resource: Resource) -> _Target | None:
        """Return a collection if its path needs no other parameters than the path of the item has."""
        parent = segments(template)[:-1]
        shared = 0
        while shared < min(len(parent), len(self._item_path)) and parent[shared] == self._item_path[shared]:
            shared += 1
        if resource.single or not resource.id_path or "{}" in parent[shared:]:
            return None
        return _Target(template, resource, shared)

    def keys(self) -> Iterator[ForeignKey]:
        item = self._resource.item
        yield from self._walk(item, (), frozenset({core(item).pointer}), 1)

    def _walk(self, schema: Schema, path: Keys, seen: frozenset[str], depth: int) -> Iterator[ForeignKey]:
        for name, below in schema.possible_properties.items():
            here = (*path, name)
            self._examined += 1
            if name == EACH or here == self._resource.id_path or self._examined > MAX_PROPERTIES:
                continue
            found = self._back_reference(here, below) or self._foreign_key(here, below, schema)
            if found is not None:
                yield found
            elif depth < MAX_DEPTH:
                yield from self._descend(below, here, seen, depth)

    def _descend(self, schema: Schema, path: Keys, seen: frozenset[str], depth: int) -> Iterator[ForeignKey]:
        value = core(schema)
        if value.items is not None:
            value, path = core(value.items), (*path, EACH)
        if value.pointer not in seen:
            yield from self._walk(value, path, seen | {value.pointer}, depth + 1)

    def _back_reference(self, path: Keys, schema: Schema) -> ForeignKey | None:
        """Return the key if the property of an object in the item has the id of the item."""
        own = schema_at(self._resource.item, self._resource.id_path) if self._resource.id_path else None
        noun = id_noun(path[-1])
        if own is None or len(path) == 1 or not noun or not is_plural(self._own_name, "".join(noun)):
            return None
        if self._resource.single or not accepts_ids(schema, own):
            return None
        return ForeignKey(path, many=False, collection=self._resource.collection, back=True)

    def _foreign_key(self, path: Keys, schema: Schema, owner: Schema) -> ForeignKey | None:
        value = core(schema)
        many = value.items is not None
        value = core(value.items) if value.items is not None else schema
        nested = core(value)
        if nested.possible_properties:
            # JSON:API has the id of an author in ``relationships.author.data``.
            name = path[-2] if path[-1] == "data" and len(path) > 1 else path[-1]
            target, role = self._object_target(name, nested)
        else:
            target, role = self._scalar_target(path[-1], value, many=many)
        if target is None or (target.template == self._resource.collection and not self._may_end(path, schema, owner)):
            return None
        key = target.resource.id_path if nested.possible_properties else ()
        return ForeignKey(path, many, target.template, key, role)

    def _may_end(self, path: Keys, schema: Schema, owner: Schema) -> bool:
        """Return whether a reference to an item of the same collection may be absent, as the first item has none."""
        required = required_names(owner)
        is_list = core(schema).items is not None
        return is_list or path[-1] not in required or allows_null(schema)

    # ------------------------------------------------------------------ ids

    def _scalar_target(self, name: str, schema: Schema, *, many: bool) -> tuple[_Target | None, str]:
        noun = id_noun(name)
        named = noun is not None
        noun = words(name) if noun is None else noun
        target = self._by_noun(noun) or self._parent(noun) or self._person(noun)
        if target is None and not named:
            target, noun = self._by_id_name(noun)
            named = target is not None
        if target is None or target.id_schema is None:
            return None, ""
        fits = accepts_ids(schema, target.id_schema) if named else self._is_id(name, schema, target, many=many)
        return (target if fits else None), singular("".join(noun))

    def _is_id(self, name: str, schema: Schema, target: _Target, *, many: bool) -> bool:
        """Return whether a property without an id in its name contains ids; a plural with one integer is a number."""
        if target.id_schema is None or not surely_has_ids(schema, target.id_schema):
            return False
        return many or (words(name)[-1] not in _AMBIGUOUS and plain(name) != target.name)

    def _by_id_name(self, name: Words) -> tuple[_Target | None, Words]:
        """Return the collection that a name such as ``org_slug`` names, if the id of an ``org`` is its ``slug``."""
        for target in self._targets:
            ending = words(target.resource.id_path[-1])
            noun = name[: -len(ending)]
            if noun and name[-len(ending) :] == ending != ("name",) and self._by_noun(noun) is target:
                return target, noun
        if len(name) == 1 and len(name[0]) > 4 and name[0].endswith("id"):
            noun = (name[0][:-2],)
            return self._by_noun(noun), noun
        return None, name

    # ------------------------------------------------------------------ objects

    def _object_target(self, name: str, schema: Schema) -> tuple[_Target | None, str]:
        noun = words(name)
        same = [target for target in self._targets if target.pointer == schema.pointer]
        target = self._nearest(same) or self._by_noun(noun) or self._person(noun)
        if target is None or target.id_schema is None or same_noun(self._own_name, plain(name)):
            return None, ""
        nested_id = schema_at(schema, target.resource.id_path)
        if nested_id is None or not accepts_ids(nested_id, target.id_schema) or self._belongs(schema, target):
            return None, ""
        return target, singular("".join(noun))

    def _belongs(self, schema: Schema, target: _Target) -> bool:
        """Return whether an object has the id of the item it is in, but its collection has those of other items too."""
        inside = segments(target.template)[: len(self._item_path)] == self._item_path
        properties = schema.possible_properties
        return not inside and any(self._back_reference(("", name), one) for name, one in properties.items())

    # ------------------------------------------------------------------ collections

    def _by_noun(self, noun: Words) -> _Target | None:
        """Return the only nearest collection of a noun, or of its end: ``/comments`` for ``parent_comment``."""
        for start in range(len(noun)):
            before, name = noun[:start], "".join(noun[start:])
            found = self._nearest([target for target in self._targets if same_noun(target.name, name)])
            if found is not None:
                own = found.template == self._resource.collection
                return None if _FOREIGN & {*before} or (own and not before) else found
        return None

    def _parent(self, noun: Words) -> _Target | None:
        """Return the collection of the item itself for ``parent_id``."""
        own = [target for target in self._targets if target.template == self._resource.collection]
        return own[0] if own and noun == ("parent",) else None

    def _person(self, noun: Words) -> _Target | None:
        """Return the only collection of people, if a noun is the role of a person."""
        role = bool(noun) and any(word in ROLES for word in {noun[-1], noun[-1].removesuffix("s")})
        deed = noun[-2:-1] and ((noun[-1] == "by" and noun[-2] in DEEDS) or noun[-2:] == ("assigned", "to"))
        people = [target for target in self._targets if target.name in PEOPLE and self._is_personal(target)]
        return people[0] if (role or deed) and len(people) == 1 else None

    def _is_personal(self, target: _Target) -> bool:
        """Return whether items are people; accounts may also be those of a bank."""
        return target.name != "accounts" or bool(_PERSONAL & {*map(plain, target.resource.item.possible_properties)})

    @staticmethod
    def _nearest(targets: list[_Target]) -> _Target | None:
        """Return the collection with the most segments in common with the item; ``None`` if there are several."""
        most = max((target.nearness for target in targets), default=0)
        nearest = [target for target in targets if target.nearness == most]
        return nearest[0] if len(nearest) == 1 else None
