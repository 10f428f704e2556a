"""``multipart/form-data`` bodies (RFC 7578) by the encoding object of OpenAPI (3.1.1, section 4.8.15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.forms import STYLE_KEYS, field_items, is_exploded
from contracts.conformance.parameter_styles import SEPARATORS, styled_pairs
from contracts.generation.json_encoding import encode_json
from contracts.generation.media_types import MULTIPART, family
from contracts.generation.text_encoding import plain
from contracts.generation.xml_encoding import encode_xml
from contracts.spec.model import MediaType
from contracts.spec.schemas import Schema


@dataclass(frozen=True)
class Part:
    """One part of a multipart body.

    :param headers: all headers of the part, encoded.
    """

    headers: tuple[tuple[str, bytes], ...]
    data: bytes


def encode_multipart(value: Any, media: MediaType) -> tuple[bytes, str]:
    """Return the body and its ``Content-Type`` with the boundary, which depends on the content only."""
    parts = list(parts_of(value, media)) if isinstance(value, Mapping) else []
    return join_parts(parts)


def join_parts(parts: Iterable[Part]) -> tuple[bytes, str]:
    """Return the body of these parts and its ``Content-Type``."""
    rendered = [_rendered(part) for part in parts]
    boundary = f"casemock-{blake2b(b''.join(rendered), digest_size=12).hexdigest()}"
    mark = b"--" + boundary.encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in rendered) + mark + b"--\r\n"
    return body, f"{MULTIPART}; boundary={boundary}"


def _rendered(part: Part) -> bytes:
    head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in part.headers)
    return head + b"\r\n" + part.data


def parts_of(value: Mapping[str, Any], media: MediaType) -> Iterator[Part]:
    """Yield the parts of an object: one for each property, or for each item of a list. Nulls are left out."""
    known = media.schema.possible_properties if media.schema is not None else {}
    for name, item in value.items():
        encoding = media.encoding.get(name, {})
        if any(key in encoding for key in STYLE_KEYS):
            yield from _styled_parts(name, item, encoding)
        else:
            schema = known.get(name)
            items = item if isinstance(item, list) else [item]
            below = schema.items if schema is not None and isinstance(item, list) else schema
            yield from (_part(name, one, encoding, below) for one in items if one is not None)


def _styled_parts(name: str, value: Any, encoding: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the parts of a property with a style, which takes precedence over ``contentType``."""
    style = str(encoding.get("style", "form"))
    for item in field_items(value, encoding):
        if isinstance(item, FileContent):
            yield file_part(name, item, _headers(encoding))
            continue
        delimiter = SEPARATORS.get(style, ",")
        if isinstance(item, list):
            yield _text_part(name, delimiter.join(map(plain, item)), _headers(encoding))
            continue
        for pair in styled_pairs(name, item, style, explode=is_exploded(encoding)):
            own, _, text = map(unquote, pair.partition("="))
            yield _text_part(own, text, _headers(encoding))


def _part(name: str, value: Any, encoding: Mapping[str, Any], schema: Schema | None) -> Part:
    headers = _headers(encoding)
    if isinstance(value, FileContent):
        return file_part(name, value, headers)
    documented = str(encoding.get("contentType", "")).partition(",")[0].strip()
    if isinstance(value, dict | list) or (documented and family(documented) in {"json", "xml"}):
        kind = documented or "application/json"
        data = encode_xml(value, schema) if family(kind) == "xml" else encode_json(value)
        return _text_part(name, data, (("Content-Type", kind.encode()), *headers))
    if documented and "*" not in documented:
        headers = (("Content-Type", documented.encode()), *headers)
    return _text_part(name, plain(value), headers)


def _text_part(name: str, data: str | bytes, headers: tuple[tuple[str, bytes], ...]) -> Part:
    disposition = b'form-data; name="' + escaped(name) + b'"'
    return Part((("Content-Disposition", disposition), *headers), data.encode() if isinstance(data, str) else data)


def file_part(name: str, file: FileContent, headers: tuple[tuple[str, bytes], ...] = ()) -> Part:
    """Return the part of a file; its name, if any, is UTF-8 (RFC 7578, section 4.2)."""
    filename = b'; filename="' + escaped(file.name) + b'"' if file.name else b""
    return raw_file_part(name, file, filename, headers)


def raw_file_part(name: str, file: FileContent, filename: bytes, headers: tuple[tuple[str, bytes], ...] = ()) -> Part:
    """Return the part of a file with these parameters of ``Content-Disposition``, such as ``b'; filename="a"'``."""
    disposition = b'form-data; name="' + escaped(name) + b'"' + filename
    kind = file.media_type.encode()
    return Part((("Content-Disposition", disposition), ("Content-Type", kind), *headers), file.data)


def escaped(text: str) -> bytes:
    """Return a name for ``Content-Disposition`` as browsers write it (HTML, section 4.10.22.8)."""
    for character, code in (("\r", "%0D"), ("\n", "%0A"), ('"', "%22")):
        text = text.replace(character, code)
    return text.encode("utf-8", "replace")


def _headers(encoding: Mapping[str, Any]) -> tuple[tuple[str, bytes], ...]:
    """Return the documented headers of a part with their examples, or else a value of their type."""
    documented = encoding.get("headers")
    return tuple(
        (name, text.encode("latin-1", "replace"))
        for name, node in (documented.items() if isinstance(documented, Mapping) else ())
        if isinstance(node, Mapping) and name.lower() not in {"content-type", "content-disposition"}
        and (text := _header_value(node)) is not None
    )  # fmt: skip


def _header_value(node: Mapping[str, Any]) -> str | None:
    """Return an example of a header; ``None`` if it is optional and has none, or is a reference."""
    schema = node.get("schema")
    schema = schema if isinstance(schema, Mapping) else {}
    for found in (node, schema):
        for key in ("example", "default", "const"):
            if key in found:
                return plain(found[key])
    first = next(iter(schema.get("enum") or schema.get("examples") or ()), None)
    if first is not None:
        return plain(first)
    is_number = schema.get("type") in {"integer", "number"}
    return ("1" if is_number else "casemock") if node.get("required") is True else None
