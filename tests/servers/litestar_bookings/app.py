"""Meeting rooms (Litestar): nested bookings, unique names, dates and times with offsets, idempotent deletion."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import msgspec
from litestar import Litestar, Router, delete, get, patch, post, put
from litestar.datastructures import State
from litestar.exceptions import ClientException, NotFoundException, ValidationException
from litestar.openapi.config import OpenAPIConfig
from litestar.params import Parameter
from msgspec import UNSET, Meta, UnsetType

from tests.servers.litestar_errors import decode_strictly, one_line, refuse_deep_nesting

BUGS = {
    "naive-times": "`created_at` of bookings has no offset",
    "neighbours": "PATCH of a booking also changes the title of the other bookings of the room",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()

Name = Annotated[str, Meta(min_length=1, max_length=60)]
Capacity = Annotated[int, Meta(ge=1, le=500)]
TimeOfDay = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["08:30"])]
Start = Annotated[datetime, Meta(tz=True)]
Minutes = Annotated[int, Meta(ge=5, le=480)]


class NewRoom(msgspec.Struct, kw_only=True):
    name: Name
    capacity: Capacity
    opens: TimeOfDay = "07:00"
    available_from: date | None = None

    def __post_init__(self) -> None:
        one_line(self.opens)


class Room(NewRoom, kw_only=True):
    id: uuid.UUID
    created_at: datetime


class NewBooking(msgspec.Struct, kw_only=True):
    title: Name
    starts_at: Start
    minutes: Minutes = 60
    attendees: Annotated[int, Meta(ge=1)] = 1


class BookingPatch(msgspec.Struct, kw_only=True):
    title: Name | UnsetType = UNSET
    minutes: Minutes | UnsetType = UNSET


class Booking(NewBooking, kw_only=True):
    id: uuid.UUID
    room_id: uuid.UUID
    created_at: datetime
    updated_at: datetime


@dataclass
class Store:
    bug: str = ""
    rooms: dict[uuid.UUID, Room] = field(default_factory=dict)
    bookings: dict[uuid.UUID, Booking] = field(default_factory=dict)


class ConflictException(ClientException):
    """Another item is in the way."""

    status_code = 409


def find_room(state: State, room_id: uuid.UUID) -> Room:
    if room_id not in state.store.rooms:
        raise NotFoundException("Room not found")
    return state.store.rooms[room_id]


def find_booking(state: State, room_id: uuid.UUID, booking_id: uuid.UUID) -> Booking:
    find_room(state, room_id)
    booking = state.store.bookings.get(booking_id)
    if booking is None or booking.room_id != room_id:
        raise NotFoundException("Booking not found")
    return booking


def bookings_of(state: State, room_id: uuid.UUID) -> list[Booking]:
    return [booking for booking in state.store.bookings.values() if booking.room_id == room_id]


def name_is_free(state: State, name: str, own_id: uuid.UUID | None = None) -> None:
    if any(room.name == name and room.id != own_id for room in state.store.rooms.values()):
        raise ConflictException("There is a room of this name")


@get("/rooms", summary="List rooms", tags=["rooms"])
async def list_rooms(
    state: State, min_capacity: Annotated[int, Parameter(ge=1)] = 1, name: str | None = None
) -> list[Room]:
    rooms = state.store.rooms.values()
    return [room for room in rooms if room.capacity >= min_capacity and (name is None or room.name == name)]


@post("/rooms", summary="Create a room", tags=["rooms"], raises=[ConflictException])
async def create_room(state: State, data: NewRoom) -> Room:
    name_is_free(state, data.name)
    room = Room(id=uuid.uuid4(), created_at=datetime.now(UTC), **msgspec.structs.asdict(data))
    state.store.rooms[room.id] = room
    return room


@get("/rooms/{room_id:uuid}", summary="Read a room", tags=["rooms"], raises=[NotFoundException])
async def read_room(state: State, room_id: uuid.UUID) -> Room:
    return find_room(state, room_id)


@put("/rooms/{room_id:uuid}", summary="Replace a room", tags=["rooms"], raises=[NotFoundException, ConflictException])
async def replace_room(state: State, room_id: uuid.UUID, data: NewRoom) -> Room:
    old = find_room(state, room_id)
    name_is_free(state, data.name, room_id)
    state.store.rooms[room_id] = Room(id=old.id, created_at=old.created_at, **msgspec.structs.asdict(data))
    return state.store.rooms[room_id]


@delete("/rooms/{room_id:uuid}", summary="Delete a room", tags=["rooms"], raises=[NotFoundException, ConflictException])
async def delete_room(state: State, room_id: uuid.UUID) -> None:
    """Refused with 409 as long as the room has bookings."""
    find_room(state, room_id)
    if bookings_of(state, room_id):
        raise ConflictException("The room has bookings")
    del state.store.rooms[room_id]


def interval(booking: NewBooking) -> tuple[datetime, datetime]:
    """Return start and end in UTC; raises ValidationException if they are no times of the calendar."""
    try:
        start = booking.starts_at.astimezone(UTC)
        return start, start + timedelta(minutes=booking.minutes)
    except OverflowError:
        raise ValidationException("`starts_at` is out of range") from None


def time_is_free(state: State, room_id: uuid.UUID, wanted: NewBooking, own_id: uuid.UUID | None = None) -> None:
    start, end = interval(wanted)
    for other in bookings_of(state, room_id):
        other_start, other_end = interval(other)
        if other.id != own_id and start < other_end and other_start < end:
            raise ConflictException("The room is taken")


@get("/rooms/{room_id:uuid}/bookings", summary="List bookings", tags=["bookings"], raises=[NotFoundException])
async def list_bookings(
    state: State,
    room_id: uuid.UUID,
    page: Annotated[int, Parameter(ge=1)] = 1,
    page_size: Annotated[int, Parameter(ge=1, le=50)] = 20,
) -> list[Booking]:
    find_room(state, room_id)
    start = (page - 1) * page_size
    return bookings_of(state, room_id)[start : start + page_size]


@post(
    "/rooms/{room_id:uuid}/bookings",
    summary="Book a room",
    tags=["bookings"],
    raises=[NotFoundException, ConflictException],
)
async def create_booking(state: State, room_id: uuid.UUID, data: NewBooking) -> Booking:
    """409 if the room is taken at that time or too small."""
    room = find_room(state, room_id)
    if data.attendees > room.capacity:
        raise ConflictException("The room is too small")
    time_is_free(state, room_id, data)
    now = datetime.now() if state.store.bug == "naive-times" else datetime.now(UTC)  # noqa: DTZ005
    content = msgspec.structs.asdict(data)
    booking = Booking(id=uuid.uuid4(), room_id=room_id, created_at=now, updated_at=now, **content)
    state.store.bookings[booking.id] = booking
    return booking


@get(
    "/rooms/{room_id:uuid}/bookings/{booking_id:uuid}",
    summary="Read a booking",
    tags=["bookings"],
    raises=[NotFoundException],
)
async def read_booking(state: State, room_id: uuid.UUID, booking_id: uuid.UUID) -> Booking:
    return find_booking(state, room_id, booking_id)


@patch(
    "/rooms/{room_id:uuid}/bookings/{booking_id:uuid}",
    summary="Change a booking",
    tags=["bookings"],
    raises=[NotFoundException, ConflictException],
)
async def change_booking(state: State, room_id: uuid.UUID, booking_id: uuid.UUID, data: BookingPatch) -> Booking:
    """What is not sent stays. 409 if the room is taken at the new time."""
    booking = find_booking(state, room_id, booking_id)
    changes = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not UNSET}
    changed = msgspec.structs.replace(booking, **changes, updated_at=datetime.now(UTC))
    time_is_free(state, room_id, changed, booking_id)
    state.store.bookings[booking_id] = changed
    if state.store.bug == "neighbours" and data.title is not UNSET:
        for other in bookings_of(state, room_id):
            other.title = data.title
    return changed


@delete("/rooms/{room_id:uuid}/bookings/{booking_id:uuid}", summary="Cancel a booking", tags=["bookings"])
async def delete_booking(state: State, room_id: uuid.UUID, booking_id: uuid.UUID) -> None:
    """Succeeds also if there is no such booking."""
    booking = state.store.bookings.get(booking_id)
    if booking is not None and booking.room_id == room_id:
        del state.store.bookings[booking_id]


def create(bug: str = "") -> Litestar:
    store = Store(bug)
    now = datetime.now(UTC)
    for name, capacity in (("Aurora", 8), ("Boreal", 20)):
        room = Room(id=uuid.uuid4(), name=name, capacity=capacity, created_at=now)
        store.rooms[room.id] = room
    handlers = [
        list_rooms, create_room, read_room, replace_room, delete_room,
        list_bookings, create_booking, read_booking, change_booking, delete_booking,
    ]  # fmt: skip
    return Litestar(
        [Router("/api", route_handlers=handlers)],
        state=State({"store": store}),
        before_request=decode_strictly,
        exception_handlers={RecursionError: refuse_deep_nesting},
        openapi_config=OpenAPIConfig(title="Meeting rooms", version="2.3.0"),
    )
