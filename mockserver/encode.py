"""Values into the bytes of a media type."""

from __future__ import annotations

from typing import Any

from mockserver.http import encode_json


def encode(value: Any, media_type: str) -> bytes:
    """Encode a response body: JSON as JSON, a string of any other media type as its text."""
    essence = media_type.partition(";")[0].strip().lower()
    if isinstance(value, str) and not (essence.endswith("json")):
        return value.encode("utf-8")
    return encode_json(value)


def is_encodable(media_type: str) -> bool:
    """Whether values of objects and arrays can be written in this media type; text of any kind always can."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.endswith("json") or essence.startswith("text/")
