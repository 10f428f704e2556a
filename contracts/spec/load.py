"""Load a file or a mapping as a :class:`Document`: one tree with internal references, and all findings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.spec.document import SWAGGER_2, Document
from contracts.spec.object_model import DOCUMENT, SWAGGER
from contracts.spec.references import bundle
from contracts.spec.remote import is_url, read_remote
from contracts.spec.source import Folders, Source, from_mapping, parse, read_source
from contracts.spec.structure import check_semantics, check_structure, sort_findings
from contracts.spec.swagger import convert
from contracts.spec.traversal import Edge, visit_bundled

VERSION = re.compile(r"3\.[012]\.[0-9]+(-.+)?")

UNNAMED = "<document>"
"""Name of a document without a file in messages."""


class LoadResult(NamedTuple):
    """The result of reading a document.

    :param document: ``None`` if it cannot be parsed or is not an OpenAPI document.
    :param findings: all findings, sorted by position.
    :param written: the document before the conversion of Swagger 2.0.
    """

    document: Document | None
    findings: tuple[Finding, ...]
    written: Document | None = None


def load_document(
    source: str | os.PathLike[str] | Mapping[str, Any], *, allow_remote: bool = False, allow_folders: Folders = ()
) -> Document:
    """Load an OpenAPI document (2.0, 3.0, 3.1 or 3.2) with all local files that it references.

    :param source: path of a YAML or JSON file, or the document as a mapping.
    :param allow_remote: also read referenced ``http`` and ``https`` URLs; ``source`` may be one.
    :param allow_folders: folders whose files it may reference, besides its own folder and its repository.
    :raises DocumentError: with all findings, if at least one of them is an error.
    """
    reading = read_document(source, allow_remote=allow_remote, allow_folders=allow_folders)
    if reading.document is None or any(finding.severity is Severity.ERROR for finding in reading.findings):
        raise DocumentError(reading.findings)
    return replace(reading.document, findings=reading.findings)


def read_document(
    source: str | os.PathLike[str] | Mapping[str, Any], *, allow_remote: bool = False, allow_folders: Folders = ()
) -> LoadResult:
    """Read a document without raising for invalid ones. See :func:`load_document`."""
    try:
        root, path = open_source(source, allow_remote=allow_remote)
        return assemble(root, path, allow_remote=allow_remote, allow_folders=allow_folders)
    except DocumentError as error:
        return LoadResult(None, error.findings)


def open_source(
    source: str | os.PathLike[str] | Mapping[str, Any], *, allow_remote: bool = False
) -> tuple[Source, Path | None]:
    """Read the root file of a document.

    :returns: the parsed file, and its path; ``None`` for a mapping and for a URL.
    :raises DocumentError: if it cannot be read or parsed.
    """
    if isinstance(source, Mapping):
        return from_mapping(source, UNNAMED).without_surrogates(), None
    name = os.fspath(source)
    if allow_remote and is_url(name):
        return read_remote(name).without_surrogates(), None
    return read_source(Path(name), name).without_surrogates(), Path(name)


def read_text(text: str, name: str, *, allow_folders: Folders = ()) -> LoadResult:
    """Read a document from a string; relative references are resolved against ``name`` as a path.

    :param name: name of the document in messages.
    :param allow_folders: see :func:`load_document`.
    """
    try:
        return assemble(parse(text, name).without_surrogates(), Path(name), allow_folders=allow_folders)
    except DocumentError as error:
        return LoadResult(None, error.findings)


def assemble(
    source: Source, path: Path | None, *, allow_remote: bool = False, allow_folders: Folders = ()
) -> LoadResult:
    """Embed the other files of a document into its tree, and check it. See :func:`load_document`.

    :param source: the root file; its tree is changed.
    :param path: path of the root file; ``None`` if it has none.
    """
    unsupported = _check_version(source)
    if unsupported:
        return LoadResult(None, (*source.findings, unsupported))
    is_swagger = "swagger" in source.tree
    folders = tuple(Path(folder).resolve() for folder in allow_folders)
    kind = SWAGGER if is_swagger else DOCUMENT
    parts = bundle(source, path, kind, allow_remote=allow_remote, allow_folders=folders)
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
        allow_folders=folders,
    )
    # The document keeps ``parts`` for its locations; release the visits, which are large.
    parts.visits.clear()
    parts.edges.clear()
    document = _converted(written) if is_swagger else written
    findings = [*source.findings, *parts.findings, *check_structure(written), *check_semantics(document)]
    return LoadResult(document, tuple(sort_findings(findings, source.name)), written)


def _converted(written: Document) -> Document:
    """Convert a Swagger 2.0 document to OpenAPI 3.0; locations still refer to the source."""
    new = convert(written.tree)
    edges: list[Edge] = []
    visits = tuple(visit_bundled(new.tree, edges))

    def locate(pointer: str) -> Location:
        return written.locator(new.origin(pointer))

    return replace(written, tree=new.tree, locator=locate, visits=visits, edges=tuple(edges))


def _check_version(source: Source) -> Finding | None:
    """A finding if the source is not an OpenAPI document of a supported version."""
    tree = source.tree
    if not isinstance(tree, dict):
        return _finding(
            source, "", "not an OpenAPI document: not a mapping", "start it with the version, e.g. 'openapi: 3.1.0'"
        )
    if "swagger" in tree:
        version = tree["swagger"]
        if version == SWAGGER_2:
            return None
        return _finding(
            source,
            "/swagger",
            f"Swagger version {version!r} is not supported",
            "convert it to Swagger 2.0 or OpenAPI 3",
        )
    if "openapi" not in tree:
        return _finding(
            source, "", "not an OpenAPI document: missing key 'openapi'", "add the version, e.g. 'openapi: 3.1.0'"
        )
    version = tree["openapi"]
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        return _finding(
            source,
            "/openapi",
            f"OpenAPI version {version!r} is not supported",
            "use 3.0.x, 3.1.x or 3.2.x, e.g. '3.1.0'",
        )
    return None


def _finding(source: Source, pointer: str, message: str, hint: str) -> Finding:
    return Finding("version", Severity.ERROR, source.locate(pointer), message, hint)
