"""The mock's world: items that nobody wrote are born from the seed, those that somebody wrote come from the store.

The world is open: an item exists until it is deleted, unless its id says that it does not (:func:`is_missing`). A
collection lists a few items of its own and those that clients created.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from contracts.data.encoding import encode_json
from contracts.data.generate import Generator, Generators
from contracts.spec.model import Api, Resource
from contracts.spec.schemas import Schema
from mockserver.http import decode_json
from mockserver.state.clock import Clock
from mockserver.state.items import Item, ItemKind, item_schema_of, items_in
from mockserver.state.stores.store import Store
from mockserver.state.texts import Texts

TOMBSTONE = b""
"""What the store holds for an item that was deleted."""

ATTEMPTS = 100
"""Ids that are tried for a new item: of a type with few values, all may be taken."""

READING = frozenset({"read", "read_many"})
"""The roles whose documented examples are items as they are."""

LISTED = 5
"""Items that a collection has before anybody creates one."""

Way = Callable[[ItemKind, Item, Mapping[str, Any]], Item]
"""How a body changes an item: ``ItemKind.merge``, ``.patch`` or ``.replace``."""

_NAME = re.compile(r"\{([^{}]+)\}")
_MISSING = re.compile(r"missing|unknown|non-?existent|not[-_ ]?found|does[-_ ]not[-_ ]exist", re.IGNORECASE)
_NO_ID = frozenset({"404", "0", "00000000-0000-0000-0000-000000000000"})


def is_missing(identifier: str) -> bool:
    """Whether an id says of itself that nothing has it: ``missing-1``, ``not-found``, ``404``, the nil UUID, ….

    This is how a client meets a documented 404 by its natural cause.
    """
    return identifier in _NO_ID or bool(_MISSING.search(identifier))


@dataclass(frozen=True)
class Ground:
    """What all concrete collections of one path template have in common.

    :param born: makes an item nobody wrote, from a key.
    :param drawn: makes an item whose id a new one may take, from a key; unlike ``born`` always generated.
    :param texts: makes the JSON of an item nobody wrote.
    """

    kind: ItemKind
    born: Callable[[str], Any]
    drawn: Callable[[str], Any]
    texts: Texts
    store: Store
    clock: Clock


class World:
    """The collections of one API.

    :param static: what nobody wrote is the documented example, not a generated item.
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
        self._grounds: dict[tuple[str, bool], Ground] = {}
        self._lone: dict[str, Collection] = {}
        self._others: dict[Generators, World] = {}

    def for_generators(self, generators: Generators) -> World:
        """The same world as others see it: what nobody wrote comes from other generators. One world for each."""
        if generators is self._generators:
            return self
        if generators not in self._others:
            self._others[generators] = World(self._api, generators, self._store, self._clock, static=self._static)
        return self._others[generators]

    def __contains__(self, template: str) -> bool:
        return template in self._resources

    def collection(
        self, template: str, values: Mapping[str, str], salt: str = "", *, dynamic: bool | None = None
    ) -> Collection:
        """The collection at a path template with these values for its names.

        :param salt: gives items that nobody wrote other contents, without another identity (``Prefer: seed=``).
        :param dynamic: whether such items are generated or documented; ``None``: as the world is made.
        """
        static = self._static if dynamic is None else not dynamic
        path = _NAME.sub(lambda match: quote(values.get(match[1], ""), safe=""), template)
        collection = Collection(f"{self._api.name}:{path}", self._ground(template, static), salt)
        if path == template and not salt and dynamic is None:
            self._lone[template] = collection
        return collection

    def lone(self, template: str) -> Collection | None:
        """The one collection of a template without names, for a request without preferences; ``None``: not made yet."""
        return self._lone.get(template)

    def _ground(self, template: str, static: bool) -> Ground:
        """Made when it is first asked for: its generator is compiled then."""
        ground = self._grounds.get((template, static))
        if ground is None:
            resource = self._resources[template]
            generator = self._generators.compile(resource.item)
            drawn = partial(_draw, generator)
            documented = _documented(self._api, resource, drawn) if static else None
            kind = item_schema_of(resource, self._api.operations)
            texts = Texts(kind, documented or drawn, None if documented else generator)
            ground = Ground(kind, documented or drawn, drawn, texts, self._store, self._clock)
            self._grounds[template, static] = ground
        return ground


def _draw(make: Generator, key: str) -> Item:
    """An item of a key. Where the schema lets it be something else than an object, the first object that comes."""
    for attempt in range(ATTEMPTS):
        value = make(f"{key}\0again {attempt}" if attempt else key)
        if isinstance(value, dict):
            return value
    return {}


def _documented(api: Api, resource: Resource, drawn: Callable[[str], Item]) -> Documented | None:
    """A maker of copies of the first item that reading documents and that fits, if there is one.

    :param drawn: gives what an example does not show of items that are kept in a schema of their own.
    """
    for operation in api.operations:
        known = operation.resource
        if known is None or known.collection != resource.collection or known.role not in READING:
            continue
        for media in operation.success.content if operation.success else ():
            for example in media.examples:
                for item in items_in(example.value, known):
                    if resource.item.is_valid(item):
                        return Documented(item)
                    if resource.kept and resource.item.is_valid(_completed(item, resource.item, drawn, "")):
                        return Documented(item, partial(_completed, item, resource.item, drawn))
    return None


