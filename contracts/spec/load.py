"""From a file or a mapping to a :class:`Document`: one tree, references internal, every finding collected."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.spec.document import SWAGGER_2, Document
from contracts.spec.references import bundle
from contracts.spec.shapes import DOCUMENT, SWAGGER
from contracts.spec.source import Source, from_mapping, parse, read_source
from contracts.spec.structure import check_agreement, check_structure, in_order
from contracts.spec.swagger import convert
from contracts.spec.traversal import Edge, visit_bundled

VERSION = re.compile(r"3\.[012]\.[0-9]+(-.+)?")

UNNAMED = "<document>"
"""What messages call a document that has no file."""


@dataclass(frozen=True)
class Reading:
    """A document as far as it could be read.

    :param document: ``None`` where there is none: not text, neither YAML nor JSON, or no OpenAPI.
    :param findings: everything that is wrong with it, in the order of the text.
    """

    document: Document | None
    findings: tuple[Finding, ...]


def load_document(source: str | os.PathLike[str] | Mapping[str, Any]) -> Document:
    """Read a document of OpenAPI 2.0 (Swagger), 3.0, 3.1 or 3.2 with every local file it refers to.

    :param source: path of a YAML or JSON file, or the document itself.
    :raises DocumentError: with everything that makes the document unusable.
    """
    reading = read_document(source)
    if reading.document is None or any(finding.severity is Severity.ERROR for finding in reading.findings):
        raise DocumentError(reading.findings)
    return replace(reading.document, findings=reading.findings)


def read_document(source: str | os.PathLike[str] | Mapping[str, Any]) -> Reading:
    """Read a document whatever is wrong with it. See :func:`load_document`."""
    try:
        if isinstance(source, Mapping):
            return _assemble(from_mapping(source, UNNAMED).whole(), None)
        name = os.fspath(source)
        return _assemble(read_source(Path(name), name).whole(), Path(name))
    except DocumentError as error:
        return Reading(None, error.findings)


def read_text(text: str, name: str) -> Reading:
    """Read the text of a document that has no file; the files that it refers to are looked for in the current folder.

    :param name: what messages call it.
    """
    try:
        return _assemble(parse(text, name).whole(), Path(name))
    except DocumentError as error:
        return Reading(None, error.findings)


def _assemble(source: Source, path: Path | None) -> Reading:
    refusal = _refuse(source)
    if refusal:
        return Reading(None, (*source.findings, refusal))
    is_swagger = "swagger" in source.tree
    parts = bundle(source, path, SWAGGER if is_swagger else DOCUMENT)
    written = Document(
        source.name,
        SWAGGER_2 if is_swagger else source.tree["openapi"],
        source.tree,
        tuple(part.path for part in parts.parts if part.path),
        parts.locate,
        parts.line_of,
        visits=tuple(parts.visits),
        edges=tuple(parts.edges),
        texts={part.source.name: part.source.text for part in parts.parts},
    )
    # The places of a document outlive the walk over it, which is large.
    parts.visits.clear()
    parts.edges.clear()
    document = _converted(written) if is_swagger else written
    findings = [*source.findings, *parts.findings, *check_structure(written), *check_agreement(document)]
    return Reading(document, tuple(in_order(findings, source.name)))


def _converted(written: Document) -> Document:
    """A document of 2.0 in the form of 3.0; its places are those of what was written."""
    new = convert(written.tree)
    edges: list[Edge] = []
    visits = tuple(visit_bundled(new.tree, edges))

    places = written.locator

    def locate(pointer: str) -> Location:
        return places(new.origin(pointer))

    return replace(written, tree=new.tree, locator=locate, visits=visits, edges=tuple(edges))


def _refuse(source: Source) -> Finding | None:
    tree = source.tree
    if not isinstance(tree, dict):
        return _finding(source, "", "not a mapping, so no OpenAPI document", "it must start with 'openapi: 3.1.0'")
    if "swagger" in tree:
        version = tree["swagger"]
        if version == SWAGGER_2:
            return None
        return _finding(source, "/swagger", f"Swagger version {version!r} is not supported", "use swagger: '2.0'")
    if "openapi" not in tree:
        return _finding(source, "", "no 'openapi' key, so no OpenAPI document", "add e.g. 'openapi: 3.1.0'")
    version = tree["openapi"]
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        return _finding(
            source, "/openapi", f"OpenAPI version {version!r} is not supported", "use 3.0.x, 3.1.x or 3.2.x"
        )
    return None


def _finding(source: Source, pointer: str, message: str, hint: str) -> Finding:
    return Finding("version", Severity.ERROR, source.locate(pointer), message, hint)
