"""Errors as JSON and bearer tokens for the servers with aiohttp."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.servers.validation import InvalidError, MalformedError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
KEPT = ("Allow", "WWW-Authenticate")


def failure(kind: type[web.HTTPError], message: str, **headers: str) -> web.HTTPError:
    """Return the exception for an error response; `headers` have underscores for hyphens."""
    return kind(text=message, headers={name.replace("_", "-"): value for name, value in headers.items()})


def json_errors(wrap: Callable[[int, str], Any], invalid: int = 400, plain: tuple[int, ...] = ()) -> Any:
    """Return the middleware that writes errors as JSON, except those with a status code in `plain`."""

    def response(status: int, message: str, headers: dict[str, str]) -> web.Response:
        return web.json_response(wrap(status, message), status=status, headers=headers)

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPError as error:
            if error.status in plain:
                raise
            headers = {name: error.headers[name] for name in KEPT if name in error.headers}
            return response(error.status, error.text or error.reason, headers)
        except MalformedError as error:
            return response(400, str(error), {})
        except InvalidError as error:
            return response(invalid, str(error), {})

    return middleware


async def json_body(request: web.Request, media_type: str = "application/json") -> bytes:
    """Return the bytes of the body.

    Raises:
        HTTPUnsupportedMediaType: if the body has another content type.
    """
    if request.content_type != media_type or "Content-Type" not in request.headers:
        raise failure(web.HTTPUnsupportedMediaType, f"send {media_type}")
    return await request.read()


def as_json(value: Any, status: int = 200, **headers: str) -> web.Response:
    """Return a response; `headers` have underscores for hyphens."""
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return web.json_response(value, status=status, headers=names, dumps=json.dumps)


def has_token(request: web.Request, token: str) -> bool:
    """Return whether the request has the bearer token; the name of the scheme is case-insensitive (RFC 9110, 11.1)."""
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and sent.strip() == token
