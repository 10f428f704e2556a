"""The files of a document by the names that locations have for them, and the line of a location."""

from __future__ import annotations

from pathlib import Path

from contracts.findings import NO_LINE, Line, Location
from contracts.spec.document import Document
from contracts.spec.source_map import Lines


def files_of(document: Document) -> dict[str, Path]:
    """Every file of a document by the name that locations have for it, the root first."""
    return dict(zip(document.texts, document.files, strict=False))


def text_of(path: Path) -> str:
    """The text of a file, a byte order mark left out; ``""`` for one that is gone or is no text."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):
        return ""


def line_of(location: Location, text: str | None = None) -> Line:
    """The line that a location is on, without its end; false where it cannot be read.

    :param text: of its file; ``None``: read it.
    """
    text = text if text is not None else text_of(Path(location.file)) if location.line else ""
    lines = Lines(text)
    if not text or not 0 < location.line <= lines.at(len(text))[0]:
        return NO_LINE
    return lines.text_of(location.line, location.column, text)
