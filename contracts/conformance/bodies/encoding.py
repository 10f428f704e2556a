"""Encode a JSON value as a request body of a media type."""

from __future__ import annotations

from typing import Any

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.forms import encode_form
from contracts.conformance.bodies.multipart import encode_multipart
from contracts.generation.json_encoding import encode_json
from contracts.generation.media_types import concrete, family
from contracts.generation.text_encoding import encode_csv, encode_json_seq, encode_lines, encode_yaml, plain
from contracts.generation.xml_encoding import encode_xml
from contracts.spec.model import MediaType


def encode_body(value: Any, media: MediaType) -> tuple[bytes, str]:
    """Return the body and its ``Content-Type``.

    :param value: a JSON value; in forms and as a whole body also :class:`FileContent`.
    """
    name = concrete(media.name)
    if isinstance(value, FileContent):
        return value.data, name
    match family(name):
        case "json":
            return encode_json(value), name
        case "form":
            return encode_form(value, media), name
        case "multipart":
            return encode_multipart(value, media)
        case "xml":
            return _xml(value, media), name
        case "yaml":
            return value.encode("utf-8", "replace") if isinstance(value, str) else encode_yaml(value), name
        case "csv":
            return encode_csv(value), name
        case "lines":
            return encode_lines(value), name
        case "json-seq":
            return encode_json_seq(value), name
    return plain(value).encode("utf-8", "replace"), name


def _xml(value: Any, media: MediaType) -> bytes:
    """Encode an XML document; a string is one already. Nulls are left out, as an empty element is an empty string."""
    return (
        value.encode("utf-8", "replace") if isinstance(value, str) else encode_xml(_without_nulls(value), media.schema)
    )


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
