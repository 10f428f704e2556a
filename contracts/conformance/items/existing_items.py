"""Items that exist: those that can be read, those in lists, and the snapshot of all lists at the start of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.conformance.client import Client
from contracts.conformance.items.changes import ItemChanges
from contracts.conformance.items.item_values import Item, items_in, values_of
from contracts.conformance.items.roles import Roles
from contracts.conformance.request_builder import Values
from contracts.messages import Response
from contracts.spec.model import Operation, Parameter, Resource
from contracts.spec.resources.paths import parse_path

PathValues = dict[tuple[str, str], Any]


class ExistingItems:
    """Finds items.

    :param find: returns the path values with which an operation succeeds; ``None`` if it does not.
    :ivar changes: what the test has created and changed.
    """

    def __init__(self, client: Client, find: Callable[[Operation], Values | None]) -> None:
        self.client = client
        self.roles = Roles(client.usable)
        self.changes = ItemChanges(client, self.roles, self._is_existing)
        self._find = find
        self._existing: dict[str, Values] = {}
        self._fixed: dict[str, Any] = {}
        self._lists: dict[str, list[Values]] = {}
        self._open: dict[str, bool] = {}
        self._at_start: list[tuple[Operation, Values]] = []
        self._at_end: dict[str, set[str]] = {}

    def parents(self, operation: Operation, own: str = "") -> PathValues:
        """Return the path values of an operation, except the id of its own item: those of existing items if possible.

        :param own: the path parameter with the id of its own item.
        """
        template = parse_path(operation.path)
        found: PathValues = {}
        by_name = {one.name: one for one in operation.parameters if one.location == "path"}
        for prefix in template.items:
            parameter = by_name.get(prefix.parameter)
            if parameter is not None and parameter.name != own:
                found["path", parameter.name] = self._parent_value(operation, parameter, prefix.key)
        for name, parameter in by_name.items():
            if name != own and ("path", name) not in found:
                found["path", name] = self.client.builder.value(operation, parameter)
        return found

    def _parent_value(self, operation: Operation, parameter: Parameter, key: str) -> Any:
        reader = self.roles.reader_at(key)
        if reader is not None and reader is not operation and not self.client.builder.is_known(operation, parameter):
            values = self.existing(reader)
            resource = reader.resource
            if values is not None and resource is not None:
                return values["path", resource.id_parameter]
        return self._fixed_value(operation, parameter, key)

    def _fixed_value(self, operation: Operation, parameter: Parameter, key: str) -> Any:
        """Return the value of a parameter whose items cannot be read: the same one for all operations below it."""
        value = self.client.builder.value(operation, parameter)
        known = self._fixed.setdefault(key, value)
        schema = parameter.schema
        return known if schema is None or schema.request_validator.is_valid(known) else value

    def existing(self, reader: Operation) -> Values | None:
        """Return the path values of an item that can be read; ``None`` if none was found or created."""
        return self._find(reader)

    def is_found(self, reader: Operation, values: Values) -> None:
        """Remember the item that checks read; it is not deleted before the end of the test."""
        self._existing[reader.id] = values
        self.changes.protected.add(self.changes.path_of(reader, values))

    def _is_existing(self, reader: Operation, values: Values) -> bool:
        """Whether an item certainly existed before the test: it was listed, or is the one that was found."""
        key = canonical(values)
        existing = self._existing.get(reader.id)
        listed = self._lists.get(reader.id, ())
        return (existing is not None and canonical(existing) == key) or any(canonical(one) == key for one in listed)

    def read(self, reader: Operation, values: Values) -> Response:
        """Read an item."""
        return self.client.send(self.client.request(reader, values=values))

    def listed(self, reader: Operation) -> list[Values]:
        """Return the path values of the items in the list of a collection, read once."""
        resource = reader.resource
        if resource is None:
            return []
        if reader.id not in self._lists:
            self._lists[reader.id] = []
            self._lists[reader.id] = list(self._list(reader, resource))
        return self._lists[reader.id]

    def _list(self, reader: Operation, resource: Resource) -> Iterator[Values]:
        lister = self.roles.find(resource.collection, "list") or self.roles.find(resource.collection, "search")
        if lister is None or lister.method != "GET":
            return
        parents = self.parents(reader, resource.id_parameter)
        response = self.client.send(self.client.request(lister, values=self.parents(lister)))
        for item in items_in(lister, response):
            values = values_of(reader, item, parents)
            if values is not None:
                yield values

    def page_of(self, lister: Operation) -> list[Item]:
        """Return the items in the response of a list."""
        request = self.client.request(lister, values=self.parents(lister))
        return items_in(lister, self.client.send(request))

    def take_snapshot(self) -> None:
        """List the items of all collections, so that missing ones can be reported at the end of the test."""
        for reader in self._listed_readers():
            self._at_start += [(reader, values) for values in self.listed(reader)]

    def _listed_readers(self) -> Iterator[Operation]:
        for collection in self.roles.collections():
            reader = self.roles.find(collection, "read")
            if reader is not None and "{" not in collection:
                yield reader

    def listed_at_start(self) -> list[tuple[Operation, Values]]:
        """Return the items that were listed before the test, and the operations that read them."""
        return list(self._at_start)

    def is_listed_now(self, reader: Operation, values: Values) -> bool:
        """Return whether an item is listed at the end of the test; the lists are read once more."""
        if reader.id not in self._at_end:
            found = list(self._list(reader, reader.resource)) if reader.resource else []
            self._at_end[reader.id] = {canonical(one) for one in found}
        return canonical(values) in self._at_end[reader.id]

    def is_open(self, reader: Operation) -> bool:
        """Whether items exist for any id, as on a mock server: two generated ids can be read and are not listed."""
        if reader.id not in self._open:
            self._open[reader.id] = False
            self._open[reader.id] = self._finds_any_id(reader)
        return self._open[reader.id]

    def _finds_any_id(self, reader: Operation) -> bool:
        known = {canonical(values) for values in self.listed(reader)}
        values = [self._numbered(reader, number) for number in (1, 2)]
        if len({canonical(one) for one in values}) < 2 or any(canonical(one) in known for one in values):
            return False
        return all(self.read(reader, one).is_success for one in values)

    def _numbered(self, reader: Operation, number: int) -> Values:
        own = reader.resource.id_parameter if reader.resource else ""
        base = self._existing.get(reader.id) or self.parents(reader, own)
        parameter = next((one for one in reader.parameters if (one.location, one.name) == ("path", own)), None)
        if parameter is None:
            return base
        return {**base, ("path", own): self.client.builder.generated_value(reader, parameter, number)}


def canonical(values: Values) -> str:
    """Return path values as a string that is the same for ids with other upper and lower case."""
    return "\0".join(str(value).casefold() for _, value in sorted(values.items(), key=lambda pair: pair[0]))
