"""Form bodies: parts of urlencoded and multipart requests, parsed and encoded again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from contracts.generation.json_encoding import encode_json
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation
from contracts.spec.schemas import Schema

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
BOUNDARY = "score-0123456789"
MAX_PARTS = 1000

_PARAMETER = re.compile(r'(?<![a-z*])(name|filename)="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A field or file of a form.

    :param file_name: ``None`` for a field.
    :param media_type: content type of the part; ``""`` if missing.
    """

    name: str
    data: bytes
    file_name: str | None = None
    media_type: str = ""


def form_media(operation: Operation) -> MediaType | None:
    """The documented form of a request body; ``None`` if missing."""
    content = operation.request_body.content if operation.request_body else ()
    return next((one for one in content if _essence(one.name) in {URLENCODED, MULTIPART}), None)


def accepts_form(operation: Operation) -> bool:
    """Whether the operation has a form as request body."""
    return form_media(operation) is not None


def accepts_files(operation: Operation) -> bool:
    """Whether the operation has a multipart form as request body."""
    media = form_media(operation)
    return media is not None and _essence(media.name) == MULTIPART


def _essence(name: str) -> str:
    return name.partition(";")[0].strip().lower()


def parse_form(request: Request) -> list[Part] | None:
    """Return the parts of a form body, in order; ``None`` if the body is not a form."""
    sent = request.header("content-type") or ""
    if _essence(sent) == URLENCODED:
        try:
            pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_PARTS)
        except ValueError:
            return None
        return [Part(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs]
    boundary = sent.partition("boundary=")[2].partition(";")[0].strip('" ')
    if _essence(sent) != MULTIPART or not boundary:
        return None
    return list(_multipart(request.body, boundary.encode("latin-1")))


def _multipart(body: bytes, boundary: bytes) -> Iterator[Part]:
    for section in (b"\r\n" + body).split(b"\r\n--" + boundary)[1 : MAX_PARTS + 1]:
        head, separator, data = section.partition(b"\r\n\r\n")
        if section.startswith(b"--") or not separator:
            continue
        text = head.decode("utf-8", "replace")
        names = {key.lower(): value for key, value in _PARAMETER.findall(text)}
        media_type = next((line[13:].strip() for line in text.splitlines() if line.lower()[:13] == "content-type:"), "")
        yield Part(names.get("name", ""), data, names.get("filename"), media_type)


def with_form(request: Request, parts: Iterable[Part]) -> Request:
    """Return the request with other parts in its form, without Content-Length, which the transport sets."""
    request = request.without("content-length")
    if _essence(request.header("content-type") or "") == URLENCODED:
        pairs = (f"{quote_plus(one.name)}={quote_plus(one.data)}" for one in parts)
        return replace(request, body="&".join(pairs).encode())
    body = b"".join(_encoded(one) for one in parts) + f"--{BOUNDARY}--\r\n".encode()
    return request.with_body(body, f"{MULTIPART}; boundary={BOUNDARY}")


def _encoded(part: Part) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{part.name}"'
    if part.file_name is not None:
        head += f'; filename="{part.file_name}"'
    if part.media_type:
        head += f"\r\nContent-Type: {part.media_type}"
    return f"{head}\r\n\r\n".encode() + part.data + b"\r\n"


def form_parts(media: MediaType, value: Mapping[str, Any]) -> list[Part]:
    """Return the parts of a form for a JSON object; strings in binary format become files."""
    properties = media.schema.possible_properties if media.schema else {}
    parts: list[Part] = []
    for name, inner in value.items():
        schema = properties.get(name)
        items = schema.items if schema else None
        if isinstance(inner, list) and items is not None:
            parts += [_part(name, one, items, media, number) for number, one in enumerate(inner)]
        elif inner is not None:
            parts.append(_part(name, inner, schema, media, 0))
    return parts


def _part(name: str, value: Any, schema: Schema | None, media: MediaType, number: int) -> Part:
    if schema is not None and is_binary(schema) and _essence(media.name) == MULTIPART:
        sent_type = str(media.encoding.get(name, {}).get("contentType", "")).partition(",")[0]
        media_type = sent_type if sent_type and "*" not in sent_type else "application/octet-stream"
        return Part(name, f"content {number}\r\n\xe9 {value}".encode(), f"file-{number}.bin", media_type)
    data = value if isinstance(value, str) else encode_json(value).decode()
    return Part(name, data.encode("utf-8", "surrogatepass"))


def is_binary(schema: Schema) -> bool:
    """Whether a string of the schema is the content of a file."""
    node = schema.resolve().node
    if not isinstance(node, dict):
        return False
    return node.get("format") == "binary" or "contentMediaType" in node
