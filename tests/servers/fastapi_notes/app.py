"""Shared notes (FastAPI): optional API key, private notes, ETag with 412 and 428, JSON merge patch with 415."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tests.servers.fastapi_errors import add_error_handlers

BUGS = {
    "wrong-key": "a wrong API key counts as no key",
    "stale-etag": "the ETag does not change when a note is patched",
}
IDENTITIES: tuple[str, ...] = ("ann=key-ann", "bob=key-bob")
OPTIONS: tuple[str, ...] = ()

USERS = {"key-ann": "ann", "key-bob": "bob"}
MERGE_PATCH = "application/merge-patch+json"


class Color(StrEnum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


def to_color(value: object) -> object:
    return Color(value) if value in list(Color) else value


Title = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(max_length=2000)]
SentColor = Annotated[Color, BeforeValidator(to_color)]


class NoteContent(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    title: Title
    text: Text = ""
    color: SentColor | None = None
    private: bool = Field(default=False, description="Shown to its owner only")


class NotePatch(BaseModel):
    """A JSON merge patch: null removes the color."""

    model_config = ConfigDict(strict=True, extra="forbid")
    title: Title = Field(default_factory=str)
    text: Text = Field(default_factory=str)
    color: SentColor | None = Field(default_factory=lambda: None)
    private: bool = Field(default_factory=bool)


class Note(BaseModel):
    id: uuid.UUID
    title: Title
    text: Text
    color: Color | None
    private: bool
    owner: str
    created_at: datetime
    updated_at: datetime
    can_edit: bool = Field(description="Whether the sender of the request may change the note")


class Message(BaseModel):
    detail: str


@dataclass
class Store:
    bug: str = ""
    notes: dict[uuid.UUID, Note] = field(default_factory=dict)


def get_store(request: Request) -> Store:
    return request.app.state.store


Notes = Annotated[Store, Depends(get_store)]
api_key = APIKeyHeader(name="X-API-Key", scheme_name="ApiKey", auto_error=False)


def optional_user(store: Notes, key: Annotated[str | None, Depends(api_key)]) -> str | None:
    if key is None:
        return None
    if key not in USERS and store.bug != "wrong-key":
        raise HTTPException(401, "Unknown API key", {"WWW-Authenticate": "ApiKey"})
    return USERS.get(key)


def required_user(user: Annotated[str | None, Depends(optional_user)]) -> str:
    if user is None:
        raise HTTPException(401, "An API key is required", {"WWW-Authenticate": "ApiKey"})
    return user


Reader = Annotated[str | None, Depends(optional_user)]
Writer = Annotated[str, Depends(required_user)]


def visible(note_id: uuid.UUID, store: Notes, user: Reader) -> Note:
    note = store.notes.get(note_id)
    if note is None or (note.private and note.owner != user):
        raise HTTPException(404, "Note not found")
    return note


def editable(user: Writer, note: Annotated[Note, Depends(visible)]) -> Note:
    if note.owner != user:
        raise HTTPException(403, "Only the owner can change a note")
    return note


Visible = Annotated[Note, Depends(visible)]
Editable = Annotated[Note, Depends(editable)]


def etag(note: Note, store: Store) -> str:
    changing = {"updated_at", "title", "text", "color", "private"} if store.bug == "stale-etag" else set()
    state = note.model_dump_json(exclude={"can_edit", *changing})
    return f'"{hashlib.sha256(state.encode()).hexdigest()[:16]}"'


def show(note: Note, user: str | None, store: Store, response: Response) -> Note:
    response.headers["ETag"] = etag(note, store)
    response.headers["Vary"] = "X-API-Key"
    return note.model_copy(update={"can_edit": note.owner == user})


def matches(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag in [part.strip() for part in header.split(",")]


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Message} for status in statuses}


TAGGED: dict[str, Any] = {"headers": {"ETag": {"required": True, "schema": {"type": "string"}}}}
OPTIONAL_KEY = {"security": [{}]}  # FastAPI adds it to the alternatives of the operation
router = APIRouter(tags=["notes"])


@router.get("/notes", responses=documented(401), openapi_extra=OPTIONAL_KEY)
def list_notes(
    store: Notes,
    user: Reader,
    color: Color | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[Note]:
    """The notes that are not private, and those of the owner of the key."""
    shown = [note for note in store.notes.values() if not note.private or note.owner == user]
    chosen = [note for note in shown if color is None or note.color == color]
    return [note.model_copy(update={"can_edit": note.owner == user}) for note in chosen[offset : offset + limit]]


@router.post("/notes", status_code=201, responses={201: TAGGED, **documented(400, 401)})
def create_note(content: NoteContent, store: Notes, user: Writer, response: Response) -> Note:
    now = datetime.now(UTC)
    note = Note(id=uuid.uuid4(), owner=user, created_at=now, updated_at=now, can_edit=True, **content.model_dump())
    store.notes[note.id] = note
    response.headers["Location"] = f"/notes/{note.id}"
    return show(note, user, store, response)


@router.get(
    "/notes/{note_id}",
    response_model=Note,
    responses={200: TAGGED, 304: {"description": "Not changed"}, **documented(401, 404)},
    openapi_extra=OPTIONAL_KEY,
)
def read_note(
    note: Visible,
    store: Notes,
    user: Reader,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Any:
    tag = etag(note, store)
    if if_none_match is not None and matches(if_none_match, tag):
        return Response(status_code=304, headers={"ETag": tag, "Vary": "X-API-Key"})
    return show(note, user, store, response)


def update(note: Note, changes: dict[str, Any], store: Store) -> Note:
    changed = note.model_copy(update={**changes, "updated_at": datetime.now(UTC)})
    store.notes[note.id] = changed
    return changed


@router.put("/notes/{note_id}", responses={200: TAGGED, **documented(400, 401, 403, 404, 412, 428)})
def replace_note(
    note: Editable,
    content: NoteContent,
    store: Notes,
    user: Writer,
    response: Response,
    if_match: Annotated[str | None, Header(description="ETag of the version to replace; 428 without")] = None,
) -> Note:
    if if_match is None:
        raise HTTPException(428, "If-Match is required")
    if not matches(if_match, etag(note, store)):
        raise HTTPException(412, "The note was changed")
    return show(update(note, content.model_dump(), store), user, store, response)


def is_merge_patch(request: Request) -> None:
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != MERGE_PATCH:
        raise HTTPException(415, "Only merge patches are accepted", {"Accept-Patch": MERGE_PATCH})


@router.patch(
    "/notes/{note_id}",
    dependencies=[Depends(is_merge_patch)],
    responses={200: TAGGED, **documented(400, 401, 403, 404, 412, 415)},
)
def patch_note(
    note: Editable,
    patch: Annotated[NotePatch, Body(media_type=MERGE_PATCH)],
    store: Notes,
    user: Writer,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> Note:
    if if_match is not None and not matches(if_match, etag(note, store)):
        raise HTTPException(412, "The note was changed")
    return show(update(note, patch.model_dump(exclude_unset=True), store), user, store, response)


@router.delete("/notes/{note_id}", status_code=204, responses=documented(401, 403, 404, 412))
def delete_note(note: Editable, store: Notes, if_match: Annotated[str | None, Header()] = None) -> None:
    if if_match is not None and not matches(if_match, etag(note, store)):
        raise HTTPException(412, "The note was changed")
    del store.notes[note.id]


def create(bug: str = "") -> FastAPI:
    app = FastAPI(title="Shared notes", version="0.9.0")
    app.state.store = Store(bug)
    app.include_router(router)
    add_error_handlers(app)
    return app
