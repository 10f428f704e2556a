"""Data exports (FastAPI): 202 with a job, idempotency keys, problem+json, rate limit headers, cursor pages, CSV."""

import base64
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

from tests.servers.fastapi_errors import details

BUGS = {
    "dead-location": "the Location of a new export leads to 404",
    "repeated-key": "a second request with the same Idempotency-Key creates a second export",
}
IDENTITIES: tuple[str, ...] = ("me=export-key-1",)
OPTIONS: tuple[str, ...] = ()

KEYS = {"export-key-1"}
LIMIT = 100_000
# What FastAPI itself answers for a method that a path does not have is `Allow` with the methods of one route only,
# a quirk of Starlette's router.


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


def iso_date(value: object) -> object:
    """Return the date of `YYYY-MM-DD`; pydantic itself accepts numbers and times, too."""
    if not isinstance(value, str) or len(value) != 10 or not value.isascii():
        raise ValueError("must be a date as YYYY-MM-DD")
    return date.fromisoformat(value)


def member(kind: type[StrEnum]) -> BeforeValidator:
    return BeforeValidator(lambda value: kind(value) if value in list(kind) else value)


Day = Annotated[date, BeforeValidator(iso_date)]


class NewExport(BaseModel):
    """`to` must not be before `from`."""

    model_config = ConfigDict(strict=True)
    format: Annotated[Format, member(Format)]
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    columns: list[str] = Field(default_factory=lambda: ["id", "total"], min_length=1, max_length=10)


class Export(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    id: uuid.UUID
    status: Status
    format: Format
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    columns: list[str]
    created_at: datetime
    finished_at: datetime | None = Field(description="Null until the export is done or cancelled")
    result_url: str | None = Field(description="Null until the export is done")


class ExportPage(BaseModel):
    items: list[Export]
    next_cursor: str | None = Field(description="Null on the last page")


class Problem(BaseModel):
    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = []


@dataclass
class Store:
    bug: str = ""
    requests: int = 0
    exports: dict[uuid.UUID, Export] = field(default_factory=dict)
    sent_keys: dict[str, tuple[NewExport, uuid.UUID]] = field(default_factory=dict)


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


def problem(status: int, detail: str, headers: Any = None, **more: Any) -> Response:
    content = {"type": "about:blank", "title": detail, "status": status, "detail": detail, **more}
    return ProblemResponse(content, status, headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": "Problem", "content": content} for status in statuses}


LIMIT_HEADERS = {
    "X-RateLimit-Limit": {"required": True, "schema": {"type": "integer", "minimum": 1}},
    "X-RateLimit-Remaining": {"required": True, "schema": {"type": "integer", "minimum": 0}},
}
OK: dict[int | str, dict[str, Any]] = {200: {"headers": LIMIT_HEADERS}}
api_key = APIKeyHeader(name="X-API-Key", scheme_name="ApiKey", auto_error=False)


def authenticated(key: Annotated[str | None, Depends(api_key)]) -> None:
    if key not in KEYS:
        raise HTTPException(401, "A valid API key is required", {"WWW-Authenticate": "ApiKey"})


def get_store(request: Request) -> Store:
    return request.app.state.store


Exports = Annotated[Store, Depends(get_store)]
router = APIRouter(tags=["exports"], dependencies=[Depends(authenticated)])


def existing(export_id: uuid.UUID, store: Exports) -> Export:
    if export_id not in store.exports:
        raise HTTPException(404, "There is no such export")
    return store.exports[export_id]


Existing = Annotated[Export, Depends(existing)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=64,
        description="A repeated request with the same key and body creates nothing and gets the first export; "
        "another body is refused with 409",
    ),
]


def create_export(sent: NewExport, store: Store) -> Export:
    job = Export(
        id=uuid.uuid4(),
        status=Status.QUEUED,
        created_at=datetime.now(UTC),
        finished_at=None,
        result_url=None,
        **sent.model_dump(by_alias=True),
    )
    store.exports[job.id] = job
    return job


def earlier_export(key: str | None, sent: NewExport, store: Store) -> Export | None:
    if key not in store.sent_keys:
        return None
    first, export_id = store.sent_keys[key]
    if first != sent:
        raise HTTPException(409, "The idempotency key was used for another export")
    return store.exports.get(export_id)


STARTED: dict[int | str, dict[str, Any]] = {
    202: {
        "headers": {
            "Location": {"description": "Where the export is", "required": True, "schema": {"type": "string"}},
            "Retry-After": {"required": True, "schema": {"type": "integer"}},
        }
    }
}


@router.post("/exports", status_code=202, responses={**STARTED, **documented(400, 401, 409, 422)})
def start_export(sent: NewExport, store: Exports, response: Response, idempotency_key: IdempotencyKey = None) -> Export:
    """Start an export. `to` before `from` is refused with 422."""
    if sent.end < sent.start:
        raise HTTPException(422, "`to` is before `from`")
    job = None if store.bug == "repeated-key" else earlier_export(idempotency_key, sent, store)
    if job is None:
        job = create_export(sent, store)
        if idempotency_key is not None:
            store.sent_keys[idempotency_key] = (sent, job.id)
    response.headers["Location"] = f"/export/{job.id}" if store.bug == "dead-location" else f"/exports/{job.id}"
    response.headers["Retry-After"] = "1"
    return job


def cursor_position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        name, _, number = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").partition(":")
        if name != "after" or not number.isdigit() or len(number) > 12:
            raise ValueError(cursor)
    except ValueError:
        raise HTTPException(400, "The cursor is not valid or expired") from None
    return int(number)


@router.get("/exports", responses={**OK, **documented(400, 401, 422)})
def list_exports(
    store: Exports,
    status: Status | None = None,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> ExportPage:
    start = cursor_position(cursor)
    chosen = [job for job in store.exports.values() if status is None or job.status == status]
    end = start + limit
    following = base64.urlsafe_b64encode(f"after:{end}".encode()).decode() if end < len(chosen) else None
    return ExportPage(items=chosen[start:end], next_cursor=following)


def advance(job: Export) -> None:
    """A poll finds the export one step further."""
    if job.status == Status.QUEUED:
        job.status = Status.RUNNING
    elif job.status == Status.RUNNING:
        job.status, job.finished_at = Status.DONE, datetime.now(UTC)
        job.result_url = f"/exports/{job.id}/result"


@router.get("/exports/{export_id}", responses={**OK, **documented(401, 404, 422)})
def read_export(job: Existing) -> Export:
    """Poll an export."""
    shown = job.model_copy()
    advance(job)
    return shown


RESULT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The rows, in the format of the export",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
        },
    }
}