def _completed(item: Item, schema: Schema, drawn: Callable[[str], Item], key: str) -> Item:
    """An item with what it does not show, from the first draw that goes with it."""
    draws = ({**drawn(f"{key}\0again {attempt}"), **item} for attempt in range(ATTEMPTS))
    return next((whole for whole in draws if schema.is_valid(whole)), item)


class Documented:
    """Makes copies of a documented example, whatever the key.

    :param complete: makes the whole item of a key, where the example shows a part.
    """

    def __init__(self, example: Item, complete: Callable[[str], Item] | None = None) -> None:
        self._example = example
        self._complete = complete

    def __call__(self, key: str) -> Item:
        """Make a copy."""
        return copy.deepcopy(self._complete(key) if self._complete else self._example)


class _TakenError(Exception):
    """Another item has the id."""


class Collection:
    """One collection, such as ``/pets`` or ``/pets/7/visits``, in the world.

    :param path: its API and concrete path, so that two pets have two sets of visits.
    :param salt: see :meth:`World.collection`.
    """

    def __init__(self, path: str, ground: Ground, salt: str = "") -> None:
        self._path = path
        self._kind = ground.kind
        self._make = ground.born
        self._texts = ground.texts
        self._draw = ground.drawn
        self._store = ground.store
        self._clock = ground.clock
        self._salt = salt

    def _born(self, key: str) -> Item:
        item: Item = self._make(self._salt + key)
        return item

    def _key(self, identifier: str) -> str:
        return f"{self._path}\0{identifier}"

    def exists(self, identifier: str) -> bool:
        """Whether there is such an item."""
        stored = self._store.get(self._key(identifier))
        return stored != TOMBSTONE and (stored is not None or not is_missing(identifier))

    def read(self, identifier: str) -> Item:
        """The item as it is now; whether it exists is asked before."""
        return self._parse(identifier, self._store.get(self._key(identifier)))

    def json(self, identifier: str) -> bytes | None:
        """The JSON of the item as it is now; ``None`` for one that its schema refuses."""
        key = self._key(identifier)
        return self._store.get(key) or self._texts(self._salt + key, identifier)

    def _parse(self, identifier: str, stored: bytes | None) -> Item:
        if stored:
            item: Item = decode_json(stored)
            return item
        return self._kind.identify(self._born(self._key(identifier)), identifier)

    def update(self, identifier: str, body: Mapping[str, Any], how: Way = ItemKind.merge) -> bytes:
        """Write the fields that a body has; one that names none of the item's fields changes nothing, but in PUT.

        :returns: the JSON of the item as it is then.
        """
        if how is not ItemKind.replace and not self._kind.changes(body):
            return self.json(identifier) or encode_json(self.read(identifier))

        def change(stored: bytes | None) -> bytes:
            item = how(self._kind, self._parse(identifier, stored), body)
            return encode_json(self._kind.advance_updated(item, self._clock))

        return self._store.change(self._key(identifier), change)

    def delete(self, identifier: str) -> None:
        """Remove the item for good."""
        self._store.change(self._key(identifier), lambda _: TOMBSTONE)

    def create(self, body: Mapping[str, Any]) -> tuple[str, Item] | None:
        """Make an item of a body; its id and the item, or ``None`` where the id it chooses, or every one, is taken."""
        identifier = self._chosen_id(body) or self._new_id()
        if not identifier:
            return None

        def change(stored: bytes | None) -> bytes:
            if stored:
                raise _TakenError
            item = self._kind.set_updated_to_created(self._kind.identify(self._born(self._key(identifier)), identifier))
            return encode_json(self._kind.replace(item, body))

        try:
            text = self._store.change(self._key(identifier), change)
        except _TakenError:
            return None
        return identifier, decode_json(text)

    def _chosen_id(self, body: Mapping[str, Any]) -> str:
        """The id that a body chooses, where it may and the id is one; else ``""``."""
        given = body.get(self._kind.id_field)
        return str(given) if self._kind.accepts_id(given) else ""

    def _new_id(self) -> str:
        """The next id that the seed gives and nothing has; ``""`` where all that are tried are taken."""
        listed = self._listed()
        for _ in range(ATTEMPTS):
            counted = self._store.change(f"{self._path}\1created", lambda stored: b"%d" % (int(stored or b"0") + 1))
            identifier = self._seeded_id(self._draw, "created", int(counted))
            taken = identifier in listed or self._store.get(self._key(identifier)) is not None
            if not taken and not is_missing(identifier):
                return identifier
        return ""

    def _seeded_id(self, make: Callable[[str], Any], name: str, number: int) -> str:
        """The id of the collection's n-th item of a sort; its number where items have none."""
        item: Item = make(f"{self._salt}{self._path}\0{name} {number}")
        return str(item.get(self._kind.id_field, number))

    def _listed(self) -> list[str]:
        """The ids of the collection's own items."""
        return [self._seeded_id(self._make, "listed", number) for number in range(1, LISTED + 1)]

    def identifiers(self) -> list[str]:
        """The ids of what a listing shows: the collection's own items, then those created, without those deleted."""
        prefix = self._key("")
        written = [key.removeprefix(prefix) for key in self._store.keys(prefix)]
        return [identifier for identifier in dict.fromkeys([*self._listed(), *written]) if self.exists(identifier)]
