"""Form bodies of HAR entries that list their fields (HAR 1.2, ``postData.params``) instead of their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.multipart import Part, file_part, join_parts

OCTETS = "application/octet-stream"
"""The media type of files whose entry names none (RFC 7578, section 4.4)."""


def form_body(posted: Mapping[str, Any], media_type: str) -> tuple[bytes, str]:
    """Return the body with the listed fields, and its ``Content-Type``; ``""`` if the recorded one is right.

    A multipart body gets a boundary of its own, because the recorded one may occur in the content of a field.

    :param media_type: the recorded ``Content-Type``, with parameters.
    :raises ValueError: if a field contains a lone surrogate.
    """
    params = posted.get("params")
    fields = [one for one in params if isinstance(one, Mapping)] if isinstance(params, list) else []
    if not fields:
        return b"", ""
    essence = media_type.partition(";")[0].strip().lower()
    if not essence.startswith("multipart/"):
        return urlencode([(_text(one, "name"), _text(one, "value")) for one in fields]).encode(), ""
    body, generated = join_parts(_parts(fields))
    return body, f"{essence};{generated.partition(';')[2]}"


def files_without_content(posted: Mapping[str, Any]) -> list[str]:
    """Return the names of the listed files whose content was not recorded: browsers omit it."""
    params = posted.get("params") if not posted.get("text") else None
    listed = params if isinstance(params, list) else ()
    return [
        _text(one, "fileName")
        for one in listed
        if isinstance(one, Mapping) and _text(one, "fileName") and one.get("value") is None
    ]


def _parts(fields: list[Mapping[str, Any]]) -> Iterator[Part]:
    for one in fields:
        file_name, kind = _text(one, "fileName"), _line(_text(one, "contentType"))
        data = _text(one, "value").encode()
        part = file_part(_text(one, "name"), FileContent(data, file_name, kind or OCTETS))
        yield part if file_name or kind else Part(part.headers[:1], data)


def _text(field: Mapping[str, Any], key: str) -> str:
    """Return a value as a string; ``""`` for ``null``, which some tools write for a missing value."""
    value = field.get(key)
    return "" if value is None else str(value)


def _line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")
