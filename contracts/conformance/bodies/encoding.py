"""Encode a JSON value as a request body of a media type."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import yaml

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.forms import encode_form
from contracts.conformance.bodies.media_types import concrete, family
from contracts.conformance.bodies.multipart import encode_multipart
from contracts.conformance.parameter_styles import plain
from contracts.generation.json_encoding import encode_json
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
            return _yaml(value), name
        case "csv":
            return _csv(value), name
        case "lines":
            return b"".join(encode_json(item) + b"\n" for item in _items(value)), name
        case "json-seq":
            return b"".join(b"\x1e" + encode_json(item) + b"\n" for item in _items(value)), name
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


def _yaml(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    return text.encode("utf-8", "replace")


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _csv(value: Any) -> bytes:
    """Encode a list of objects or lists as CSV with a header (RFC 4180); a string is CSV already."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    rows = [row for row in _items(value) if isinstance(row, Mapping | list)]
    names = list(dict.fromkeys(name for row in rows if isinstance(row, Mapping) for name in row))
    target = io.StringIO()
    writer = csv.writer(target)
    if names:
        writer.writerow(names)
    for row in rows:
        cells = [row.get(name) for name in names] if isinstance(row, Mapping) else row
        writer.writerow("" if cell is None else plain(cell) for cell in cells)
    return target.getvalue().encode("utf-8", "replace")
