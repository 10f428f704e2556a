"""What the test has created and changed, judged by every request it sends."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from contracts.conformance.client import Client
from contracts.conformance.items.creation import created_values
from contracts.conformance.items.item_values import Item, item_in
from contracts.conformance.items.roles import Roles
from contracts.conformance.request_builder import Values
from contracts.conformance.routes import Route
from contracts.messages import Request, Response
from contracts.spec.keys import value_at
from contracts.spec.model import Operation
from contracts.spec.names import plain, words
from contracts.spec.resources.paths import parse_path

_OTHERS = re.compile(r"[\W_]+")

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
    :ivar untracked: the number of successful requests of which it is not known what they have changed, by operation id.
    :ivar protected: decoded paths of items that must not be deleted although the test has created them.
    """

    def __init__(self, client: Client, roles: Roles, is_existing: Callable[[Operation, Values], bool]) -> None:
        self.created: dict[str, KnownItem] = {}
        self.changed: dict[str, KnownItem] = {}
        self.protected: set[str] = set()
        self.untracked: Counter[str] = Counter()
        self._originals: dict[str, KnownItem] = {}
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

    def objection(self, request: Request) -> str:
        """Return why a request must not be sent: it renames an item of others; ``""`` if it may be sent."""
        route = self._client.routes.match(request.method, request.path, request)
        known = self._existing_item(route, request) if route and not self._client.plan.allow_destructive else None
        if route is None or known is None or not renames(route.operation, request, known):
            return ""
        return "it would rename what the test did not create; --allow-destructive allows it"

    def before_write(self, request: Request) -> None:
        """Keep the item that a request is about to change, if the test has not created it."""
        route = self._client.routes.match(request.method, request.path, request)
        known = self._existing_item(route, request) if route else None
        if known is not None:
            with self._lock:
                self.changed[unquote(request.path).rstrip("/")] = known

    def _existing_item(self, route: Route, request: Request) -> KnownItem | None:
        """Return the item at the path of a request as it was before the first write, if the test has not created it."""
        path = unquote(request.path).rstrip("/")
        reader = self._roles.reader_of(route.operation)
        if reader is None or path in self.created or self.owns(path):
            return None
        if path not in self._originals:
            values = renamed(route.operation, reader, route.values)
            if not self._is_existing(reader, values):
                return None
            response = self._client.exchange(self._client.request(reader, values=values))
            if not response.is_success:
                return None
            with self._lock:
                self._originals[path] = KnownItem(reader, values, item_in(reader, response))
        return self._originals[path]

    def _is_tracked(self, path: str) -> bool:
        return path in self.changed or path in self.created or self.owns(path)

    def after_write(self, request: Request, response: Response) -> None:
        """Register the item that a request has created, and forget one that it has deleted."""
        if not response.is_success:
            return
        path = unquote(request.path).rstrip("/")
        if request.method == "DELETE":
            self._forget(path)
            return
        route = self._client.routes.match(request.method, request.path, request)
        if route is None:
            return
        if is_reading(route.operation):
            return
        number = len(self.created)
        self._add_created(route, request, response)
        if len(self.created) == number and not self._is_tracked(path):
            with self._lock:
                self.untracked[route.operation.id] += 1

    def _add_created(self, route: Route, request: Request, response: Response) -> None:
        resource = route.operation.resource
        if resource is None:
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


READING = frozenset(
    {"search", "query", "filter", "find", "lookup", "count", "list", "paginate", "validate", "check", "preview", "get",
     "export", "render", "test", "history", "stats", "statistics", "compare", "diff", "login", "token"}
)  # fmt: skip
"""First words of the last path segment of operations that usually read although their method is POST."""


def is_reading(operation: Operation) -> bool:
    """Whether an operation probably changes no item, by its role or its name."""
    last = words(operation.path.rstrip("/").rpartition("/")[2].rpartition(":")[2])
    is_search = operation.resource is not None and operation.resource.role in {"search", "list", "read_many"}
    return is_search or bool({*last[:1], *last[-1:]} & READING)


def renames(operation: Operation, request: Request, known: KnownItem) -> bool:
    """Whether a request changes a property of an item that its path contains, as far as its body is JSON."""
    try:
        body = value_at(json.loads(request.body or b"null"), operation.resource.body_path if operation.resource else ())
    except (ValueError, RecursionError):
        return False
    identity = identity_of(known.item, known.values)
    return isinstance(body, dict) and any(name in body and body[name] != value for name, value in identity.items())


def identity_of(item: Item | None, values: Values) -> Item:
    """Return the properties of an item whose values are among its path values, apart from case and punctuation.

    Numbers, which may be equal by chance, count only if the property has the name of the parameter, or ``id``.
    """
    found = {_letters(value) for value in values.values()}
    names = {"id", *(plain(name) for _, name in values)}
    return {
        name: value
        for name, value in (item or {}).items()
        if isinstance(value, str | int) and _letters(value) in found and (_is_word(value) or plain(name) in names)
    }


def _letters(value: object) -> str:
    """Return the letters and digits of a value: servers may normalize a name to get an id."""
    return _OTHERS.sub("", str(value)).casefold() or str(value)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and not value.isdecimal()


def renamed(source: Operation, target: Operation, values: Values) -> Values:
    """Return the path values of one operation for another one, whose parameters may have other names.

    The paths begin with the same parameters: ``/users/{id}/orders`` and ``/users/{user_id}``.
    """
    theirs, own = parse_path(source.path).parameters, parse_path(target.path).parameters
    if theirs == own:
        return values
    pairs = zip(own, theirs, strict=False)
    return {("path", name): values["path", other] for name, other in pairs if ("path", other) in values}
