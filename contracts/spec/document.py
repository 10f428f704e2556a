"""An OpenAPI document as it was written: one tree, its files, and the source location of every value."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.findings import NO_LINE, Finding, Line, Location
from contracts.spec.traversal import Edge, Visit

SWAGGER_2 = "2.0"
"""Version of Swagger documents, which are converted to OpenAPI 3.0."""

_ASCII_ESCAPE = re.compile(r"\\(u00[2-7]|x|U)")
"""A letter of a key that is written as an escape of JSON or YAML."""


@dataclass(frozen=True, eq=False)
class Document:
    """A document with internal references only (``#/…``), whichever files it was read from.

    :param name: the root file as the user wrote it, or ``<document>``.
    :param version: value of ``openapi``, e.g. ``3.0.3``, or of ``swagger``.
    :param tree: the complete document; other files are under ``x-external``.
    :param files: all local files it was read from, absolute, the root file first; empty for a mapping.
    :param locator: maps a JSON pointer of the tree to a location.
    :param reader: maps a location to its source line.
    :param findings: warnings and hints; a document with errors is not loaded.
    :param visits: all objects, once for each kind they are used as, in the order of ``traversal.visit``.
    :param edges: all resolved references; see :data:`contracts.spec.traversal.Edge`.
    :param texts: the text of each file by its name in locations, in the order of ``files``.
    :param allow_folders: folders whose files it may reference besides its own, absolute, symbolic links resolved.
    """

    name: str
    version: str
    tree: dict[str, Any] = field(repr=False)
    files: tuple[Path, ...]
    locator: Callable[[str], Location] = field(repr=False)
    reader: Callable[[Location], Line] = field(repr=False, default=lambda _: NO_LINE)
    findings: tuple[Finding, ...] = ()
    visits: tuple[Visit, ...] = field(repr=False, default=())
    edges: tuple[Edge, ...] = field(repr=False, default=())
    texts: Mapping[str, str] = field(repr=False, default_factory=dict)
    allow_folders: tuple[Path, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Return the document without its text and locations, for :mod:`contracts.spec.document_cache`."""
        return vars(self) | {"locator": None, "reader": None, "visits": (), "edges": (), "texts": {}}

    @property
    def form(self) -> str:
        """The OpenAPI version of the tree: ``3.0`` (also for Swagger 2.0), ``3.1`` or ``3.2``."""
        return "3.0" if self.version == SWAGGER_2 else self.version[:3]

    def may_contain(self, *words: str) -> bool:
        """Whether one of the words occurs in a text of the document, or may: a mapping has no text."""
        texts = [*self.texts.values()]
        if not texts or not all(texts):
            return True
        return any(word in text for text in texts for word in words) or any(map(_ASCII_ESCAPE.search, texts))

    def locate(self, pointer: str) -> Location:
        """File, line and column of a JSON pointer of the tree, or of its nearest existing ancestor."""
        return self.locator(pointer)

    def reference_to(self, pointer: str) -> str:
        """A reference from the root file to a pointer of the tree: ``#/components/…``, ``parts/error.yaml#/…``."""
        location = self.locator(pointer)
        file = "" if location.file == self.name else os.path.relpath(location.file, Path(self.name).parent)
        return f"{file}#{location.pointer}" if location.pointer or not file else file

    def line_of(self, location: Location) -> Line:
        """The source line of a location without its line break; falsy if unknown."""
        return self.reader(location)
