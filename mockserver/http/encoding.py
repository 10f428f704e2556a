"""Encode response bodies by media type."""

from __future__ import annotations

import codecs
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from contracts.generation.json_encoding import encode_json
from contracts.generation.media_types import essence, family
from contracts.generation.sample_files import sample_bytes
from contracts.generation.text_encoding import encode_csv, encode_json_seq, encode_lines, encode_yaml, plain
from contracts.generation.xml_encoding import encode_xml
from contracts.spec.schemas import Schema

OCTETS = "application/octet-stream"
EVENT_STREAM = "text/event-stream"

EVENT_FIELDS = frozenset({"data", "event", "id", "retry"})
"""Fields of a server-sent event (HTML Standard, section 9.2.6)."""

_CHARSET = re.compile(r';\s*charset\s*=\s*"?([\w.:+-]+)', re.IGNORECASE)


def encode(value: Any, media_type: str, schema: Schema | None = None, *, is_example: bool = False) -> bytes:
    """Encode a value in the format of a media type.

    :param schema: the schema of the value, if any; XML takes its names from it.
    :param is_example: whether the value is documented: a string is then the whole body, except in JSON.
    """
    if isinstance(value, bytes):
        return value
    kind = family(media_type)
    if kind == "json":
        return encode_json(value)
    if is_example and isinstance(value, str):
        return _in_charset(value, media_type)
    if kind == "binary":
        return _file(value, media_type, schema)
    if essence(media_type) == EVENT_STREAM:
        return _events(value)
    if essence(media_type) == "text/html":
        return _in_charset(_page(value), media_type)
    if kind == "xml" and not (isinstance(value, str) and value.startswith("<")):
        return encode_xml(value, schema)
    encoder = _ENCODERS.get(kind)
    return encoder(value) if encoder is not None else _in_charset(plain(value), media_type)


def _form(value: Any) -> bytes:
    """Encode an object as ``application/x-www-form-urlencoded``: lists as repeated fields, without nulls."""
    if not isinstance(value, Mapping):
        return plain(value).encode()
    pairs = ((name, one) for name, below in value.items() for one in (below if isinstance(below, list) else [below]))
    return urlencode([(name, plain(one)) for name, one in pairs if one is not None]).encode("ascii")


_ENCODERS: Mapping[str, Callable[[Any], bytes]] = {
    "csv": encode_csv,
    "form": _form,
    "lines": encode_lines,
    "json-seq": encode_json_seq,
    "yaml": encode_yaml,
}
"""Encoders of values of any type by family."""


def _in_charset(text: str, media_type: str) -> bytes:
    """Encode text in the charset of its media type, UTF-8 if it names none or an unknown one."""
    match = _CHARSET.search(media_type)
    try:
        codec = codecs.lookup(match[1]).name if match else "utf-8"
        return text.encode(codec, "replace")
    except (LookupError, UnicodeError):
        return text.encode("utf-8", "replace")


def _file(value: Any, media_type: str, schema: Schema | None) -> bytes:
    """Return a small valid file; a string of arbitrary octets is one already.

    A schema with ``contentEncoding: base64`` (``format: byte`` in 3.0) describes the encoded file.
    """
    if essence(media_type) == OCTETS and isinstance(value, str):
        return value.encode("utf-8", "replace")
    data = sample_bytes(media_type)
    node = schema.resolve().node if schema is not None else None
    is_encoded = isinstance(node, Mapping) and node.get("contentEncoding") == "base64"
    return b64encode(data) if is_encoded else data


def _events(value: Any) -> bytes:
    """Encode the items of a list, or a single value, as server-sent events (HTML Standard, section 9.2)."""
    return "".join(map(_event, value if isinstance(value, list) else [value])).encode("utf-8", "replace")


def _event(value: Any) -> str:
    fields = (
        value if isinstance(value, Mapping) and "data" in value and value.keys() <= EVENT_FIELDS else {"data": value}
    )
    lines = [
        f"{name}: {line}"
        for name in ("event", "id", "retry", "data")
        if fields.get(name) is not None
        for line in plain(fields[name]).splitlines() or [""]
    ]
    return "\n".join(lines) + "\n\n"


def _page(value: Any) -> str:
    """Return a page that shows a value; a string with markup is one already."""
    if isinstance(value, str) and value.lstrip().startswith("<"):
        return value
    rows = value.items() if isinstance(value, Mapping) else ()
    content = "".join(f"<dt>{escape(str(name))}</dt><dd>{escape(plain(below))}</dd>" for name, below in rows)
    body = f"<dl>{content}</dl>" if rows else f"<p>{escape(plain(value))}</p>"
    head = '<head><meta charset="utf-8"><title>Response</title></head>'
    return f'<!DOCTYPE html><html lang="en">{head}<body>{body}</body></html>'


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON (RFC 6839: also by suffix)."""
    return essence(media_type).endswith(("/json", "+json"))


def is_xml(media_type: str) -> bool:
    """Whether a media type is XML (RFC 7303, section 4.2)."""
    return essence(media_type).endswith(("/xml", "+xml"))


def is_encodable(media_type: str) -> bool:
    """Whether values of every type can be encoded in this media type, as text."""
    return family(media_type) not in {"", "binary", "multipart"}


def is_supported(media_type: str) -> bool:
    """Whether there is a body in this media type for every schema: an encoded value, or a file."""
    return family(media_type) not in {"", "multipart"}
