"""Virtual collections: written items come from the store, all others are generated deterministically from the seed.

Every id exists until its item is deleted, except ids such as ``missing-1`` (:func:`is_missing`). A collection lists a
few generated items, and the items that clients created or wrote.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from contracts.generation.generate import Generator, Generators
from contracts.generation.json_encoding import encode_json
from contracts.spec.model import Api, Resource
from contracts.spec.schemas import Schema
from contracts.spec.write_only import write_only_remover
from mockserver.http.messages import decode_json
from mockserver.state.clock import Clock
from mockserver.state.item_cache import JsonCache
from mockserver.state.item_schema import Item, ItemSchema, item_schema_of, items_in
from mockserver.state.stores.store import Store

TOMBSTONE = b""
"""The stored value of a deleted item."""

ATTEMPTS = 100
"""Maximum number of ids to try for a new item: if the type has few values, all may be in use."""

READING = frozenset({"read", "read_many"})
"""Roles of operations whose documented examples are complete items."""

INITIAL_ITEMS = 5
"""Number of items in the list of a new collection."""

ApplyBody = Callable[[ItemSchema, Item, Mapping[str, Any]], Item]
"""Applies a body to an item: ``merge``, ``patch`` or ``replace`` of the item schema."""

_NAME = re.compile(r"\{([^{}]+)\}")
_SEPARATOR = r"[-_.\s]"
_WORDS = f"(?:missing|unknown|non{_SEPARATOR}?existent|not{_SEPARATOR}?found|does{_SEPARATOR}not{_SEPARATOR}exist)"
_MISSING = re.compile(rf"\A{_WORDS}(?={_SEPARATOR}|\Z)|(?<={_SEPARATOR}){_WORDS}\Z", re.IGNORECASE)
_NO_ID = frozenset({"404", "0", "00000000-0000-0000-0000-000000000000"})


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
    :param generate: generates an item of a key, also if ``make`` returns examples; used for new ids.
    :param json_cache: returns the JSON of an unwritten item.
    """

    item_schema: ItemSchema
    make: Callable[[str], Any]
    generate: Callable[[str], Any]
    json_cache: JsonCache
    store: Store
    clock: Clock


class Collections:
    """The collections of one API.

    :param static: unwritten items are documented examples instead of generated items.
    """

    def __init__(self, api: Api, generators: Generators, store: Store, clock: Clock, *, static: bool = False) -> None:
        self._api = api
        self._resources = {
            operation.resource.collection: operation.resource for operation in api.operations if operation.resource
        }
        self._generators = generators
        self._store = store
        self._clock = clock
        self._static = static
        self._specs: dict[tuple[str, bool], CollectionSpec] = {}
        self._singletons: dict[str, Collection] = {}
        self._by_generators: dict[Generators, Collections] = {}

    def for_generators(self, generators: Generators) -> Collections:
        """Return the same collections with other generators for unwritten items, e.g. for another language."""
        if generators is self._generators:
            return self
        if generators not in self._by_generators:
            self._by_generators[generators] = Collections(
                self._api, generators, self._store, self._clock, static=self._static
            )
        return self._by_generators[generators]

    def __contains__(self, template: str) -> bool:
        return template in self._resources

    def collection(
        self, template: str, values: Mapping[str, str], salt: str = "", *, dynamic: bool | None = None
    ) -> Collection:
        """Return the collection at a path template with these values.

        :param salt: varies unwritten items without changing their ids (``Prefer: seed=``).
        :param dynamic: whether unwritten items are generated (or documented examples); by default ``not static``.
        """
        static = self._static if dynamic is None else not dynamic
        path = _NAME.sub(lambda match: quote(values.get(match[1], ""), safe=""), template)
        collection = Collection(f"{self._api.name}:{path}", self._spec(template, static), salt)
        if path == template and not salt and dynamic is None:
            self._singletons[template] = collection
        return collection

    def singleton(self, template: str) -> Collection | None:
        """Return the collection of a template without names, without salt, or ``None`` if it was not created yet."""
        return self._singletons.get(template)

    def _spec(self, template: str, static: bool) -> CollectionSpec:
        """Return the spec of a template, created on first use, as that compiles the generator."""
        spec = self._specs.get((template, static))
        if spec is None:
            resource = self._resources[template]
            generator = self._generators.compile(resource.item)
            generate = partial(_generate, generator)
            documented = _example_maker(self._api, resource, generate) if static else None
            item_schema = item_schema_of(resource, self._api.operations)
            json_cache = JsonCache(item_schema, documented or generate, None if documented else generator)
            spec = CollectionSpec(item_schema, documented or generate, generate, json_cache, self._store, self._clock)
            self._specs[template, static] = spec
        return spec


def _generate(make: Generator, key: str) -> Item:
    """Generate the item of a key: the first object, if the schema also allows other types."""
    for attempt in range(ATTEMPTS):
        value = make(f"{key}\0again {attempt}" if attempt else key)
        if isinstance(value, dict):
            return value
    return {}


def _example_maker(api: Api, resource: Resource, generate: Callable[[str], Item]) -> ExampleMaker | None:
    """Return a maker of copies of the first valid documented item, or ``None`` if there is none.

    :param drawn: generates the properties that an example lacks, if items have their own schema.
    """
    visible = write_only_remover(resource.item) or copy.copy
    for operation in api.operations:
        known = operation.resource
        if known is None or known.collection != resource.collection or known.role not in READING:
            continue
        for media in operation.success.content if operation.success else ():
            for example in media.examples:
                for item in map(visible, items_in(example.value, known)):
                    if resource.item.is_valid(item):
                        return ExampleMaker(item)
                    if resource.kept and resource.item.is_valid(_completed(item, resource.item, generate, "")):
                        return ExampleMaker(item, partial(_completed, item, resource.item, generate))
    return None


