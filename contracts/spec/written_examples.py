"""The values of examples: as they are written, as JSON in a string, or in a file of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from contracts.spec.document import Document
from contracts.spec.schemas import Schema

MAX_BYTES = 10 * 1024 * 1024
"""Maximum size of the file of an example."""

NOT_READ: Any = object()
"""There is no such file, or it must not be read."""


DATA_FIRST = ("value", "dataValue", "serializedValue")
TEXT_FIRST = ("value", "serializedValue", "dataValue")
"""The keys of a value in an Example Object (since OpenAPI 3.2), the one that counts first."""


def example_value(
    document: Document, pointer: str, example: Mapping[str, Any], media_type: str, schema: Schema | None
) -> Any:
    """Return the value of an Example Object, or :data:`NOT_READ`.

    Of JSON, and of parameters, the data counts; of other media types, the text, which is the exact body.

    :param pointer: location of the example.
    :param media_type: the media type of the value; ``""`` for a parameter.
    """
    in_json = not media_type or is_json(media_type)
    key = next((one for one in (DATA_FIRST if in_json else TEXT_FIRST) if one in example), "")
    if not key:
        return external_value(document, pointer, example.get("externalValue"), media_type)
    if key == "serializedValue" and media_type and in_json:
        return _parsed(example[key])
    return spelled_value(example[key], media_type, schema)


def _parsed(text: Any) -> Any:
    """The JSON value that a serialized example spells; the text itself if it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return text


def external_value(document: Document, pointer: str, reference: Any, media_type: str) -> Any:
    """Return the value of an example with ``externalValue`` (OpenAPI 3.1, "Example Object").

    Only files in the folder of the document, or below it, are read.

    :param pointer: location of the example, against whose file the reference is resolved.
    :returns: the JSON value for a JSON media type, else the text, or the bytes if it is not UTF-8; :data:`NOT_READ` if
        the reference is remote, or if the file is missing, elsewhere, too large, or not JSON.
    """
    path = _local_file(document, pointer, reference) if isinstance(reference, str) and media_type else None
    if path is None:
        return NOT_READ
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            return NOT_READ
        if is_json(media_type):
            return json.loads(content, parse_constant=_reject)
    except (OSError, ValueError, RecursionError):
        return NOT_READ
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content


def _reject(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _local_file(document: Document, pointer: str, reference: str) -> Path | None:
    """Return the file that a reference means, or ``None`` if it is not in the folder of the document."""
    try:
        url = urlsplit(reference)
        if url.scheme or url.netloc or not url.path or not document.files:
            return None
        folder = document.files[0].resolve().parent
        path = (Path(document.locate(pointer).file).resolve().parent / unquote(url.path)).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError):
        return None


def spelled_value(value: Any, media_type: str, schema: Schema | None) -> Any:
    """Return the JSON that an example in a string spells, if the media type is JSON and the value is not a string.

    :param schema: a schema that allows the string keeps it; without one, objects and arrays are read.
    """
    if not isinstance(value, str) or not is_json(media_type):
        return value
    text = value.strip()
    if not text or (schema is None and text[0] not in "{["):
        return value
    try:
        spelled = json.loads(text, parse_constant=_reject)
    except (ValueError, RecursionError):
        return value
    return value if isinstance(spelled, str) or (schema is not None and schema.is_valid(value)) else spelled


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON (RFC 6839: also by suffix)."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence in {"application/json", "text/json"} or essence.endswith("+json") or essence == "*/*"
