"""Request bodies as text: what a client sends for a value in a documented media type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from contracts.generation.json_encoding import encode_json
from contracts.spec.model import MediaType
from mockserver.console.parameter_serializer import scalar_text
from mockserver.http.encoding import encode, is_encodable


class SampleBody(NamedTuple):
    """A request body.

    :param text: ``None`` if it is in ``form``.
    :param form: the parts of a ``multipart/form-data`` body, for which the client chooses the boundary.
    """

    text: str | None
    form: tuple[tuple[str, str], ...] = ()


def sample_body(media_type: MediaType, value: Any, *, indent: bool = False) -> SampleBody:
    """Return the body with a value.

    :param indent: whether JSON is written on several lines, for a person.
    """
    kind = media_type.name.partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and isinstance(value, Mapping):
        return SampleBody(None, tuple((name, scalar_text(item)) for name, item in value.items()))
    if kind == "application/x-www-form-urlencoded" and isinstance(value, Mapping):
        return SampleBody(urlencode({name: scalar_text(item) for name, item in value.items()}))
    if isinstance(value, str) and not media_type.is_json:
        return SampleBody(value)
    if not media_type.is_json and is_encodable(media_type.name):
        return SampleBody(encode(value, media_type.name, media_type.schema).decode("utf-8", "replace"))
    return SampleBody(json.dumps(value, indent=2, ensure_ascii=False) if indent else encode_json(value).decode())


def concrete_name(media_type: MediaType) -> str:
    """Return a media type for a range such as ``text/*``."""
    if "*" not in media_type.name:
        return media_type.name
    return "text/plain" if media_type.name.startswith("text/") else "application/octet-stream"
