"""Changed copies of requests and responses, and comparison of a response with its documentation."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from contracts.generation.json_encoding import encode_json
from contracts.messages import Request, Response
from contracts.spec.model import MediaType, Operation

CRASH = Response(
    500, (("content-type", "text/plain; charset=utf-8"), ("content-length", "21")), b"Internal Server Error"
)
"""The usual response of a framework when a handler raises an exception."""


def with_header(response: Response, name: str, value: str | None) -> Response:
    """Return the response with this single value of a header; ``None`` removes the header.

    :param name: in lower case.
    """
    kept = tuple(pair for pair in response.headers if pair[0].lower() != name)
    return replace(response, headers=kept if value is None else (*kept, (name, value)))


def with_body(response: Response, body: bytes, media_type: str | None = None) -> Response:
    """Return the response with another body and its length."""
    response = replace(with_header(response, "content-length", str(len(body))), body=body)
    return with_header(response, "content-type", media_type) if media_type else response


def with_json(response: Response, value: Any) -> Response:
    """Return the response with another JSON value; a media type other than JSON becomes ``application/json``."""
    return with_body(response, encode_json(value), None if is_json(response) else "application/json")


def without_body(response: Response, status: int) -> Response:
    """Return the response with this status and an empty body."""
    headers = tuple(pair for pair in response.headers if pair[0].lower() not in {"content-type", "content-length"})
    return Response(status, headers if status == 204 else (*headers, ("content-length", "0")))


def is_json(message: Request | Response) -> bool:
    """Whether the media type of a body is JSON, including those with the suffix ``+json`` (RFC 6839)."""
    essence = (message.header("content-type") or "").partition(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


def parse_json(message: Request | Response) -> Any:
    """Return the JSON value of a body; ``None`` if it is empty, invalid, or cannot be encoded as UTF-8 again."""
    try:
        value = json.loads(message.body.decode("utf-8")) if message.body else None
        if b"\\ud" in message.body.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # raises for half of a surrogate pair
    except (ValueError, RecursionError):
        return None
    return value


def documented_media(operation: Operation, response: Response) -> MediaType | None:
    """Return the documented JSON media type of a response; ``None`` without a schema or if the body is not JSON."""
    documented = operation.response(response.status)
    if documented is None or not is_json(response):
        return None
    return next((media for media in documented.content if media.schema is not None and media.is_json), None)


def violates(operation: Operation, response: Response, value: Any) -> bool:
    """Whether a JSON value, as the body of this response, violates the documented schema."""
    media = documented_media(operation, response)
    return media is not None and media.schema is not None and not media.schema.is_valid(value)


def with_path(request: Request, path: str) -> Request:
    """Return the request with another percent-encoded path and the same query."""
    query = request.target.partition("?")[2]
    return replace(request, target=f"{path}?{query}" if query else path)


def with_query_param(request: Request, name: str, value: str) -> Request:
    """Return the request with this single, percent-encoded value of a query parameter."""
    without = without_query_params(request, lambda one: one == name)
    separator = "&" if "?" in without.target else "?"
    return replace(without, target=f"{without.target}{separator}{name}={value}")


def without_query_params(request: Request, matches: Callable[[str], bool]) -> Request:
    """Return the request without the query parameters whose names match."""
    path, _, query = request.target.partition("?")
    kept = [part for part in query.split("&") if part and not matches(unquote_plus(part.partition("=")[0]))]
    return replace(request, target=f"{path}?{'&'.join(kept)}" if kept else path)


def with_request_json(request: Request, value: Any) -> Request:
    """Return the request with another JSON body, without Content-Length, which the transport sets."""
    return replace(request.without("content-length"), body=encode_json(value))
