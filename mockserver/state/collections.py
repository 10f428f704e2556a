"""Virtual collections: written items come from the store, all others are generated deterministically from the seed.

Every id exists until its item is deleted, except ids such as ``missing-1`` (:func:`is_missing`). A collection lists a
few generated items, or those of ``--data``, and the items that clients created or wrote. With ``--closed`` no other
items exist.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any
from urllib.parse import quote

from contracts.generation.generate import Generator, Generators
from contracts.generation.json_encoding import encode_json
from contracts.spec.keys import value_at
from contracts.spec.model import Api, Operation, Parameter, Resource
from contracts.spec.resources.paths import parse_path
from contracts.spec.resources.shapes import core
from contracts.spec.schemas import Schema
from mockserver.http.messages import decode_json
from mockserver.http.request import ABSENT
from mockserver.state.clock import Clock
from mockserver.state.content import Content, decode_content, encode_content
from mockserver.state.creation import new_item
from mockserver.state.ids import IdSource
from mockserver.state.initial_data import NO_DATA, InitialData, ItemsById
from mockserver.state.item_cache import JsonCache
from mockserver.state.item_schema import Item, ItemSchema, item_schema_of, items_in
from mockserver.state.stores.store import Store

TOMBSTONE = b""
"""The stored value of a deleted item."""

ATTEMPTS = 100
"""Maximum number of ids to try for a new item: if the type has few values, all may be in use."""

READING = frozenset({"read", "read_many"})
"""Roles of operations whose documented examples are complete items."""

MAX_DIGITS = 18
"""Maximum length of an integer id that new ids continue."""

INITIAL_ITEMS = 5
"""Number of items in the list of a new collection."""

ApplyBody = Callable[[ItemSchema, Item, Mapping[str, Any]], Item]
"""Applies a body to an item: ``merge``, ``patch`` or ``replace`` of the item schema."""

_NAME = re.compile(r"\{([^{}]+)\}")
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
    :param generate: generates an item of a key, also if ``make`` returns examples; used for new ids.
    :param ids: generates ids.
    :param documented_ids: ids in the document, which exist even if they look like ids of missing items.
    :param json_cache: returns the JSON of an unwritten item.
    :param closed: whether only initial and created items exist.
    """

    item_schema: ItemSchema
    make: Callable[[str], Any]
    generate: Callable[[str], Any]
    ids: IdSource
    documented_ids: frozenset[str]
    json_cache: JsonCache
    store: Store
    clock: Clock
    closed: bool = False


class Collections:
    """The collections of one API.

    :param static: unwritten items are documented examples instead of generated items.
    :param closed: only initial and created items exist; otherwise any id does.
    :param initial: the initial items of some collections; others have generated ones.
    """

    def __init__(
        self,
        api: Api,
        generators: Generators,
        store: Store,
        clock: Clock,
        *,
        static: bool = False,
        closed: bool = False,
        initial: InitialData = NO_DATA,
    ) -> None:
        self._api = api
        self._closed = closed
        self._initial = initial
        self._resources = {
            operation.resource.collection: operation.resource for operation in api.operations if operation.resource
        }
        self._by_key = {parse_path(template).key: template for template in self._resources}
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
                self._api,
                generators,
                self._store,
                self._clock,
                static=self._static,
                closed=self._closed,
                initial=self._initial,
            )
        return self._by_generators[generators]

    def template(self, path: str) -> str:
        """Return the collection whose path is the same apart from the names of parameters, or ``""``."""
        return self._by_key.get(parse_path(path).key, "")

    def resource(self, template: str) -> Resource:
        """Return the resource of one of the operations of a collection."""
        return self._resources[template]

    def collection(
        self, template: str, values: Sequence[str] = (), salt: str = "", *, dynamic: bool | None = None
    ) -> Collection:
        """Return the collection at a path template with these values.

        :param values: values of the parameters of the template, in order.
        :param salt: varies unwritten items without changing their ids (``Prefer: seed=``).
        :param dynamic: whether unwritten items are generated (or documented examples); by default ``not static``.
        """
        static = self._static if dynamic is None else not dynamic
        given = iter(values)
        path = _NAME.sub(lambda _: quote(next(given, ""), safe=""), template)
        items = self._initial.json(self._api.name, path)
        collection = Collection(f"{self._api.name}:{path}", self._spec(template, static), salt, items)
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
            spec = CollectionSpec(
                item_schema,
                documented or generate,
                generate,
                IdSource(item_schema, self._id_values(template), self._generators, generate),
                documented_ids(template, self._api.operations),
                JsonCache(item_schema, documented or generate, None if documented else generator),
                self._store,
                self._clock,
                self._closed,
            )
            self._specs[template, static] = spec
        return spec

    def _id_values(self, template: str) -> Schema | None:
        """Return the schema of the path parameter with the id, or ``None``."""
        for operation in self._api.operations:
            resource = operation.resource
            if resource is not None and resource.collection == template and resource.id_parameter:
                name = ("path", resource.id_parameter)
                schemas = (one.schema for one in operation.parameters if (one.location, one.name) == name)
                if resource.role != "read_many" and (schema := next(schemas, None)) is not None:
                    return schema
        return None


