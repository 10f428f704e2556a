"""A ticket desk (Litestar): merge patch, soft delete, array filters, `updated_at` set after the response."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from typing import Annotated, Any

import msgspec
from litestar import Litestar, Response, Router, delete, get, patch, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.exceptions import ClientException, NotFoundException
from litestar.openapi.config import OpenAPIConfig
from litestar.params import Parameter
from msgspec import UNSET, Meta, UnsetType

from tests.servers.litestar_errors import decode_strictly, refuse_deep_nesting

BUGS = {
    "still-updated-at": "`updated_at` never changes",
    "first-status": "only the first of several values of the filter `status` is used",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()


class Status(StrEnum):
    OPEN = "open"
    PENDING = "pending"
    CLOSED = "closed"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


Title = Annotated[str, Meta(min_length=1, max_length=100)]
Body = Annotated[str, Meta(max_length=5000)]
# Litestar documents the constraints of a list, but not those of its items.
Labels = Annotated[list[str], Meta(max_length=6)]
Assignee = Annotated[str, Meta(min_length=1, max_length=40)]


class NewTicket(msgspec.Struct, kw_only=True):
    title: Title
    body: Body = ""
    status: Status = Status.OPEN
    priority: Priority = Priority.NORMAL
    labels: Labels = []
    assignee: Assignee | None = None


class TicketPatch(msgspec.Struct, kw_only=True):
    """A JSON merge patch: null removes the assignee, what is not sent stays."""

    title: Title | UnsetType = UNSET
    body: Body | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET
    assignee: Assignee | UnsetType | None = UNSET


class Ticket(msgspec.Struct, kw_only=True):
    id: int
    title: Title
    body: Body
    status: Status
    priority: Priority
    labels: Labels
    assignee: Assignee | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class TicketPage(msgspec.Struct):
    items: list[Ticket]
    total: Annotated[int, Meta(ge=0, description="Number of tickets in all pages")]


@dataclass
class Store:
    bug: str = ""
    tickets: dict[int, Ticket] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: count(1))


class ConflictException(ClientException):
    """The state of the ticket does not allow the request."""

    status_code = 409


def find(state: State, ticket_id: int) -> Ticket:
    ticket = state.store.tickets.get(ticket_id)
    if ticket is None:
        raise NotFoundException("Ticket not found")
    return ticket


async def touch(store: Store, ticket: Ticket) -> None:
    """Set the time of the change; runs after the response, as the search index does that shares the row."""
    if store.bug != "still-updated-at":
        ticket.updated_at = datetime.now(UTC)


def touched(state: State, ticket: Ticket) -> Response[Ticket]:
    return Response(msgspec.structs.replace(ticket), background=BackgroundTask(touch, state.store, ticket))


@get("/", summary="List tickets")
async def list_tickets(
    state: State,
    status: Annotated[list[Status] | None, Parameter(description="Tickets with one of these")] = None,
    label: str | None = None,
    include_deleted: bool = False,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 25,
    offset: Annotated[int, Parameter(ge=0)] = 0,
) -> TicketPage:
    statuses = status[:1] if status and state.store.bug == "first-status" else status
    chosen = [
        ticket
        for ticket in state.store.tickets.values()
        if (not statuses or ticket.status in statuses)
        and (label is None or label in ticket.labels)
        and (include_deleted or ticket.deleted_at is None)
    ]
    return TicketPage(chosen[offset : offset + limit], len(chosen))


@post("/", summary="Create a ticket")
async def create_ticket(state: State, data: NewTicket) -> Ticket:
    now = datetime.now(UTC)
    content = msgspec.structs.asdict(data)
    ticket = Ticket(id=next(state.store.ids), created_at=now, updated_at=now, deleted_at=None, **content)
    state.store.tickets[ticket.id] = ticket
    return ticket


@get("/{ticket_id:int}", summary="Read a ticket", raises=[NotFoundException])
async def read_ticket(state: State, ticket_id: int) -> Ticket:
    """A deleted ticket can be read, with its `deleted_at`."""
    return find(state, ticket_id)


@patch("/{ticket_id:int}", summary="Change a ticket", raises=[NotFoundException, ConflictException])
async def change_ticket(state: State, ticket_id: int, data: TicketPatch) -> Response[Ticket]:
    """`updated_at` follows a moment after the response. A deleted ticket cannot be changed: 409."""
    ticket = find(state, ticket_id)
    if ticket.deleted_at is not None:
        raise ConflictException("The ticket is deleted")
    for name, value in msgspec.structs.asdict(data).items():
        if value is not UNSET:
            setattr(ticket, name, value)
    return touched(state, ticket)


@delete("/{ticket_id:int}", summary="Delete a ticket", raises=[NotFoundException])
async def delete_ticket(state: State, ticket_id: int) -> None:
    """Sets `deleted_at`. Deleting a ticket again changes nothing."""
    ticket = find(state, ticket_id)
    ticket.deleted_at = ticket.deleted_at or datetime.now(UTC)


@post(
    "/{ticket_id:int}/restore",
    summary="Restore a ticket",
    status_code=200,
    raises=[NotFoundException, ConflictException],
)
async def restore_ticket(state: State, ticket_id: int) -> Response[Ticket]:
    """Takes back the deletion; 409 for a ticket that is not deleted."""
    ticket = find(state, ticket_id)
    if ticket.deleted_at is None:
        raise ConflictException("The ticket is not deleted")
    ticket.deleted_at = None
    return touched(state, ticket)


def create(bug: str = "") -> Litestar:
    handlers = [list_tickets, create_ticket, read_ticket, change_ticket, delete_ticket, restore_ticket]
    return Litestar(
        [Router("/tickets", route_handlers=handlers, tags=["tickets"])],
        state=State({"store": Store(bug)}),
        before_request=decode_strictly,
        exception_handlers={RecursionError: refuse_deep_nesting},
        openapi_config=OpenAPIConfig(title="Ticket desk", version="1.0.0"),
    )
