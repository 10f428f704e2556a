"""The media types of request bodies that can be sent."""

from __future__ import annotations

from contracts.generation.media_types import family
from contracts.spec.model import MediaType, Operation


def is_writable(media: MediaType) -> bool:
    """Whether valid bodies of a media type can be written; any type can if it has a string as an example."""
    return bool(family(media.name)) or any(isinstance(one.value, str) for one in media.examples)


def body_media(operation: Operation) -> MediaType | None:
    """Return the first JSON media type of the request body; ``None`` if there is none."""
    content = operation.request_body.content if operation.request_body else ()
    return next((media for media in content if media.is_json), None)


def request_media(operation: Operation) -> MediaType | None:
    """Return the media type that is sent: JSON, else the first that can be written; ``None`` if there is none."""
    content = operation.request_body.content if operation.request_body else ()
    return body_media(operation) or next((media for media in content if is_writable(media)), None)


def lacks_body(operation: Operation) -> bool:
    """Whether the requests for an operation are incomplete: it requires a body that cannot be written."""
    body = operation.request_body
    return body is not None and body.required and request_media(operation) is None