def documented_ids(template: str, operations: Iterable[Operation]) -> frozenset[str]:
    """Return the ids of a collection that the document names: enum, default, examples of the path parameter."""
    found: set[str] = set()
    for operation in operations:
        resource = operation.resource
        for parameter in operation.parameters if resource and resource.collection == template else ():
            if parameter.location == "path" and resource and parameter.name == resource.id_parameter:
                found.update(map(str, _named_values(parameter)))
    return frozenset(found)


def _named_values(parameter: Parameter) -> Iterator[Any]:
    node = core(parameter.schema).node if parameter.schema is not None else {}
    yield from (example.value for example in parameter.examples)
    if isinstance(node, dict):
        yield from node.get("enum", ())
        yield from node.get("examples", ()) if isinstance(node.get("examples"), list) else ()
        yield from (node[keyword] for keyword in ("example", "default", "const") if keyword in node)


def _is_number(identifier: str) -> bool:
    return len(identifier) <= MAX_DIGITS and identifier.isascii() and identifier.isdecimal()


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
    for operation in api.operations:
        known = operation.resource
        if known is None or known.collection != resource.collection or known.role not in READING:
            continue
        for media in operation.success.content if operation.success else ():
            for example in media.examples:
                for item in items_in(example.value, known):
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


class Collection:
    """One collection, such as ``/pets`` or ``/pets/7/visits``.

    :param path: API and path, so that each pet has its own visits.
    :param salt: see ``collection`` of the collections.
    :param given: the initial items of ``--data``; ``None`` if the collection has generated ones.
    """

    def __init__(self, path: str, spec: CollectionSpec, salt: str = "", given: ItemsById | None = None) -> None:
        self._path = path
        self._item_schema = spec.item_schema
        self._is_static = isinstance(spec.make, ExampleMaker)
        self._make = spec.make
        self._json_cache = spec.json_cache
        self._ids = spec.ids
        self._documented_ids = spec.documented_ids
        self._store = spec.store
        self._clock = spec.clock
        self._closed = spec.closed
        self._salt = salt
        self._given = given

    def _make_item(self, key: str) -> Item:
        item: Item = self._make(self._salt + key)
        return item

    def _key(self, identifier: str) -> str:
        return f"{self._path}\0{identifier}"

    def exists(self, identifier: str) -> bool:
        """Whether an item exists."""
        stored = self._stored(identifier)
        if stored is not None:
            return stored != TOMBSTONE
        if self._closed and identifier:  # a single item, such as /me, has no id and always exists
            return identifier in self._initial_ids()
        return identifier in self._documented_ids or not is_missing(identifier)

    def _stored(self, identifier: str) -> bytes | None:
        """Return the written item, else the initial item of ``--data``; ``None`` if the item is generated."""
        stored = self._store.get(self._key(identifier))
        return self._or_given(identifier, stored)

    def _or_given(self, identifier: str, stored: bytes | None) -> bytes | None:
        return self._given.get(identifier) if stored is None and self._given is not None else stored

    def is_listed(self, identifier: str) -> bool:
        """Whether the list contains an item: a client wrote it, or it is in a new collection."""
        stored = self._stored(identifier)
        return stored != TOMBSTONE if stored is not None else identifier in self._initial_ids()

    def can_have(self, identifier: str) -> bool:
        """Whether an id in a path can be the id of an item: its property can contain it."""
        return self._item_schema.id_schema is None or self._item_schema.parse_id(identifier) is not ABSENT

    def read(self, identifier: str) -> Item:
        """Return the current item, which must exist."""
        return self._parse(identifier, self._stored(identifier))

    def json(self, identifier: str) -> bytes | None:
        """Return the JSON of the current item, or ``None`` if the item is not valid."""
        return self._stored(identifier) or self._json_cache(self._salt + self._key(identifier), identifier)

    def _parse(self, identifier: str, stored: bytes | None) -> Item:
        if stored:
            item: Item = decode_json(stored)
            return item
        return self._item_schema.set_id(self._make_item(self._key(identifier)), identifier)

    def update(self, identifier: str, body: Mapping[str, Any], apply: ApplyBody = ItemSchema.merge) -> bytes:
        """Update an item; a body without properties of the item changes nothing, unless it replaces the item.

        :returns: the JSON of the updated item.
        """
        if apply is not ItemSchema.replace and not self._item_schema.changes(body):
            return self.json(identifier) or encode_json(self.read(identifier))

        def change(stored: bytes | None) -> bytes:
            item = apply(self._item_schema, self._parse(identifier, self._or_given(identifier, stored)), body)
            return encode_json(self._item_schema.advance_updated(item, self._clock))

        return self._store.change(self._key(identifier), change)

    def delete(self, identifier: str) -> None:
        """Delete an item."""
        self._store.change(self._key(identifier), lambda _: TOMBSTONE)

    def put(self, identifier: str, item: Item) -> bytes:
        """Store an item as it is; return its JSON."""
        return self._store.change(self._key(identifier), lambda _: encode_json(item))

    def create(
        self, body: Mapping[str, Any], request: Schema | None = None, *, overwrite: bool = False
    ) -> tuple[str, Item] | None:
        """Create an item.

        :param request: schema of the body, which tells what clients can set; ``None`` if it is not documented.
        :param overwrite: replace an item with the id in the body, instead of refusing it.
        :returns: its id and the item, or ``None`` if its id, or every generated id, is in use.
        """
        chosen = self._chosen_id(body)
        identifier = chosen or self._new_id()
        if not identifier or (chosen and not overwrite and self.is_listed(chosen)):
            return None
        item = self._item_schema.set_updated_to_created(
            self._item_schema.set_id(self._make_item(self._key(identifier)), identifier)
        )
        created = self._item_schema.set_id(new_item(self._item_schema, item, body, request), identifier)
        return identifier, decode_json(self.put(identifier, created))

    def _chosen_id(self, body: Mapping[str, Any]) -> str:
        """Return the id in the body if it is valid and clients may set it, else ``""``."""
        given = value_at(body, self._item_schema.id_path) if self._item_schema.id_path else None
        accepted = self._item_schema.accepts_id(given) and self._ids.is_valid(str(given))
        return str(given) if accepted else ""

    def _new_id(self) -> str:
        """Generate an unused id; return ``""`` if all attempts are in use."""
        listed = self._initial_ids()
        for _ in range(ATTEMPTS):
            counted = self._store.change(f"{self._path}\1created", lambda stored: b"%d" % (int(stored or b"0") + 1))
            number = int(counted)
            key = self._seeded_key("created", number)
            for identifier in chain(self._next_number(number), self._ids.candidates(key, number)):
                taken = identifier in listed or self._store.get(self._key(identifier)) is not None
                if not taken and not is_missing(identifier):
                    return identifier
        return ""

    def _next_number(self, number: int) -> Iterator[str]:
        """Yield the n-th integer after the ids of the initial items of ``--data``, if these are integers."""
        if self._given and all(map(_is_number, self._given)):
            identifier = str(max(map(int, self._given)) + number)
            if self._ids.is_valid(identifier):
                yield identifier

    def _seeded_key(self, name: str, number: int) -> str:
        return f"{self._salt}{self._path}\0{name} {number}"

    @cached_property
    def _initial(self) -> dict[str, None]:
        """The ids of the items in a new collection."""
        if self._given is not None:
            return dict.fromkeys(self._given)
        if self._is_static:
            keys = (self._seeded_key("listed", number) for number in range(1, INITIAL_ITEMS + 1))
            made = (str(value_at(self._make(key), self._item_schema.id_path, "1")) for key in keys)
            return dict.fromkeys(made)
        found: dict[str, None] = {}
        for number in range(1, INITIAL_ITEMS + 1):
            candidates = self._ids.candidates(self._seeded_key("listed", number), number)
            unused = (one for one in candidates if one not in found and not is_missing(one))
            if identifier := next(unused, ""):
                found[identifier] = None
        return found

    def _initial_ids(self) -> dict[str, None]:
        """Return the ids of the items in a new collection, in order."""
        return self._initial

    def identifiers(self) -> list[str]:
        """Return the ids of all listed items: the initial items, then the written ones, without deleted items."""
        prefix = self._key("")
        written = [key.removeprefix(prefix) for key in self._store.keys(prefix)]
        return [identifier for identifier in dict.fromkeys([*self._initial_ids(), *written]) if self.exists(identifier)]

    # ------------------------------------------------------------------ content

    def content(self, identifier: str) -> Content | None:
        """Return the uploaded content of an item, or ``None``."""
        stored = self._store.get(f"{self._path}\2{identifier}")
        return decode_content(stored) if stored else None

    def put_content(self, identifier: str, content: Content) -> None:
        """Store the content of an item."""
        self._store.change(f"{self._path}\2{identifier}", lambda _: encode_content(content))
