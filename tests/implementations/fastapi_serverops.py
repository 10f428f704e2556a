"""ServerOps' two operations as a user of FastAPI would write them, with state in memory.

``uvicorn tests.implementations.fastapi_serverops:app`` serves it.
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
    one_spelling,
    parsed,
    seeded_case,
)

PATH = "/serverops/cases/{case_id}"


class CaseUpdate(BaseModel):
    """What a client may change; fields that are not named here are ignored."""

    model_config = ConfigDict(strict=True)

    title: Annotated[str, Field(min_length=1, pattern=r"[^ \t\r\n]")] = ""
    description: str = ""
    status: Literal["open", "closed", "archived"] = "open"


def requires(scope: str) -> Callable[[Request], None]:
    """A dependency that lets a caller pass whose token has a scope."""

    def caller(request: Request) -> None:
        headers = request.headers.getlist("authorization")
        scheme, _, token = (headers[0] if len(headers) == 1 else "").partition(" ")
        scopes = TOKENS.get(token.strip(" "))
        if scheme.lower() != "bearer" or scopes is None:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
        if scope not in scopes:
            raise HTTPException(403)

    return caller


def takes_json(request: Request) -> None:
    """A dependency that refuses who does not take JSON."""
    if not accepts_json(",".join(request.headers.getlist("accept"))):
        raise HTTPException(406)


async def update_of(request: Request) -> dict[str, Any]:
    """The changes that a body asks for. It is read here, as FastAPI itself would read it before it asks who calls."""
    types = request.headers.getlist("content-type")
    if len(types) > 1 or (types and types[0].partition(";")[0].strip().lower() != "application/json"):
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413)
    try:
        # pydantic's own parser takes NaN, which is no JSON.
        return CaseUpdate.model_validate(parsed(bytes(body))).model_dump(exclude_unset=True)
    except (ValueError, ValidationError):
        raise HTTPException(400) from None


def create_app(ids: Iterable[str] = KNOWN_IDS) -> FastAPI:
    """The application; no case exists but those with these ids."""
    app = FastAPI(redirect_slashes=False, openapi_url=None)
    cases = {identifier: seeded_case(number, identifier) for number, identifier in enumerate(ids, start=1)}
    lock = threading.Lock()

    def found(case_id: str) -> dict[str, Any]:
        case = cases.get(unquote(case_id))
        if case is None:
            raise HTTPException(404, "file not found")
        return case

    @app.api_route(PATH, methods=["GET", "HEAD"], dependencies=[Depends(requires("cases:read")), Depends(takes_json)])
    async def get_case(case_id: str) -> JSONResponse:
        return JSONResponse(found(case_id))

    @app.patch(PATH, dependencies=[Depends(requires("cases:write")), Depends(takes_json)])
    async def update_case(case_id: str, request: Request) -> JSONResponse:
        found(case_id)
        changes = await update_of(request)
        with lock:
            case = found(case_id)
            if changes:
                moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
                case = cases[case["id"]] = {**case, **changes, "updated_at": moment}
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
    async def refused(_: Request, failure: StarletteHTTPException) -> JSONResponse:
        message = "no such endpoint" if failure.detail == "Not Found" else ""
        # Starlette names the methods of one of the two routes; the path has both.
        headers = {"Allow": ALLOWED} if failure.status_code == 405 else failure.headers
        return JSONResponse(failure_body(failure.status_code, message), failure.status_code, headers)

    @app.exception_handler(Exception)
    async def failed(_: Request, __: Exception) -> JSONResponse:
        return JSONResponse(failure_body(500), 500)

    @app.middleware("http")
    async def cross_origin(request: Request, respond: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await respond(request)
        if origin := request.headers.get("origin"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Vary"] = "Origin"
        return response

    app.add_middleware(RawPaths)
    return app


class RawPaths:
    """Routes by the path as it was sent: Starlette's own is decoded, and an encoded slash would part an id."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": one_spelling(scope["raw_path"].decode("latin-1"))}
        await self.app(scope, receive, send)


app = create_app()
