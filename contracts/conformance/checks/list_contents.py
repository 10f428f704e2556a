"""A list has what was created, once, and its items are those that are read one by one.

Only complete lists are judged: those with fewer items than a page may have, or whose total says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from contracts.conformance.assertions.equivalence import differences, display_path, equivalent, value_of
from contracts.conformance.assertions.item_fields import is_derived, is_updated
from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.lists import Page, has_list, next_position, next_url, page_value, paged_list
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.checks.item_identity import same_id
from contracts.conformance.items.creation import CreatedItem
from contracts.conformance.items.item_values import Item, id_of, item_in, items_in
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.model import Operation, Resource
from contracts.spec.names import plain
from contracts.spec.schemas import Schema

ID = "list-contents"
LARGE_PAGE = 100
"""Number of items that is asked for, if the list allows it."""

MAX_COMPARED = 3
"""Number of listed items that are also read one by one."""


@dataclass(frozen=True)
class Listing:
    """A complete list."""

    request: Request
    response: Response
    items: list[Item]


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        if resource is None or resource.role != "list" or operation.method != "GET" or not resource.id_path:
            continue
        reader = session.role(resource.collection, "read")
        if reader is None or session.success(operation) is None:
            continue
        yield from _check_creation(session, operation, reader, resource)
        yield from _check_items(session, operation, reader, resource)


def _list(session: Session, operation: Operation) -> Listing | None:
    """Return a complete list; ``None`` if it may have more items, or cannot be read."""
    paged = paged_list(session, operation)
    size = LARGE_PAGE
    if paged is not None and paged.size is not None and paged.size.schema is not None:
        size = _largest(paged.size.schema)
        request = paged.request(size)
    else:
        success = session.success(operation)
        request = success.request if success is not None else session.request(operation)
    response = session.send(request)
    if not has_list(operation, response):  # e.g. in a format that is not read
        return None
    items = items_in(operation, response)
    total = page_value(response, "total")
    goes_on = bool(next_url(response)) or next_position(response) not in {None, "", False}
    is_complete = response.is_success and not goes_on and len(items) < size
    if is_complete and paged is not None and paged.size is None and not isinstance(total, int):
        # The size of a page is not known: the next page shows whether this one has all items.
        further = paged.next_request(Page(request, response, items), max(len(items), 1), 1)
        is_complete = further is None or not items_in(operation, session.send(further))
    if not is_complete or (isinstance(total, int) and total > len(items)):
        return None
    return Listing(request, response, items)


def _largest(schema: Schema) -> int:
    """Return the largest valid page size up to :data:`LARGE_PAGE`."""
    sizes = range(LARGE_PAGE, 1, -1)
    return next((size for size in sizes if schema.request_validator.is_valid(size)), 1)


def _check_creation(session: Session, lister: Operation, reader: Operation, resource: Resource) -> Iterator[Finding]:
    before = _list(session, lister)
    created = session.items.create(reader) if before is not None else None
    after = _list(session, lister) if created is not None else None
    if before is None or created is None or after is None or created.response.status == 202:
        return
    if not _selects(lister, after.request, created.item):
        session.note(f"{lister.id}: the list is filtered, so that the created item need not be in it")
        return
    session.asserted(ID, lister, after.response)
    identifier = created.values.get(("path", reader.resource.id_parameter)) if reader.resource else None
    if identifier is None:
        return
    if any(id_of(resource, item) is not None for item in after.items):
        number = sum(same_id(id_of(resource, item), identifier) for item in after.items)
    else:  # the list does not show ids
        number = len(after.items) - len(before.items)
    if number == 0 and not _is_listed_later(session, lister, resource, identifier):
        yield _finding(session, lister, "not-listed", (created, after), f"the created item {display(identifier)}")
    elif number > 1 or len(after.items) > len(before.items) + 1:
        yield _finding(session, lister, "twice", (created, after), f"{len(before.items) + 1} items")


def _selects(lister: Operation, request: Request, item: Item) -> bool:
    """Whether the required parameters of a request for a list have the values of an item, as far as it has them."""
    sent = parse_qs(request.query)
    known = {plain(name): value for name, value in item.items() if isinstance(value, str | int | float)}
    required = [one for one in lister.parameters if one.location == "query" and one.required and one.name in sent]
    named = [(sent[one.name], known[plain(one.name)]) for one in required if plain(one.name) in known]
    return all(any(equivalent(value, text) for text in texts) or str(value) in texts for texts, value in named)


def _is_listed_later(session: Session, lister: Operation, resource: Resource, identifier: Any) -> bool:
    """Whether a second list has the item, or the list is not complete any more."""
    again = _list(session, lister)
    return again is None or any(same_id(id_of(resource, item), identifier) for item in again.items)


def _finding(
    session: Session, lister: Operation, part: str, observed: tuple[CreatedItem, Listing], expected: str
) -> Finding:
    created, after = observed
    message = "a created item is not in the list" if part == "not-listed" else "one request has created two items"
    return session.finding(
        f"{ID}/{part}",
        lister,
        message,
        requests=(created.request, after.request),
        response=after.response,
        expected=expected,
        got=f"{len(after.items)} items",
    )


def _check_items(session: Session, lister: Operation, reader: Operation, resource: Resource) -> Iterator[Finding]:
    """An item has the same values in the list and when it is read."""
    listing = _list(session, lister)
    for row in listing.items[-MAX_COMPARED:] if listing is not None else ():
        identifier = id_of(resource, row)
        success = session.success(reader)
        if identifier is None or success is None or listing is None or reader.resource is None:
            continue
        request = session.request(reader, values={**success.values, ("path", reader.resource.id_parameter): identifier})
        response = session.send(request)
        session.asserted(ID, lister, response)
        path = _difference(row, item_in(reader, response))
        again = _list(session, lister) if path is not None else None
        if path is None or again is None or _row(again, resource, identifier) != row:
            continue  # it was changed in between
        yield session.finding(
            f"{ID}/differs",
            lister,
            f"an item has another {display_path(path)} in the list than when it is read",
            requests=(request, listing.request),
            response=listing.response,
            expected=f"{display_path(path)} {display(value_of(item_in(reader, response), path))}",
            got=f"{display_path(path)} {display(value_of(row, path))}",
        )
        return


def _row(listing: Listing, resource: Resource, identifier: Any) -> Item | None:
    return next((item for item in listing.items if same_id(id_of(resource, item), identifier)), None)


def _difference(row: Item, item: Item | None) -> tuple[str | int, ...] | None:
    """Return the path of a scalar that both have and that differs; lists may be shortened, and prose cut off."""
    if item is None:
        return None
    shared = {name: value for name, value in row.items() if name in item and isinstance(value, str | int | bool)}
    whole = {name: item[name] for name in shared}
    for path in differences(shared, whole):
        one, other = shared[str(path[0])], whole[str(path[0])]
        is_cut = isinstance(one, str) and isinstance(other, str) and other.startswith(one.rstrip(".…"))
        may_move = is_derived(path) or is_updated(str(path[0]))
        if not (is_cut or may_move or other is None or equivalent(one, other)):
            return path
    return None


CHECK = Check(
    id=ID,
    title="a list has the created items, with the values that are read",
    why="Clients show lists: an item that is missing there, twice or outdated does not exist for their users.",
    good='POST /cases → 201 {"id": "7"}; GET /cases → 200 [{"id": "7", "title": "A"}]',
    bad='POST /cases → 201 {"id": "7"}; GET /cases → 200 []',
    run=_run,
    sends=frozenset({Sends.CREATE}),
)
