"""The two operations of ServerOps, implemented with FastAPI and state in memory.

Run it with ``uvicorn tests.implementations.fastapi_serverops:app``.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException

from tests.implementations.serverops_data import (
    ALLOWED,
    KNOWN_IDS,
    LARGEST_BODY,
    TOKENS,
    accepts_json,
    failure_body,
    normalize_path,
    parse_json,
    seeded_case,
)

PATH = "/serverops/cases/{case_id}"


class CaseUpdate(BaseModel):
    """The properties that a client can change; others are ignored."""

    model_config = ConfigDict(strict=True)

    title: Annotated[str, Field(min_length=1, pattern=r"[^ \t\r\n]")] = ""
    description: str = ""
    status: Literal["open", "closed", "archived"] = "open"


def requires(scope: str) -> Callable[[Request], None]:
    """Return a dependency that requires a token with the scope."""

    def check_token(request: Request) -> None:
        headers = request.headers.getlist("authorization")
        scheme, _, token = (headers[0] if len(headers) == 1 else "").partition(" ")
        scopes = TOKENS.get(token.strip(" "))
        if scheme.lower() != "bearer" or scopes is None:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
        if scope not in scopes:
            raise HTTPException(403)

    return check_token


def require_json_accepted(request: Request) -> None:
    """Reject requests that do not accept JSON (406)."""
    if not accepts_json(",".join(request.headers.getlist("accept"))):
        raise HTTPException(406)


async def update_of(request: Request) -> dict[str, Any]:
    """Return the changes in the request body.

    It is not a parameter of the operation because FastAPI would parse it before checking the token."""
    types = request.headers.getlist("content-type")
    if len(types) > 1 or (types and types[0].partition(";")[0].strip().lower() != "application/json"):
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413)
    try:
        # pydantic's own parser accepts NaN, which is not JSON.
        return CaseUpdate.model_validate(parse_json(bytes(body))).model_dump(exclude_unset=True)
    except (ValueError, ValidationError):
        raise HTTPException(400) from None


def create_app(ids: Iterable[str] = KNOWN_IDS) -> FastAPI:
    """Return an application with the cases of the given ids."""
    app = FastAPI(redirect_slashes=False, openapi_url=None)
    cases = {identifier: seeded_case(number, identifier) for number, identifier in enumerate(ids, start=1)}
    lock = threading.Lock()

    def found(case_id: str) -> dict[str, Any]:
        case = cases.get(unquote(case_id))
        if case is None:
            raise HTTPException(404, "file not found")
        return case

    @app.api_route(
        PATH, methods=["GET", "HEAD"], dependencies=[Depends(requires("cases:read")), Depends(require_json_accepted)]
    )
    async def get_case(case_id: str) -> JSONResponse:
        return JSONResponse(found(case_id))

    @app.patch(PATH, dependencies=[Depends(requires("cases:write")), Depends(require_json_accepted)])
    async def update_case(case_id: str, request: Request) -> JSONResponse:
        found(case_id)
        changes = await update_of(request)
        with lock:
            case = found(case_id)
            if changes:
                timestamp = datetime.now(UTC).isoformat().replace("+00:00", "Z")
                case = cases[case["id"]] = {**case, **changes, "updated_at": timestamp}
        return JSONResponse(case)

    @app.options(PATH)
    async def options(request: Request) -> Response:
        headers = {"Allow": ALLOWED}
        if "access-control-request-method" in request.headers:
            headers |= {"Access-Control-Allow-Methods": ALLOWED, "Access-Control-Max-Age": "600"}
        if wanted := request.headers.get("access-control-request-headers"):
            headers["Access-Control-Allow-Headers"] = wanted
        return Response(status_code=204, headers=headers)

    @app.exception_handler(StarletteHTTPException)
    async def http_error(_: Request, failure: StarletteHTTPException) -> JSONResponse:
        message = "no such endpoint" if failure.detail == "Not Found" else ""
        # Starlette lists the methods of only one of the two routes of the path.
        headers = {"Allow": ALLOWED} if failure.status_code == 405 else failure.headers
        return JSONResponse(failure_body(failure.status_code, message), failure.status_code, headers)

    @app.exception_handler(Exception)
    async def internal_error(_: Request, __: Exception) -> JSONResponse:
        return JSONResponse(failure_body(500), 500)

    @app.middleware("http")
    async def cross_origin(request: Request, respond: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await respond(request)
        origin = request.headers.get("origin")
        if origin == "null":
            response.headers["Access-Control-Allow-Origin"] = "*"
        elif origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Vary"] = "Origin"
        return response

    app.add_middleware(RawPaths)
    return app


class RawPaths:
    """Route by the raw path: Starlette decodes the path, so that an encoded slash would split an id."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": normalize_path(scope["raw_path"].decode("latin-1"))}
        await self.app(scope, receive, send)


app = create_app()