def _completed(item: Item, schema: Schema, generate: Callable[[str], Item], key: str) -> Item:
    """Add generated properties to an incomplete item; the first combination that is valid."""
    draws = ({**generate(f"{key}\0again {attempt}"), **item} for attempt in range(ATTEMPTS))
    return next((candidate for candidate in draws if schema.is_valid(candidate)), item)


class ExampleMaker:
    """Returns copies of a documented example, for any key.

    :param complete: returns the complete item of a key, if the example is incomplete.
    """

    def __init__(self, example: Item, complete: Callable[[str], Item] | None = None) -> None:
        self._example = example
        self._complete = complete

    def __call__(self, key: str) -> Item:
        """Return a copy."""
        return copy.deepcopy(self._complete(key) if self._complete else self._example)


class _TakenError(Exception):
    """The id is in use."""


class Collection:
    """One collection, such as ``/pets`` or ``/pets/7/visits``.

    :param path: API and path, so that each pet has its own visits.
    :param salt: see ``collection`` of the collections.
    """

    def __init__(self, path: str, spec: CollectionSpec, salt: str = "") -> None:
        self._path = path
        self._item_schema = spec.item_schema
        self._make = spec.make
        self._json_cache = spec.json_cache
        self._generate = spec.generate
        self._store = spec.store
        self._clock = spec.clock
        self._salt = salt

    def _make_item(self, key: str) -> Item:
        item: Item = self._make(self._salt + key)
        return item

    def _key(self, identifier: str) -> str:
        return f"{self._path}\0{identifier}"

    def exists(self, identifier: str) -> bool:
        """Whether an item exists."""
        stored = self._store.get(self._key(identifier))
        return stored != TOMBSTONE and (stored is not None or not is_missing(identifier))

    def read(self, identifier: str) -> Item:
        """Return the current item, which must exist."""
        return self._parse(identifier, self._store.get(self._key(identifier)))

    def json(self, identifier: str) -> bytes | None:
        """Return the JSON of the current item, or ``None`` if the item is not valid."""
        key = self._key(identifier)
        return self._store.get(key) or self._json_cache(self._salt + key, identifier)

    def _parse(self, identifier: str, stored: bytes | None) -> Item:
        if stored:
            item: Item = decode_json(stored)
            return item
        return self._item_schema.set_id(self._make_item(self._key(identifier)), identifier)

    def update(self, identifier: str, body: Mapping[str, Any], apply: ApplyBody = ItemSchema.merge) -> bytes:
        """Update an item; a body without properties of the item changes nothing, unless it replaces the item.

        :returns: the JSON of the updated item.
        """
        if apply in {ItemSchema.merge, ItemSchema.patch} and not self._item_schema.changes(body):
            return self.json(identifier) or encode_json(self.read(identifier))

        def change(stored: bytes | None) -> bytes:
            item = apply(self._item_schema, self._parse(identifier, stored), body)
            return encode_json(self._item_schema.advance_updated(item, self._clock))

        return self._store.change(self._key(identifier), change)

    def delete(self, identifier: str) -> None:
        """Delete an item."""
        self._store.change(self._key(identifier), lambda _: TOMBSTONE)

    def create(self, body: Mapping[str, Any]) -> tuple[str, Item] | None:
        """Create an item; return its id and the item, or ``None`` if its id, or every generated id, is in use."""
        identifier = self._chosen_id(body) or self._new_id()
        if not identifier:
            return None

        def change(stored: bytes | None) -> bytes:
            if stored:
                raise _TakenError
            item = self._item_schema.set_updated_to_created(
                self._item_schema.set_id(self._make_item(self._key(identifier)), identifier)
            )
            return encode_json(self._item_schema.replace(item, body))

        try:
            json_text = self._store.change(self._key(identifier), change)
        except _TakenError:
            return None
        return identifier, decode_json(json_text)

    def _chosen_id(self, body: Mapping[str, Any]) -> str:
        """Return the id in the body if it is valid and clients may set it, else ``""``."""
        given = body.get(self._item_schema.id_field)
        return str(given) if self._item_schema.accepts_id(given) else ""

    def _new_id(self) -> str:
        """Generate an unused id; return ``""`` if all attempts are in use."""
        listed = self._initial_ids()
        for _ in range(ATTEMPTS):
            counted = self._store.change(f"{self._path}\1created", lambda stored: b"%d" % (int(stored or b"0") + 1))
            identifier = self._seeded_id(self._generate, "created", int(counted))
            taken = identifier in listed or self._store.get(self._key(identifier)) is not None
            if not taken and not is_missing(identifier):
                return identifier
        return ""

    def _seeded_id(self, make: Callable[[str], Any], name: str, number: int) -> str:
        """Return the id of the n-th generated item; its number if items have no id."""
        item: Item = make(f"{self._salt}{self._path}\0{name} {number}")
        return str(item.get(self._item_schema.id_field, number))

    def _initial_ids(self) -> list[str]:
        """Return the ids of the items in a new collection."""
        return [self._seeded_id(self._make, "listed", number) for number in range(1, INITIAL_ITEMS + 1)]

    def identifiers(self) -> list[str]:
        """Return the ids of all listed items: the initial items, then the written ones, without deleted items."""
        prefix = self._key("")
        written = [key.removeprefix(prefix) for key in self._store.keys(prefix)]
        return [identifier for identifier in dict.fromkeys([*self._initial_ids(), *written]) if self.exists(identifier)]
