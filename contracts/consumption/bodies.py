"""Bodies of recorded messages as values, as far as the contract's media types say how to read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from contracts.consumption.parameters import typed
from contracts.consumption.places import Place, place_at
from contracts.messages import Request, Response
from contracts.recordings.xml_values import value_of
from contracts.spec.model import MediaType

UNREAD: Any = object()
"""A body that is no value: it is of a form that is not looked into, or not what its media type says."""


def media_type_of(message: Request | Response) -> str:
    """The essence of ``Content-Type`` in lower case; ``""``: there is none."""
    return (message.header("content-type") or "").partition(";")[0].strip().lower()


def media_for(content: Iterable[MediaType], media_type: str) -> MediaType | None:
    """The documented media type of a body: the same, else a range that it lies in (RFC 9110, section 12.5.1)."""
    names = {media.name.partition(";")[0].strip().lower(): media for media in reversed(tuple(content))}
    family = media_type.partition("/")[0]
    return names.get(media_type) or (names.get(f"{family}/*") or names.get("*/*") if media_type else None)


def place_of(media: MediaType | None) -> Place | None:
    """What the contract says of a body; ``None``: nothing."""
    return place_at(media.schema) if media is not None and media.schema is not None else None


def is_json(media_type: str) -> bool:
    """Whether bodies of a media type are JSON (RFC 6839: also with a ``+json`` suffix)."""
    return media_type in {"application/json", "text/json"} or media_type.endswith("+json")


def body_of(message: Request | Response, media: MediaType | None) -> Any:
    """The body as a JSON value, or :data:`UNREAD`.

    :param media: as the contract documents it; XML and forms are read as its schema says.
    """
    media_type, place = media_type_of(message), place_of(media)
    try:
        if is_json(media_type):
            return json.loads(message.body)
        if media_type == "application/x-www-form-urlencoded":
            pairs = parse_qsl(message.body.decode("utf-8"), keep_blank_values=True)
            return _form(pairs, place)
        if media_type == "multipart/form-data":
            return _form(list(_fields(message)), place)
        if media is not None and media.schema is not None and media_type in {"application/xml", "text/xml"}:
            return value_of(message.body, media.schema)
    except (ValueError, RecursionError):
        return UNREAD
    return UNREAD


def _form(pairs: list[tuple[str, str]], place: Place | None) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, text in pairs:
        below = place.member(name)[1] if place is not None else None
        if below is not None and "array" in below.types:
            value.setdefault(name, []).append(typed(text, below.items))
        else:
            value[name] = typed(text, below)
    return value


def _fields(message: Request | Response) -> Iterator[tuple[str, str]]:
    """The fields of ``multipart/form-data`` (RFC 7578), each as text; of a file what can be read of it."""
    head = f"content-type: {message.header('content-type')}\r\n\r\n".encode("latin-1", "replace")
    parts = message_from_bytes(head + message.body).get_payload()
    for part in parts if isinstance(parts, list) else ():
        if not isinstance(part, Message):
            continue
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            content = part.get_payload(decode=True)
            yield name, content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
