"""Making another answer or request of one: each function gives back a changed copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from contracts.data.encoding import encode_json
from contracts.messages import Request, Response
from contracts.spec.model import MediaType, Operation


def with_header(reply: Response, name: str, value: str | None) -> Response:
    """The answer with this one value for a header; ``None`` takes it away."""
    kept = tuple(pair for pair in reply.headers if pair[0].lower() != name)
    return replace(reply, headers=kept if value is None else (*kept, (name, value)))


def with_bytes(reply: Response, body: bytes, media_type: str | None = None) -> Response:
    """The answer with another body and its length."""
    reply = replace(with_header(reply, "content-length", str(len(body))), body=body)
    return with_header(reply, "content-type", media_type) if media_type else reply


def with_json(reply: Response, value: Any) -> Response:
    """The answer with another JSON value, under the media type it had if that is JSON."""
    return with_bytes(reply, encode_json(value), None if is_json(reply) else "application/json")


def without_body(reply: Response, status: int) -> Response:
    """The status alone."""
    headers = tuple(pair for pair in reply.headers if pair[0].lower() not in {"content-type", "content-length"})
    return Response(status, headers if status == 204 else (*headers, ("content-length", "0")))


def is_json(message: Request | Response) -> bool:
    """Whether a body is JSON by its media type (RFC 6839: also a ``+json`` suffix)."""
    essence = (message.header("content-type") or "").partition(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


def media_of(operation: Operation, reply: Response) -> MediaType | None:
    """What the document says of the body of an answer; ``None``: nothing that has a schema, or it is no JSON."""
    documented = operation.response(reply.status)
    if documented is None or not is_json(reply):
        return None
    named = (media for media in documented.content if media.schema is not None and media.is_json)
    return next(named, None)


def breaks(operation: Operation, reply: Response, value: Any) -> bool:
    """Whether a JSON value is one that the document does not allow in the place of this answer's."""
    media = media_of(operation, reply)
    return media is not None and media.schema is not None and not media.schema.is_valid(value)


def query_without(request: Request, named: Callable[[str], bool]) -> Request:
    """The request without those query parameters that are so named."""
    path, _, query = request.target.partition("?")
    kept = [part for part in query.split("&") if part and not named(unquote_plus(part.partition("=")[0]))]
    return replace(request, target=f"{path}?{'&'.join(kept)}" if kept else path)


def with_json_body(request: Request, value: Any) -> Request:
    """The request with another JSON value; no length header, the transport knows it."""
    return replace(request.without("content-length"), body=encode_json(value))