@router.get("/exports/{export_id}/result", response_class=Response, responses={**RESULT, **documented(401, 404, 422)})
def read_result(job: Existing) -> Response:
    """404 as long as the export is not done."""
    if job.status != Status.DONE:
        raise HTTPException(404, "There is no result yet")
    if job.format == Format.JSON:
        return JSONResponse([dict.fromkeys(job.columns, 1)])
    header = ",".join('"' + column.replace('"', '""') + '"' for column in job.columns)
    return Response(header + "\r\n" + ",".join("1" for _ in job.columns) + "\r\n", media_type="text/csv")


@router.post("/exports/{export_id}/cancel", responses={**OK, **documented(401, 404, 409, 422)})
def cancel_export(job: Existing) -> Export:
    """Cancel an export that is queued or running; otherwise 409."""
    if job.status in {Status.DONE, Status.CANCELLED}:
        raise HTTPException(409, f"The export is {job.status}")
    job.status, job.finished_at = Status.CANCELLED, datetime.now(UTC)
    return job


@router.delete("/exports/{export_id}", status_code=204, responses=documented(401, 404, 422))
def delete_export(job: Existing, store: Exports) -> None:
    del store.exports[job.id]


async def show_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    return problem(error.status_code, error.detail, error.headers)


async def show_invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(422, "The request is not valid", errors=details(error))


async def count_requests(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    store = request.app.state.store
    store.requests += 1
    response = await call_next(request)
    response.headers["X-RateLimit-Limit"] = str(LIMIT)
    response.headers["X-RateLimit-Remaining"] = str(max(LIMIT - store.requests, 0))
    return response


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """Return a function that returns the document of FastAPI with the schema of the problems, which no model uses."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        document = generated()
        document["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        return document

    return openapi


def create(bug: str = "") -> FastAPI:
    app = FastAPI(title="Exports", version="2.1")
    app.state.store = Store(bug)
    app.include_router(router)
    app.add_exception_handler(StarletteHTTPException, show_http_error)
    app.add_exception_handler(RequestValidationError, show_invalid)
    app.middleware("http")(count_requests)
    app.openapi = describe(app)  # type: ignore[method-assign]
    return app
