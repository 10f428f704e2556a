"""An item that is created below one item is not in the list below another one.

Tested are lists below items that the test can create: ``/tickets/{id}/comments``. A new, second parent is created, its
list is read, an item is created below the first parent, and the list of the second parent is read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.lists import has_list
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.items.changes import renamed
from contracts.conformance.items.item_values import Item, id_of, items_in
from contracts.conformance.request_builder import Values
from contracts.conformance.session import Session
from contracts.errors import GenerationError, WithheldRequestError
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.keys import value_at
from contracts.spec.model import Operation
from contracts.spec.resources.paths import parse_path

ID = "nested-collections"


@dataclass(frozen=True)
class NestedList:
    """A list below an item.

    :param creator: the operation that creates items of the list.
    :param parent: the operation that reads the item above it.
    """

    session: Session
    lister: Operation
    creator: Operation
    parent: Operation

    def read(self, parent: Values) -> tuple[Request, Response]:
        """Read the list below an item."""
        request = self.session.request(self.lister, values=renamed(self.parent, self.lister, parent))
        response = self.session.send(request)
        self.session.asserted(ID, self.lister, response)
        return request, response

    def add(self, parent: Values) -> tuple[Request, Response, Any] | None:
        """Create an item below another one; return the exchange and its id, or ``None`` if it was refused."""
        values = renamed(self.parent, self.creator, parent)
        reader = self.session.items.roles.reader_of(self.creator) or self._reader()
        creation = self.session.items.creation(reader) if reader is not None else None
        if creation is not None and (made := creation.create(values)) is not None:
            return made.request, made.response, self._id(made.item)
        success = self.session.success(self.creator)
        request = self.session.request(self.creator, success.number if success else 0, values=values)
        response = self.session.send(request)
        rows = items_in(self.creator, response) if response.is_success else []
        return (request, response, self._id(rows[0] if rows else _object(response))) if response.is_success else None

    def _reader(self) -> Operation | None:
        resource = self.creator.resource
        return self.session.items.roles.find(resource.home or resource.collection, "read") if resource else None

    def _id(self, item: Item | None) -> Any:
        resource = self.lister.resource
        return id_of(resource, item) if resource is not None else None


def _object(response: Response) -> Item | None:
    try:
        value = response.json
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _run(session: Session) -> Iterator[Finding]:
    for lister in session.operations:
        nested = _nested(session, lister)
        if nested is None:
            continue
        try:
            finding = _check(nested)
            if finding is None:
                continue
            if _check(nested) is not None:
                yield finding
            else:
                session.withdraw(finding)
        except (GenerationError, WithheldRequestError):
            continue


def _nested(session: Session, lister: Operation) -> NestedList | None:
    resource, template = lister.resource, parse_path(lister.path)
    if resource is None or resource.role != "list" or lister.method != "GET" or not template.items:
        return None
    roles = session.items.roles
    parent, creator = roles.reader_at(template.items[-1].key), roles.find(resource.collection, "create")
    if parent is None or creator is None or parse_path(creator.path).parameters != template.parameters:
        return None
    return NestedList(session, lister, creator, parent)


def _check(nested: NestedList) -> Finding | None:
    """Create an item below one item, and look for it below a new one."""
    items = nested.session.items
    other = items.create(nested.parent)
    first = items.own(nested.parent)
    if other is None or first is None or not items.identifies(nested.parent, other.values) or first == other.values:
        return None
    before = nested.read(other.values)[1]
    created = nested.add(first)
    request, after = nested.read(other.values)
    if created is None or not has_list(nested.lister, before) or not has_list(nested.lister, after):
        return None
    added = [one for one in items_in(nested.lister, after) if one not in items_in(nested.lister, before)]
    found = next((one for one in added if _is_created(nested, created, one)), None)
    return _finding(nested, (created[0], request), after, found) if found is not None else None


def _is_created(nested: NestedList, created: tuple[Request, Response, Any], row: Item) -> bool:
    """Whether an item of a list is the created one: it has its id, or else all its values."""
    resource = nested.lister.resource
    listed = id_of(resource, row) if resource is not None else None
    if created[2] is not None or listed is not None:
        return listed is not None and str(listed) == str(created[2])
    keys = nested.creator.resource.item_path if nested.creator.resource else ()
    item = value_at(_object(created[1]), keys)
    return bool(item) and row == item


def _finding(nested: NestedList, requests: tuple[Request, Request], response: Response, row: Item) -> Finding:
    return nested.session.finding(
        ID,
        nested.lister,
        "an item that was created below one item is listed below another one",
        requests=requests,
        response=response,
        expected="only the items of the path",
        got=display(row),
    )


CHECK = Check(
    id=ID,
    title="a list below an item has only the items of that item",
    why="Otherwise users see what belongs to others, and clients show it in the wrong place.",
    good='POST /tickets/7/comments → 201 {"id": 3}; GET /tickets/8/comments → []',
    bad='POST /tickets/7/comments → 201 {"id": 3}; GET /tickets/8/comments → [{"id": 3}]',
    run=_run,
    sends=frozenset({Sends.CREATE}),
)
