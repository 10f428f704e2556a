"""Request bodies: which media type to send, and how to encode a JSON value in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

from benchmarks.families.items import items_schema
from contracts.conformance.request_builder import plain
from contracts.generation.json_encoding import encode_json
from contracts.spec.model import MediaType, Operation

FORM, MULTIPART, JSON_PATCH = "application/x-www-form-urlencoded", "multipart/form-data", "application/json-patch+json"

_BOUNDARY = "benchmark-boundary"


def essence(media: MediaType) -> str:
    """Return the media type without parameters, in lower case."""
    return media.name.partition(";")[0].strip().lower()


def chosen_media(operation: Operation) -> MediaType | None:
    """Return the media type to send: JSON, a wildcard (sent as JSON), a form, JSON Patch, else the first one."""
    content = operation.request_body.content if operation.request_body else ()
    return min(content, key=_rank, default=None)


_RANKS = ("json", "*/*", FORM, MULTIPART, JSON_PATCH)


def _rank(media: MediaType) -> int:
    name = essence(media)
    if name in _RANKS:
        return _RANKS.index(name)
    if name == "application/*":
        return 1
    return 0 if media.is_json else len(_RANKS)


def is_raw(media: MediaType) -> bool:
    """Whether the body is text or binary data, such as an upload."""
    return _rank(media) == len(_RANKS)


def is_json_patch(media: MediaType) -> bool:
    """Whether the body is a JSON Patch (RFC 6902), by media type or as a list of ``op`` and ``path``."""
    items = items_schema(media.schema)
    return essence(media) == JSON_PATCH or (items is not None and {"op", "path"} <= items.possible_properties.keys())


def is_form(media: MediaType) -> bool:
    """Whether the media type is a form, urlencoded or multipart."""
    return essence(media) in {FORM, MULTIPART}


def encode(media: MediaType, value: Any) -> tuple[bytes, str]:
    """Return the body and the content type."""
    name = essence(media)
    if name == FORM:
        return "&".join(f"{quote_plus(key)}={quote_plus(text)}" for key, text in _fields(media, value)).encode(), name
    if name == MULTIPART:
        return _multipart(_fields(media, value)), f"{name}; boundary={_BOUNDARY}"
    if is_raw(media):
        return str(value).encode(), media.name.replace("*", "plain")
    return encode_json(value), media.name if "*" not in name else "application/json"


def _fields(media: MediaType, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form (``encoding``: OpenAPI 3.1, section 4.8.15)."""
    for name, item in value.items() if isinstance(value, dict) else ():
        encoding = media.encoding.get(name, {})
        if isinstance(item, list) and not any(isinstance(one, list | dict) for one in item):
            texts = [plain(one) for one in item]
            yield from ((name, text) for text in (texts if encoding.get("explode", True) else [",".join(texts)]))
        elif isinstance(item, dict) and encoding.get("style") == "deepObject":
            yield from ((f"{name}[{key}]", plain(below)) for key, below in item.items())
        else:
            yield name, plain(item)


def _multipart(fields: Iterator[tuple[str, str]]) -> bytes:
    """Encode fields as ``multipart/form-data`` (RFC 7578)."""
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields
    ]
    return "".join([*parts, f"--{_BOUNDARY}--\r\n"]).encode()
