"""A file store (FastAPI): multipart upload, download with name and content type, soft delete with 410, HEAD."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Query, Request, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from tests.servers.fastapi_errors import add_error_handlers

BUGS = {
    "latin-names": "downloading a file whose name is not Latin-1 fails with 500",
    "deleted-content": "the content of a deleted file is still served",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()

MAXIMUM_SIZE = 1 << 20
MEDIA_TYPE = re.compile(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")


class Message(BaseModel):
    detail: str


class FileInfo(BaseModel):
    id: uuid.UUID
    name: str
    content_type: str
    size: int = Field(ge=0, le=MAXIMUM_SIZE)
    description: str = Field(max_length=200)
    created_at: datetime
    updated_at: datetime


class FileChange(BaseModel):
    """The properties that are not sent stay as they are."""

    model_config = ConfigDict(strict=True, extra="forbid")
    name: str = Field(default_factory=str, min_length=1, max_length=100)
    description: str = Field(default_factory=str, max_length=200)


@dataclass
class StoredFile:
    info: FileInfo
    content: bytes
    deleted: bool = False


@dataclass
class Store:
    bug: str = ""
    files: dict[uuid.UUID, StoredFile] = field(default_factory=dict)


def get_store(request: Request) -> Store:
    return request.app.state.store


Files = Annotated[Store, Depends(get_store)]


def any_file(file_id: uuid.UUID, store: Files) -> StoredFile:
    stored = store.files.get(file_id)
    if stored is None:
        raise HTTPException(404, "File not found")
    return stored


def existing_file(stored: Annotated[StoredFile, Depends(any_file)]) -> StoredFile:
    if stored.deleted:
        raise HTTPException(410, "File was deleted")
    return stored


Existing = Annotated[StoredFile, Depends(existing_file)]
NOT_THERE: dict[int | str, dict[str, Any]] = {
    404: {"model": Message, "description": "There was never a file with this id"},
    410: {"model": Message, "description": "The file was deleted"},
}
UNREADABLE: dict[int | str, dict[str, Any]] = {400: {"model": Message, "description": "The body cannot be parsed"}}
CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The content, with the content type of the upload",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            "Content-Disposition": {"required": True, "schema": {"type": "string", "pattern": "^attachment; filename"}}
        },
    }
}
COUNTED: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "X-Total-Count": {
                "description": "Number of files in all pages",
                "required": True,
                "schema": {"type": "integer", "minimum": 0},
            }
        }
    }
}
router = APIRouter(tags=["files"])


@router.post(
    "/files", status_code=201, responses={413: {"model": Message, "description": "Larger than 1 MiB"}, **UNREADABLE}
)
async def upload_file(
    store: Files, response: Response, file: UploadFile, description: Annotated[str, Form(max_length=200)] = ""
) -> FileInfo:
    """Store a file; its name and its content type are those of the multipart part."""
    content = await file.read()
    if len(content) > MAXIMUM_SIZE:
        raise HTTPException(413, "File too large")
    now = datetime.now(UTC)
    sent_type = file.content_type or ""
    info = FileInfo(
        id=uuid.uuid4(),
        name=file.filename or "unnamed",
        content_type=sent_type if MEDIA_TYPE.fullmatch(sent_type) else "application/octet-stream",
        size=len(content),
        description=description,
        created_at=now,
        updated_at=now,
    )
    store.files[info.id] = StoredFile(info, content)
    response.headers["Location"] = f"/files/{info.id}"
    return info


@router.get("/files", responses=COUNTED)
def list_files(
    store: Files,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[FileInfo]:
    """List the files that were not deleted, the oldest first."""
    infos = [stored.info for stored in store.files.values() if not stored.deleted]
    response.headers["X-Total-Count"] = str(len(infos))
    return infos[offset : offset + limit]


@router.get("/files/{file_id}", responses=NOT_THERE)
def read_file(stored: Existing) -> FileInfo:
    return stored.info


@router.patch("/files/{file_id}", responses={**NOT_THERE, **UNREADABLE})
def change_file(stored: Existing, change: FileChange) -> FileInfo:
    changes = change.model_dump(exclude_unset=True)
    stored.info = stored.info.model_copy(update={**changes, "updated_at": datetime.now(UTC)})
    return stored.info


@router.delete("/files/{file_id}", status_code=204, responses=NOT_THERE)
def delete_file(stored: Existing) -> None:
    stored.deleted = True


def disposition(name: str, bug: str) -> str:
    if bug == "latin-names":
        return f'attachment; filename="{name}"'
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def download(stored: StoredFile, store: Store) -> Response:
    if stored.deleted and store.bug != "deleted-content":
        raise HTTPException(410, "File was deleted")
    headers = {"Content-Disposition": disposition(stored.info.name, store.bug), "X-Content-Type-Options": "nosniff"}
    # Not `media_type`, which adds a charset to a text type.
    return Response(stored.content, headers={**headers, "Content-Type": stored.info.content_type})


@router.get("/files/{file_id}/content", response_class=Response, responses={**CONTENT, **NOT_THERE})
def download_file(stored: Annotated[StoredFile, Depends(any_file)], store: Files) -> Response:
    return download(stored, store)


@router.head("/files/{file_id}/content", response_class=Response, responses={404: {}, 410: {}, 200: {}})
def describe_content(stored: Annotated[StoredFile, Depends(any_file)], store: Files) -> Response:
    """The headers of the download."""
    return download(stored, store)


def create(bug: str = "") -> FastAPI:
    app = FastAPI(title="Depot", version="1.4.0", description="Stores files.")
    app.state.store = Store(bug)
    app.include_router(router)
    add_error_handlers(app)
    return app
