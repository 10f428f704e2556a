"""Locations in a large file, which is read again when one is needed: its text would take much memory."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from contracts.findings import NO_LINE, Line, Location
from contracts.spec.document import SWAGGER_2, Document
from contracts.spec.json_text import JsonSourceMap
from contracts.spec.references import Bundle
from contracts.spec.source import Source, parse


def has_plain_locations(document: Document) -> bool:
    """Whether the pointers of a document are those of a single file, which was not converted or repaired."""
    owner = getattr(document.locator, "__self__", None)
    return isinstance(owner, Bundle) and len(owner.parts) == 1 and document.version != SWAGGER_2


def digest_of(content: bytes) -> bytes:
    """Return what shows whether a file has changed."""
    return hashlib.blake2b(content, digest_size=16).digest()


class LateLocations:
    """The locations of a file.

    :param name: of the file in messages.
    :param digest: see :func:`digest_of`; a file that has changed since has no lines.
    """

    def __init__(self, path: Path, name: str, digest: bytes) -> None:
        self._path = path
        self._name = name
        self._digest = digest

    def locate(self, pointer: str) -> Location:
        """See :meth:`contracts.spec.document.Document.locate`."""
        return self._source.locate(pointer) if self._source is not None else Location(self._name, pointer=pointer)

    def line_of(self, location: Location) -> Line:
        """See :meth:`contracts.spec.document.Document.line_of`."""
        return self._source.line(location) if self._source is not None else NO_LINE

    @cached_property
    def _source(self) -> Source | None:
        try:
            content = self._path.read_bytes()
        except OSError:
            return None
        if digest_of(content) != self._digest:
            return None
        text = content.decode("utf-8-sig")
        if text.lstrip().startswith("{") and self._path.suffix == ".json":
            return Source(self._name, None, text, JsonSourceMap(text))
        return parse(text, self._name)
