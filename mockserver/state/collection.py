"""One collection: written items come from the store, all others from ``--data`` or the generator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from typing import Any

from contracts.generation.branches import generated_like
from contracts.generation.json_encoding import encode_json
from contracts.spec.keys import value_at
from contracts.spec.schemas import Schema
from mockserver.http.messages import decode_json
from mockserver.http.request import ABSENT
from mockserver.state.clock import Clock
from mockserver.state.content import Content, decode_content, encode_content
from mockserver.state.creation import new_item
from mockserver.state.example_items import NO_ITEMS, ExampleItems
from mockserver.state.ids import IdSource
from mockserver.state.initial_data import ItemsById
from mockserver.state.item_cache import JsonCache, RelatedJsonCache
from mockserver.state.item_schema import Item, ItemSchema
from mockserver.state.relations import ItemRelations, Origin, Targets
from mockserver.state.stores.store import NO_LIMIT, Change, ItemStore
from mockserver.state.tables import CONTENT, ITEMS, REFERENCE, TOMBSTONE, TableName, reference_to, referred

ATTEMPTS = 100
"""Maximum number of ids to try for a new item: if the type has few values, all may be in use."""

INITIAL_ITEMS = 5
"""Number of items in the list of a new collection."""

SINGLE_READS = 20
"""Maximum number of shared items of one table that a list reads one by one."""

MAX_DIGITS = 18
"""Maximum length of an integer id that new ids continue."""

ApplyBody = Callable[[ItemSchema, Item, Mapping[str, Any]], Item]
"""Applies a body to an item: ``merge``, ``patch`` or ``replace`` of the item schema."""

_SEPARATOR = r"[-_.\s]"
_WORDS = f"(?:missing|unknown|non{_SEPARATOR}?existent|not{_SEPARATOR}?found|does{_SEPARATOR}not{_SEPARATOR}exist)"
_MISSING = re.compile(rf"\A{_WORDS}(?={_SEPARATOR}|\Z)|(?<={_SEPARATOR}){_WORDS}\Z", re.IGNORECASE)
_NO_ID = frozenset({"404", "00000000-0000-0000-0000-000000000000"})


def is_missing(identifier: str) -> bool:
    """Whether an id stands for a missing item: ``missing-1``, ``case-unknown``, ``404``, the nil UUID, ….

    Only whole words at the beginning or end of the id count: ``dismissing-3`` and ``a-missing-link`` exist. With these
    ids, a client can test the documented 404.
    """
    return identifier in _NO_ID or bool(_MISSING.search(identifier))


@dataclass(frozen=True)
class CollectionSpec:
    """What all collections of one path template share.

    :param make: makes the unwritten item of a key: a documented example or a generated item.
    :param ids: generates ids.
    :param documented_ids: ids in the document, which exist even if they look like ids of missing items.
    :param json_cache: returns the JSON of an unwritten item without relations.
    :param relations: the relations of items to items of other collections.
    :param related: the JSON of unwritten items with relations.
    :param closed: whether only initial and created items exist.
    :param is_static: whether unwritten items are documented ones.
    :param documented_items: the documented items by id, which a new collection has if ``is_static``.
    """

    item_schema: ItemSchema
    make: Callable[[str], Any]
    ids: IdSource
    documented_ids: frozenset[str]
    json_cache: JsonCache
    relations: ItemRelations
    related: RelatedJsonCache
    store: ItemStore
    clock: Clock
    closed: bool = False
    is_static: bool = False
    documented_items: Mapping[str, Item] = field(default_factory=dict)


@dataclass(frozen=True)
class CollectionPath:
    """The path of a collection, and what depends on it.

    :param api: the name of the API.
    :param path: the path with values, so that each pet has its own visits.
    :param values: the values of the parameters in the path, by name.
    :param targets: the collections to which its items refer.
    :param given: the initial items of ``--data``; ``None`` if the collection has generated ones.
    :param examples: the documented items of the collection, unless there are initial items of ``--data``.
    :param salt: varies unwritten items without changing their ids.
    """

    api: str
    path: str
    targets: Targets
    values: Mapping[str, str] = field(default_factory=dict)
    given: ItemsById | None = None
    examples: ExampleItems = NO_ITEMS
    salt: str = ""


class LongListError(Exception):
    """A list is longer than its limit."""


class _TakenError(Exception):
    """The id is in use."""


class _ElsewhereError(Exception):
    """The item is stored in another table."""

    def __init__(self, table: str, key: str) -> None:
        super().__init__(table, key)
        self.table, self.key = table, key


class Collection:
    """One collection, such as ``/pets`` or ``/pets/7/visits``."""

    def __init__(self, path: CollectionPath, spec: CollectionSpec) -> None:
        self._path = f"{path.api}:{path.path}"
        self._table = str(TableName(ITEMS, path.api, path.path))
        self._at = path
        self._spec = spec
        self._item_schema = spec.item_schema
        self._store = spec.store

    @property
    def table(self) -> str:
        """The table with its written items."""
        return self._table

    def _make_item(self, key: str) -> Item:
        item: Item = self._spec.make(self._at.salt + key)
        return item

    def _key(self, identifier: str) -> str:
        return f"{self._path}\0{identifier}"

    # ------------------------------------------------------------------ which items exist

    def exists(self, identifier: str) -> bool:
        """Whether an item exists."""
        stored = self._stored(identifier)
        if stored is not None:
            return stored != TOMBSTONE
        if self._spec.closed and identifier:  # a single item, such as /me, has no id and always exists
            return identifier in self._initial
        return identifier in self._spec.documented_ids or not is_missing(identifier)

    def is_listed(self, identifier: str) -> bool:
        """Whether the list contains an item: a client wrote it, or it is in a new collection."""
        stored = self._written(identifier)
        return stored != TOMBSTONE if stored is not None else identifier in self._initial

    def can_have(self, identifier: str) -> bool:
        """Whether an id in a path can be the id of an item: its property can contain it."""
        return self._item_schema.accepts_any_id or self._item_schema.parse_id(identifier) is not ABSENT

    def initial_ids(self) -> list[str]:
        """Return the ids of the items in a new collection, in order."""
        return list(self._initial)

    @cached_property
    def _initial(self) -> Mapping[str, object]:
        """The ids of the items in a new collection."""
        if self._at.given is not None:
            return self._at.given
        if self._at.examples.listed:
            return dict.fromkeys(self._at.examples.listed)
        numbers = range(1, INITIAL_ITEMS + 1)
        if self._spec.is_static and self._spec.documented_items:
            return self._spec.documented_items
        if self._spec.is_static:
            made = (self._spec.make(self._seeded_key("listed", number)) for number in numbers)
            return dict.fromkeys(str(value_at(item, self._item_schema.id_path, "1")) for item in made)
        found: dict[str, None] = {}
        for number in numbers:
            candidates = self._spec.ids.candidates(self._seeded_key("listed", number), number)
            unused = (one for one in candidates if one not in found and self._may_be_initial(one))
            if identifier := next(unused, ""):
                found[identifier] = None
        return found

    def _may_be_initial(self, identifier: str) -> bool:
        """Whether a new collection may contain an item; an example that clients may send would make POST a conflict."""
        examples = self._item_schema.example_ids
        return not is_missing(identifier) and not (identifier in examples and self._item_schema.has_settable_id)

    def identifiers(self) -> list[str]:
        """Return the ids of all listed items: the initial items, then the written ones, without deleted items."""
        return [*self._listed()]

    def json_items(self) -> dict[str, bytes]:
        """Return the JSON of all listed items by id, in the order of :meth:`identifiers`."""
        return self.json_page()[0]

    def json_page(self, offset: int = 0, limit: int = NO_LIMIT) -> tuple[dict[str, bytes], int]:
        """Return the JSON of some of the listed items by id, and the number of all."""
        listed = self._listed()
        chosen = islice(listed.items(), offset, offset + limit)
        items = {identifier: stored or encode_json(self._parse(identifier, stored)) for identifier, stored in chosen}
        return items, len(listed)

    def readers(self, limit: int = NO_LIMIT) -> Iterator[tuple[str, Callable[[], Item]]]:
        """Yield the ids of all listed items, each with a function that returns the item as it is now.

        :raises LongListError: if more items than the limit are listed or were deleted; at most one more is read.
        """
        for identifier, stored in self._listed(limit).items():
            yield identifier, partial(self._parse, identifier, stored)

    def _listed(self, limit: int = NO_LIMIT) -> dict[str, bytes | None]:
        """Return the listed items by id: as stored, or ``None`` if the item is generated."""
        found: dict[str, bytes | None] = dict.fromkeys(self._initial)
        if len(found) <= limit:
            found.update(self._store.items(self._table, limit + 1))
        if len(found) > limit:
            raise LongListError
        listed: dict[str, bytes | None] = {}
        shared = self._shared(found.values())
        for identifier, written in found.items():
            elsewhere = referred(written) if written and written.startswith(REFERENCE) else None
            stored = (shared(*elsewhere) or TOMBSTONE) if elsewhere else written
            if stored != TOMBSTONE:
                listed[identifier] = stored or self._or_documented(identifier, self._or_given(identifier, None))
        return listed

    def _shared(self, values: Iterable[bytes | None]) -> Callable[[str, str], bytes | None]:
        """Return a function that reads the items to which stored values refer; many of one table with one query."""
        references = (referred(value) for value in values if value and value.startswith(REFERENCE))
        numbers = Counter(elsewhere[0] for elsewhere in references if elsewhere)
        tables = {table: dict(self._store.items(table)) for table, number in numbers.items() if number > SINGLE_READS}

        def read(table: str, key: str) -> bytes | None:
            found = tables.get(table)
            return self._store.get(table, key) if found is None else found.get(key)

        return read

    def has_writes(self, identifier: str = "") -> bool:
        """Whether an item, or any item without an id, was written or deleted, or comes from ``--data``."""
        if self._at.given is not None:
            return True
        if identifier:
            return self._store.get(self._table, identifier) is not None
        return bool(self._store.items(self._table, 1))

    # ------------------------------------------------------------------ reading

    def _stored(self, identifier: str) -> bytes | None:
        """Return the written item, else the initial or documented one; ``None`` if the item is generated."""
        return self._or_documented(identifier, self._written(identifier))

    def _written(self, identifier: str) -> bytes | None:
        """Return the written item, else the initial item of ``--data``, or ``None``."""
        return self._or_given(identifier, self._resolved(self._store.get(self._table, identifier)))

    def _resolved(self, stored: bytes | None) -> bytes | None:
        """Return a stored value, or the one to which it refers."""
        elsewhere = referred(stored)
        return (self._store.get(*elsewhere) or TOMBSTONE) if elsewhere else stored

    def _change(self, identifier: str, change: Change) -> bytes:
        """Change an item where it is stored."""

        def change_here(stored: bytes | None) -> bytes:
            if elsewhere := referred(stored):
                raise _ElsewhereError(*elsewhere)
            return change(stored)

        try:
            return self._store.change(self._table, identifier, change_here)
        except _ElsewhereError as error:
            return self._store.change(error.table, error.key, change)

    def share(self, identifier: str, home: Collection) -> None:
        """Move an item to the collection in which it can be read; this one refers to it."""
        stored = self._store.get(self._table, identifier)
        if stored and not stored.startswith(REFERENCE) and home._table != self._table:
            self._store.change(home._table, identifier, lambda _: stored)
            self._store.change(self._table, identifier, lambda _: reference_to(home._table, identifier))

    def _or_given(self, identifier: str, stored: bytes | None) -> bytes | None:
        given = self._at.given
        return given.get(identifier) if stored is None and given is not None else stored

    def _or_documented(self, identifier: str, stored: bytes | None) -> bytes | None:
        return self._at.examples.items.get(identifier) if stored is None else stored

    def read(self, identifier: str) -> Item:
        """Return the current item, which must exist."""
        return self._parse(identifier, self._stored(identifier))

    def json(self, identifier: str) -> bytes | None:
        """Return the JSON of the current item, or ``None`` if the item is not valid."""
        if stored := self._stored(identifier):
            return stored
        key = self._at.salt + self._key(identifier)
        if self._spec.relations:
            return self._spec.related(key, partial(self._parse, identifier, None))
        return self._spec.json_cache(key, identifier)

    def _parse(self, identifier: str, stored: bytes | None, *, copies: bool = True) -> Item:
        if stored:
            item: Item = decode_json(stored)
            return item
        made = self._item_schema.set_id(self._make_item(self._key(identifier)), identifier)
        return self._relate(made, identifier, copies=copies)

    def _relate(self, item: Item, identifier: str, *, copies: bool = True) -> Item:
        """Return a generated item with its relations."""
        if not self._spec.relations:
            return item
        key = self._at.salt + self._key(identifier)
        origin = Origin(identifier, self._at.values, self._at.targets, key, copies)
        return self._spec.relations.apply(item, origin)

    def related(self, identifier: str) -> Item | None:
        """Return an item without values that are copied from other items; ``None`` if it does not exist."""
        if not self.exists(identifier):
            return None
        return self._parse(identifier, self._stored(identifier), copies=False)

    # ------------------------------------------------------------------ writing

    def update(
        self,
        identifier: str,
        body: Mapping[str, Any],
        apply: ApplyBody = ItemSchema.merge,
        *,
        has_content: bool = False,
    ) -> bytes:
        """Update an item; a body without properties of the item changes nothing, unless it replaces the item.

        :param has_content: whether the content of the item was changed, which is a change even without properties.
        :returns: the JSON of the updated item.
        """
        is_change = has_content or apply not in {ItemSchema.merge, ItemSchema.patch}
        if not is_change and not self._item_schema.changes(body):
            return self.json(identifier) or encode_json(self.read(identifier))

        def change(stored: bytes | None) -> bytes:
            known = self._or_documented(identifier, self._or_given(identifier, stored))
            current = self._parse(identifier, known)
            item = apply(self._item_schema, current, body)
            if self._item_schema.is_polymorphic:
                item = self._alternative(identifier, current, item, body, apply)
            # Copies of the id are already in the item; other values, written before, may look like copies.
            item = self._spec.relations.with_path_values(
                self._item_schema.set_id(item, identifier, item), self._at.values, body
            )
            return encode_json(self._item_schema.advance_updated(item, self._spec.clock))

        return self._change(identifier, change)

    def _alternative(
        self, identifier: str, current: Item, changed: Item, body: Mapping[str, Any], apply: ApplyBody
    ) -> Item:
        """Return a changed item, or one of the alternative of the body if only that keeps what the body has."""
        schema = self._item_schema
        is_whole = apply not in {ItemSchema.merge, ItemSchema.patch}
        is_whole = is_whole or (apply == ItemSchema.merge and schema.is_other(current, body))
        if schema.has_kept(changed, body, is_whole=is_whole):
            return changed
        generated = generated_like(self._make_item, schema.schema, self._key(identifier), body)
        other = self._relate(schema.set_id(generated, identifier), identifier)
        fixed = {name: value for name, value in current.items() if name in other and name not in schema.writable}
        other = {**other, **fixed} if schema.schema.is_valid({**other, **fixed}) else other
        replaced = schema.replace(other, body)
        return replaced if schema.has_kept(replaced, body, is_whole=is_whole) else changed

    def delete(self, identifier: str) -> None:
        """Delete an item."""
        self._change(identifier, lambda _: TOMBSTONE)

    def create(
        self, body: Mapping[str, Any], request: Mapping[str, Schema] | None = None, *, overwrite: bool = False
    ) -> tuple[str, Item] | None:
        """Create an item.

        :param request: the properties that clients can send, with their schemas; ``None`` if not documented.
        :param overwrite: replace an item with the id in the body, instead of refusing it.
        :returns: its id and the item, or ``None`` if its id, or every generated id, is in use.
        """
        chosen = self._chosen_id(body)
        identifier = chosen or self._new_id()
        if not identifier or (chosen and not overwrite and self.is_listed(chosen)):
            return None

        def change(stored: bytes | None) -> bytes:
            if self._resolved(stored) and not overwrite:
                raise _TakenError
            return encode_json(self._created(identifier, body, request))

        try:
            return identifier, decode_json(self._store.change(self._table, identifier, change))
        except _TakenError:
            return None

    def _created(self, identifier: str, body: Mapping[str, Any], request: Mapping[str, Schema] | None) -> Item:
        generated = generated_like(self._make_item, self._item_schema.schema, self._key(identifier), body)
        made = self._item_schema.set_id(generated, identifier)
        item = self._item_schema.set_updated_to_created(self._relate(made, identifier))
        if (now := self._spec.clock.now()) is not None:
            item = self._item_schema.set_created(item, now)
        item = new_item(self._item_schema, item, body, request)
        item = self._item_schema.set_id(item, identifier, body)
        return self._spec.relations.with_path_values(item, self._at.values, body)

    def _chosen_id(self, body: Mapping[str, Any]) -> str:
        """Return the id in the body if it is valid and clients may set it, else ``""``."""
        given = value_at(body, self._item_schema.id_path) if self._item_schema.id_path else None
        accepted = self._item_schema.accepts_id(given) and self._spec.ids.is_valid(str(given))
        return str(given) if accepted else ""

    def _new_id(self) -> str:
        """Generate an unused id; return ``""`` if all attempts are in use.

        It is an id that the document has as an example only if no other is possible, as clients expect that to exist.
        """
        for _ in range(ATTEMPTS):
            number = self._store.increment(self._path)
            if identifier := self._next_number(number):
                return identifier
            candidates = self._spec.ids.candidates(self._seeded_key("created", number), number)
            unused = [one for one in candidates if self._is_unused(one) and not is_missing(one)]
            if unused:
                return next((one for one in unused if one not in self._spec.documented_ids), unused[0])
        return ""

    def _is_unused(self, identifier: str) -> bool:
        is_known = identifier in self._initial or identifier in self._at.examples.items
        return not is_known and self._store.get(self._table, identifier) is None

    def _next_number(self, number: int) -> str:
        """Return the n-th integer after the ids of the initial items of ``--data``; ``""`` if that is not possible."""
        given = self._at.given
        if not given or not all(map(_is_number, given)):
            return ""
        identifier = str(max(map(int, given)) + number)
        return identifier if self._spec.ids.is_valid(identifier) and self._is_unused(identifier) else ""

    def _seeded_key(self, name: str, number: int) -> str:
        return f"{self._at.salt}{self._path}\0{name} {number}"

    # ------------------------------------------------------------------ content

    def content(self, identifier: str) -> Content | None:
        """Return the uploaded content of an item, or ``None``."""
        stored = self._store.get(self._content_table, identifier)
        return decode_content(stored) if stored else None

    def put_content(self, identifier: str, content: Content) -> None:
        """Store the content of an item."""
        self._store.change(self._content_table, identifier, lambda _: encode_content(content))

    @property
    def _content_table(self) -> str:
        return str(TableName(CONTENT, self._at.api, self._at.path))


def _is_number(identifier: str) -> bool:
    return len(identifier) <= MAX_DIGITS and identifier.isascii() and identifier.isdecimal()
