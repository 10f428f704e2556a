"""The texts of a document's files, read again: comments are in no tree."""

from __future__ import annotations

import os
from pathlib import Path

from contracts.findings import Location
from contracts.spec.document import Document
from contracts.spec.places import Lines


def files_of(document: Document) -> dict[str, Path]:
    """Every file of a document by the name that locations have for it, the root first."""
    if not document.files:
        return {}
    root, *others = document.files
    base = Path(document.name).parent
    return {
        document.name: root,
        **{os.path.normpath(base / os.path.relpath(other, root.parent)): other for other in others},
    }


def texts_of(document: Document) -> dict[str, str]:
    """The text of every file of a document by the name that locations have for it; line ends as they are."""
    return {name: text_of(path) for name, path in files_of(document).items()}


def text_of(path: Path) -> str:
    """The text of a file, a byte order mark left out; ``""`` for one that is gone or is no text."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):
        return ""


def line_of(location: Location) -> str:
    """The line that a location is on, without its end; ``""`` where it cannot be read."""
    text = text_of(Path(location.file)) if location.line else ""
    lines = Lines(text)
    return lines.text_of(location.line, text) if text and location.line <= lines.at(len(text))[0] else ""
