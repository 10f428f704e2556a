"""An OpenAPI document as it was written: one tree, its files, and the place of everything in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.findings import NO_LINE, Finding, Line, Location
from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk
from contracts.spec.shapes import METHODS
from contracts.spec.traversal import Edge, Visit

__all__ = [
    "METHODS",
    "SWAGGER_2",
    "Document",
    "child_pointer",
    "reference_pointer",
    "split_pointer",
    "walk",
]

SWAGGER_2 = "2.0"
"""The version of documents that come in a form of their own; their tree is turned into that of 3.0."""


@dataclass(frozen=True, eq=False)
class Document:
    """A document whose references are all internal (``#/…``), whichever files it was read from.

    :param name: the root file as the user wrote it, or ``<document>``.
    :param version: value of ``openapi``, e.g. ``3.0.3``, or of ``swagger``.
    :param tree: the whole document; other files that it refers to stand under ``x-external``.
    :param files: every local file read, absolute, the root first; empty for a document given as a mapping.
    :param findings: what is doubtful in it though it can be used: warnings and hints.
    :param visits: every object once for each kind it is used as, in the order of ``traversal.visit``.
    :param edges: each reference that leads somewhere: who holds it, it, and the pointer and value that it leads to.
    :param texts: the text of each file by the name that locations have for it, in the order of ``files``.
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

    @property
    def form(self) -> str:
        """The version whose form the tree has: ``3.0``, ``3.1`` or ``3.2``; 2.0 is turned into the first."""
        return "3.0" if self.version == SWAGGER_2 else self.version[:3]

    def locate(self, pointer: str) -> Location:
        """File, line and column of a JSON pointer of the tree, or of its nearest ancestor that exists."""
        return self.locator(pointer)

    def reference_to(self, pointer: str) -> str:
        """A pointer of the tree as the root file would refer to it: ``#/components/…``, ``parts/error.yaml#/…``."""
        place = self.locator(pointer)
        file = "" if place.file == self.name else os.path.relpath(place.file, Path(self.name).parent)
        return f"{file}#{place.pointer}" if place.pointer or not file else file

    def line_of(self, location: Location) -> Line:
        """The line of the text that a location is on, without its end; false where there is no text."""
        return self.reader(location)
