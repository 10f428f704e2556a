"""Encode response bodies: JSON, XML and text."""

from __future__ import annotations

from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.generation.xml_encoding import encode_xml
from contracts.spec.schemas import Schema


def encode(value: Any, media_type: str, schema: Schema | None = None) -> bytes:
    """Encode a value as JSON or XML; a string of any other media type is encoded as it is.

    :param schema: the schema of the value, if any; XML takes its names from it.
    """
    if is_json(media_type):
        return encode_json(value)
    if isinstance(value, str):
        return value.encode("utf-8")
    return encode_xml(value, schema) if is_xml(media_type) else encode_json(value)


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON (RFC 6839: also by suffix)."""
    return _essence(media_type).endswith(("/json", "+json"))


def is_xml(media_type: str) -> bool:
    """Whether a media type is XML (RFC 7303, section 4.2)."""
    return _essence(media_type).endswith(("/xml", "+xml"))


def is_encodable(media_type: str) -> bool:
    """Whether values of every type can be encoded in this media type."""
    return is_json(media_type) or is_xml(media_type) or _essence(media_type).startswith("text/")


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
