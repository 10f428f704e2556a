"""Typed access to invalid documents, and the source lines of locations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contracts.findings import NO_LINE, Line, Location
from contracts.spec.document import Document
from contracts.spec.source_map import Lines


def mapping(value: Any, *keys: str) -> dict[str, Any]:
    """Return the mapping below ``keys``; an empty one if it is missing or not a mapping."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """Return the value if it is a list; otherwise an empty list."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """Return the value if it is a string; otherwise ``""``."""
    return value if isinstance(value, str) else ""


def files_of(document: Document) -> dict[str, Path]:
    """Return the paths of a document's files by their names in locations, the root first."""
    return dict(zip(document.texts, document.files, strict=False))


def text_of(path: Path) -> str:
    """Return the content of a file without a byte order mark; ``""`` if it is missing or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):
        return ""


def line_of(location: Location, text: str | None = None) -> Line:
    """Return the source line of a location, without its line break; a false value if it cannot be read.

    :param text: content of the file; ``None`` to read it.
    """
    text = text if text is not None else text_of(Path(location.file)) if location.line else ""
    lines = Lines(text)
    if not text or not 0 < location.line <= lines.at(len(text))[0]:
        return NO_LINE
    return lines.text_of(location.line, location.column, text)
