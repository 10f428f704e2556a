"""The values of examples: as they are written, as JSON in a string, or in a file of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from contracts.spec.document import Document
from contracts.spec.schemas import Schema
from contracts.spec.source import may_reference

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

    Only files in the folder of the document, or below it, and in folders that the user allows, are read.

    :param pointer: location of the example, against whose file the reference is resolved.
    :returns: the JSON value for a JSON media type, else the text, or the bytes if it is not UTF-8; :data:`NOT_READ` if
        the reference is remote, or if the file is missing, elsewhere, too large, or not JSON (:func:`unreadable_file`).
    """
    if not media_type or not _is_local(document, reference):
        return NOT_READ
    try:
        return _read(document, pointer, reference, media_type)
    except UnreadableFileError:
        return NOT_READ


def unreadable_file(document: Document, pointer: str, reference: Any, media_type: str = "") -> tuple[str, str] | None:
    """Return why the file of an example is not read, and a hint; ``None`` if it is read, or not in a local file.

    :param pointer: location of the example.
    :param media_type: the media type of the value; ``""`` if it is not known: that of the file extension counts.
    """
    if not _is_local(document, reference):
        return None
    is_json_file = not media_type and urlsplit(reference).path.lower().endswith(".json")
    try:
        _read(document, pointer, reference, "application/json" if is_json_file else media_type)
    except UnreadableFileError as error:
        return f"{reference}: {error}", error.hint
    return None


class UnreadableFileError(Exception):
    """The file of an example cannot be read; the message is the reason."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


def _is_local(document: Document, reference: Any) -> bool:
    """Whether a reference means a file, not a URL; documents given as mappings have no files."""
    try:
        url = urlsplit(reference) if isinstance(reference, str) else None
    except ValueError:
        return False
    return url is not None and not url.scheme and not url.netloc and bool(url.path) and bool(document.files)


def _read(document: Document, pointer: str, reference: str, media_type: str) -> Any:
    """Return the value in the file of an example. Raises :class:`UnreadableFileError`."""
    path = _file(document, pointer, reference)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise UnreadableFileError(reason, "check the file permissions") from None
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(f"the file is larger than {MAX_BYTES // 1024**2} MiB", "use a shorter example")
    if is_json(media_type):
        try:
            return json.loads(content, parse_constant=_reject)
        except (ValueError, RecursionError) as error:
            raise UnreadableFileError(f"the file is not JSON: {error}", "correct the file, or the media type") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content


def _reject(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _file(document: Document, pointer: str, reference: str) -> Path:
    """Return the file that a reference means. Raises :class:`UnreadableFileError`."""
    try:
        root = document.files[0].resolve()
        path = (Path(document.locate(pointer).file).resolve().parent / unquote(urlsplit(reference).path)).resolve()
        is_inside, is_file = _is_inside(path, root, document.allow_folders), path.is_file()
    except (OSError, ValueError):
        raise UnreadableFileError("this is not the path of a file", "write a path relative to the document") from None
    if not is_inside:
        hint = "move it there, or allow its folder with --allow-folder"
        raise UnreadableFileError("the file is not in the folder of the document", hint)
    if not is_file:
        raise UnreadableFileError(
            "no such file", "add the file, or correct the path, which is relative to the document"
        )
    return path


def _is_inside(path: Path, root: Path, allowed: Iterable[Path]) -> bool:
    """Whether an example may be in a file: in the document's folder, or one that is allowed, and not hidden.

    The content of the file is sent to clients and servers, so the rest of the repository is not allowed.
    """
    is_near = any(path.is_relative_to(folder) for folder in (root.parent, *allowed))
    return is_near and may_reference(path, root, allowed)


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
