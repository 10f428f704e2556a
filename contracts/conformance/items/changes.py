"""What the test has created and changed, judged by every request it sends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from contracts.conformance.client import Client
from contracts.conformance.items.creation import created_values
from contracts.conformance.items.item_values import Item, item_in
from contracts.conformance.items.roles import Roles
from contracts.conformance.request_builder import Values
from contracts.messages import Request, Response
from contracts.spec.model import Operation
from contracts.spec.resources.paths import parse_path

PathValues = dict[tuple[str, str], object]


@dataclass(frozen=True)
class KnownItem:
    """An item, the operation that reads it and its path values.

    :param item: the item before the test changed it; ``None`` if it is not needed or not known.
    """

    reader: Operation
    values: Values
    item: Item | None = None


class ItemChanges:
    """Keeps track of created, changed and deleted items (see :class:`contracts.conformance.client.Watcher`).

    :param is_existing: whether an item certainly existed before the test.
    :ivar created: the items that the test has created and not deleted, by decoded path.
    :ivar changed: the items that the test has not created and has changed, by decoded path.
    :ivar protected: decoded paths of items that must not be deleted although the test has created them.
    """

    def __init__(self, client: Client, roles: Roles, is_existing: Callable[[Operation, Values], bool]) -> None:
        self.created: dict[str, KnownItem] = {}
        self.changed: dict[str, KnownItem] = {}
        self.protected: set[str] = set()
        self._client = client
        self._roles = roles
        self._is_existing = is_existing
        self._lock = threading.RLock()

    def path_of(self, reader: Operation, values: Values) -> str:
        """Return the decoded path of an item, without a slash at its end."""
        return unquote(self._client.build(reader, values=values).path).rstrip("/")

    def owns(self, path: str) -> bool:
        """Whether the test has created the item at a decoded path and may delete it, or an item above it."""
        with self._lock:
            path = path.rstrip("/")
            if path in self.created:
                return path not in self.protected
            parts = path.split("/")
            return any("/".join(parts[:length]) in self.created for length in range(2, len(parts)))

    def is_created(self, path: str) -> bool:
        """Whether the test has created the item at a decoded path and not deleted it."""
        return path in self.created

    def before_write(self, request: Request) -> None:
        """Keep the item that a request is about to change, if the test has not created it."""
        path = unquote(request.path).rstrip("/")
        route = self._client.routes.match(request.method, request.path)
        reader = self._roles.reader_of(route.operation) if route else None
        if route is None or reader is None or path in self.changed or self.owns(path) or path in self.created:
            return
        values = renamed(route.operation, reader, route.values)
        if not self._is_existing(reader, values):
            return
        response = self._client.exchange(self._client.request(reader, values=values))
        if response.is_success:
            with self._lock:
                self.changed[path] = KnownItem(reader, values, item_in(reader, response))

    def after_write(self, request: Request, response: Response) -> None:
        """Register the item that a request has created, and forget one that it has deleted."""
        if not response.is_success:
            return
        if request.method == "DELETE":
            self._forget(unquote(request.path).rstrip("/"))
            return
        route = self._client.routes.match(request.method, request.path)
        resource = route.operation.resource if route else None
        if route is None or resource is None:
            return
        if resource.role in {"create", "save", "upload"}:
            self._register(route.operation, route.values, (request, response))
        elif request.method == "PUT" and response.status == 201:
            reader = self._roles.reader_of(route.operation)
            if reader is not None:
                self.add(reader, renamed(route.operation, reader, route.values))

    def _register(self, creator: Operation, parents: Values, exchange: tuple[Request, Response]) -> None:
        resource = creator.resource
        reader = self._roles.find(resource.home or resource.collection, "read") if resource else None
        found = created_values(self._client, creator, reader, exchange, parents) if reader else None
        if reader is not None and found is not None and not self._is_existing(reader, found):
            self.add(reader, found)

    def add(self, reader: Operation, values: Values) -> None:
        """Register a created item, if all its path values are known."""
        wanted = {("path", one.name) for one in reader.parameters if one.location == "path"}
        kept = {key: value for key, value in values.items() if key in wanted}
        if kept.keys() == wanted:
            with self._lock:
                self.created[self.path_of(reader, kept)] = KnownItem(reader, kept)

    def _forget(self, path: str) -> None:
        with self._lock:
            for known in [one for one in self.created if one == path or one.startswith(f"{path}/")]:
                del self.created[known]


def renamed(source: Operation, target: Operation, values: Values) -> Values:
    """Return the path values of one operation for another one, whose parameters may have other names.

    The paths begin with the same parameters: ``/users/{id}/orders`` and ``/users/{user_id}``.
    """
    theirs, own = parse_path(source.path).parameters, parse_path(target.path).parameters
    if theirs == own:
        return values
    pairs = zip(own, theirs, strict=False)
    return {("path", name): values["path", other] for name, other in pairs if ("path", other) in values}
