"""Virtual collections: written items come from the store, all others are generated deterministically from the seed.

Every id exists until its item is deleted, except ids such as ``missing-1``
(:func:`mockserver.state.collection.is_missing`). A collection lists a few generated items, or those of ``--data``, and
the items that clients created or wrote. With ``--closed`` no other items exist.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from urllib.parse import quote

from contracts.generation.documented import has_documented_parts
from contracts.generation.generate import Generator, Generators
from contracts.spec.documented_values import documented_values
from contracts.spec.keys import value_at
from contracts.spec.model import Api, Operation, Resource
from contracts.spec.resources.paths import parse_path
from contracts.spec.schemas import Schema
from contracts.spec.write_only import write_only_remover
from mockserver.state.clock import Clock
from mockserver.state.collection import ATTEMPTS, Collection, CollectionPath, CollectionSpec
from mockserver.state.example_items import NO_ITEMS, CollectionExamples
from mockserver.state.ids import IdSource
from mockserver.state.initial_data import NO_DATA, InitialData
from mockserver.state.item_cache import JsonCache, RelatedJsonCache
from mockserver.state.item_schema import Item, item_schema_of, items_in
from mockserver.state.item_urls import self_links_of
from mockserver.state.relations import ItemRelations, Targets, parent_fields
from mockserver.state.stores.store import ItemStore

READING = frozenset({"read", "read_many"})
LISTING = frozenset({"list", "search"})
"""Roles of operations whose documented examples are complete items."""

_NAME = re.compile(r"\{([^{}]+)\}")


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
        store: ItemStore,
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
        self._documented: dict[str, CollectionExamples] = {}
        self._singletons: dict[str, Collection] = {}
        self._targets = Targets(self._target)
        self._by_generators: dict[Generators, Collections] = {}

    def for_generators(self, generators: Generators) -> Collections:
        """Return the same collections with other generators for unwritten items, e.g. for another language."""
        if generators is self._generators:
            return self
        if generators not in self._by_generators:
            self._by_generators[generators] = self._with(generators, self._store)
        return self._by_generators[generators]

    def in_store(self, store: ItemStore) -> Collections:
        """Return the same collections with their written items in another store."""
        return self._with(self._generators, store)

    def _with(self, generators: Generators, store: ItemStore) -> Collections:
        return Collections(
            self._api,
            generators,
            store,
            self._clock,
            static=self._static,
            closed=self._closed,
            initial=self._initial,
        )

    @property
    def is_static(self) -> bool:
        """Whether unwritten items are documented examples."""
        return self._static

    @property
    def operations(self) -> Sequence[Operation]:
        """The operations of the API."""
        return self._api.operations

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
        remaining = iter(values)
        path = _NAME.sub(lambda _: quote(next(remaining, ""), safe=""), template)
        usual = not salt and dynamic is None
        targets = self._targets if usual else Targets(partial(self._target, salt=salt, dynamic=dynamic))
        named = dict(zip(parse_path(template).parameters, values, strict=False))
        given = self._initial.json(self._api.name, path)
        examples = NO_ITEMS
        if usual and not static and given is None:
            examples = self._examples(template).at(tuple(values))
        at = CollectionPath(self._api.name, path, targets, named, given, examples, salt)
        collection = Collection(at, self._spec(template, static))
        if path == template and usual:
            self._singletons[template] = collection
        return collection

    def _examples(self, template: str) -> CollectionExamples:
        found = self._documented.get(template)
        if found is None:
            found = self._documented[template] = CollectionExamples(self._resources[template], self._api.operations)
        return found

    def home_values(self, resource: Resource, values: Mapping[str, str], item: Item) -> dict[str, str]:
        """Return the values of the parameters of the collection in which a new item can be read, by name.

        They are in the path of the request, or in the item; empty if one of them is not known.

        :param values: the values of the parameters in the path of the request, by name.
        """
        fields = parent_fields(self._resources[resource.home], self._resources)
        known = {name: str(value) for name, keys in fields.items() if (value := value_at(item, keys[0])) is not None}
        names = parse_path(resource.home).parameters
        found = {name: values.get(name) or known.get(name, "") for name in names}
        return found if all(found.values()) else {}

    def _target(
        self, template: str, values: Mapping[str, str], salt: str = "", dynamic: bool | None = None
    ) -> Collection:
        """Return the collection to which a foreign key refers.

        :param values: values of the parameters of the template by name.
        """
        given = [values.get(name, "") for name in parse_path(template).parameters]
        return self.collection(template, given, salt, dynamic=dynamic)

    def singleton(self, template: str) -> Collection | None:
        """Return the collection of a template without names, without salt, or ``None`` if it was not created yet."""
        return self._singletons.get(template)

    def _spec(self, template: str, static: bool) -> CollectionSpec:
        """Return the spec of a template, created on first use.

        The generator is compiled when the first item is generated: other collections may only need the ids.
        """
        spec = self._specs.get((template, static))
        if spec is None:
            resource = self._resources[template]
            is_composed = static and has_documented_parts((resource.item,))
            generators = self._generators.documented if is_composed else self._generators
            generator = cache(partial(generators.compile, resource.item.lenient))
            generate = partial(_generate, generator)
            complete = partial(_generate, cache(partial(self._generators.compile, resource.item.lenient)))
            documented = _example_maker(self._api, resource, complete) if static else None
            item_schema = item_schema_of(resource, self._api.operations)
            links = self_links_of(resource, self._api)
            relations = ItemRelations(resource, self._resources, links, static=documented is not None or is_composed)
            preferred = cache(partial(generators.compile_part, resource.item.lenient, resource.id_path, generate))
            spec = CollectionSpec(
                item_schema,
                documented or generate,
                IdSource(item_schema, self._id_values(resource.home or template), self._generators, preferred),
                documented_ids(template, self._api.operations),
                JsonCache(item_schema, documented or generate, None if documented else generator),
                relations,
                RelatedJsonCache(item_schema, enabled=not relations.copies),
                self._store,
                self._clock,
                closed=self._closed,
                is_static=documented is not None or is_composed,
                documented_items=documented.by_id if documented is not None else {},
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
                found.update(map(str, documented_values(parameter)))
    return frozenset(found)


def _generate(generator: Callable[[], Generator], key: str) -> Item:
    """Generate the item of a key: the first object, if the schema also allows other types."""
    for attempt in range(ATTEMPTS):
        value = generator()(f"{key}\0again {attempt}" if attempt else key)
        if isinstance(value, dict):
            return value
    return {}


def _example_maker(api: Api, resource: Resource, generate: Callable[[str], Item]) -> ExampleMaker | None:
    """Return a maker of copies of the documented items, or ``None`` if there is none.

    Invalid items are used if there are no others: the response then says that its example is not valid.

    :param generate: generates the properties that an example lacks, if items have their own schema.
    """
    found = list(_documented_items(api, resource, READING))
    valid = [item for item in (*found, *_documented_items(api, resource, LISTING)) if resource.item.is_valid(item)]
    for item in found:
        if resource.item.is_valid(item):
            return ExampleMaker(item, _by_id(valid, resource))
        if resource.kept and resource.item.is_valid(_completed(item, resource.item, generate, "")):
            return ExampleMaker(item, {}, partial(_completed, item, resource.item, generate))
    if valid:
        return ExampleMaker(valid[0], _by_id(valid, resource))
    return ExampleMaker(found[0], _by_id(found, resource)) if found and not resource.kept else None


def _documented_items(api: Api, resource: Resource, roles: frozenset[str]) -> Iterator[Item]:
    """Yield the items in the examples of the successful responses of the operations of a collection with some roles."""
    visible = write_only_remover(resource.item) or copy.copy
    for operation in api.operations:
        known = operation.resource
        if known is None or known.collection != resource.collection or known.role not in roles:
            continue
        for media in operation.success.content if operation.success else ():
            for example in media.examples:
                yield from map(visible, items_in(example.value, known))


def _by_id(items: Iterable[Item], resource: Resource) -> dict[str, Item]:
    """Return items by their ids, the first one of each; empty if no property contains the id."""
    found: dict[str, Item] = {}
    for item in items if resource.id_path else ():
        found.setdefault(str(value_at(item, resource.id_path, "")), item)
    return found


def _completed(item: Item, schema: Schema, generate: Callable[[str], Item], key: str) -> Item:
    """Add generated properties to an incomplete item; the first combination that is valid."""
    draws = ({**generate(f"{key}\0again {attempt}"), **item} for attempt in range(ATTEMPTS))
    return next((candidate for candidate in draws if schema.is_valid(candidate)), item)


class ExampleMaker:
    """Returns copies of documented items: the one with the id in the key, else the first one.

    :param by_id: the documented items by id.
    :param complete: returns the complete item of a key, if the example is incomplete.
    """

    def __init__(self, example: Item, by_id: Mapping[str, Item], complete: Callable[[str], Item] | None = None) -> None:
        self._example = example
        self._complete = complete
        self.by_id = by_id

    def __call__(self, key: str) -> Item:
        """Return a copy."""
        if self._complete is not None:
            return copy.deepcopy(self._complete(key))
        return copy.deepcopy(self.by_id.get(key.rpartition("\0")[2], self._example))
