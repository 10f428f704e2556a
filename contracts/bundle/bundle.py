"""Bundling: one document from several files, from a part of a document, or in another OpenAPI version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from contracts.bundle.builder import BundleBuilder
from contracts.bundle.component_names import has_own_name, names
from contracts.bundle.discriminator_values import keep_values
from contracts.bundle.downgrade import downgrade
from contracts.bundle.prune import drop_unused, strip_extensions
from contracts.bundle.relocate import Relocator
from contracts.bundle.select import BundleSelection, select_part
from contracts.bundle.upgrade_30 import upgrade_30
from contracts.bundle.yaml_writer import write_yaml
from contracts.escaping import dangerous_json
from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.pointers import child_pointer, split_pointer, walk
from contracts.spec.references import EXTERNAL
from contracts.spec.source import parse
from contracts.spec.traversal import pointer_of

VERSIONS = ("3.0", "3.1")
"""OpenAPI versions that documents can be converted to."""


FILE_TOKENS = 2
"""Tokens of the pointer of another file."""


@dataclass(frozen=True)
class BundleOptions:
    """Options of ``contracts bundle``.

    :param part: the part of the document to keep.
    :param unused: remove unused components; a part of a document never has any.
    :param strip: remove ``x-`` extensions.
    :param version: one of :data:`VERSIONS`; ``""``: keep the version.
    """

    part: BundleSelection = field(default_factory=BundleSelection)
    unused: bool = False
    strip: bool = False
    version: str = ""

    def changes(self, document: Document) -> bool:
        """Whether the bundled document differs from the file."""
        return (
            len(document.files) != 1
            or _names_itself(document)
            or bool(self.part)
            or self.unused
            or self.strip
            or (self.version != "" and not document.version.startswith(f"{self.version}."))
        )


def _names_itself(document: Document) -> bool:
    """Whether a document of one file refers to itself by its file name, which the bundled document may not have."""
    own, text = document.files[0], document.texts.get(document.name, "")
    if own.name not in text:
        return False
    tree = parse(text, document.name).tree
    for _, reference, _, _ in document.edges:
        try:
            written = walk(tree, document.locate(reference.pointer).pointer)
        except KeyError:
            continue
        file = unquote(written.partition("#")[0]) if isinstance(written, str) else ""
        if file and (own.parent / file).resolve() == own:
            return True
    return False


@dataclass(frozen=True)
class Bundled:
    """A bundled document.

    :param tree: the document in the order of the original, ``openapi`` and ``info`` first.
    :param findings: losses, with locations in the user's files. An error means that the document accepts more than
        before, a warning that documentation is lost.
    """

    tree: dict[str, Any]
    findings: tuple[Finding, ...]


def is_lossy(findings: tuple[Finding, ...]) -> bool:
    """Whether findings include losses; hints are only information."""
    return any(finding.severity is not Severity.HINT for finding in findings)


def bundle_document(document: Document, options: BundleOptions) -> Bundled:
    """Return a document as a single tree; the given document is not changed.

    :raises UsageError: for a part without operations, or a version that the document cannot be converted to.
    :raises DocumentError: for invalid ``x-mock-apis``, if an API is selected.
    """
    draft = join_files(document)
    if options.part:
        draft = select_part(draft, options.part)
    elif options.unused:
        drop_unused(draft)
    if options.strip:
        strip_extensions(draft.tree)
    if options.version and options.version != draft.version:
        draft = (
            upgrade_30(draft)
            if (draft.version, options.version) == ("3.0", "3.1")
            else downgrade(draft, options.version)
        )
        if options.part or options.unused:
            # The converted document may use fewer components.
            drop_unused(draft)
    return Bundled(draft.tree, tuple(draft.findings))


def render_document(tree: dict[str, Any], format_: str) -> str:
    """Return a document as text.

    :param format_: ``yaml`` or ``json``.
    """
    if format_ == "json":
        return dangerous_json(json.dumps(tree, indent=2, ensure_ascii=False)) + "\n"
    return write_yaml(tree)


# ---------------------------------------------------------------------- several files


def join_files(document: Document) -> BundleBuilder:
    """Return a document without references to other files.

    Referenced content of other files becomes a component, named after its location there; a component that is only a
    reference is replaced by the content. Path items are inlined.
    """
    pointers = [one for one in _embedded(document.tree) if document.locate(one).file != document.name]
    files = {pointer: document.locate(pointer).file for pointer in pointers}

    def is_stray(pointer: str) -> bool:
        return pointer.startswith(f"/{EXTERNAL}/") and "/".join(pointer.split("/", 3)[:3]) in files

    def names_for(pointer: str) -> Iterator[str]:
        file = "/".join(pointer.split("/", 3)[:3])
        return names(files[file], pointer[len(file) :])

    gatherer = Relocator(document.tree, _without(document.tree, files), is_stray, names_for)
    tree = gatherer.gather()

    def name_of(pointer: str) -> str:
        tokens = split_pointer(pointer)
        if not is_stray(pointer):
            return tokens[-1]
        return next(names_for(pointer)) if len(tokens) == FILE_TOKENS or has_own_name(tokens[FILE_TOKENS:]) else ""

    mapped = keep_values(gatherer, document.visits, tree, name_of) if files else []
    first: dict[str, Any] = {key: tree[key] for key in ("openapi", "info") if key in tree}
    draft = BundleBuilder(document, {**first, **tree}, {home: pointer for pointer, home in gatherer.homes.items()})
    _report_operation_references(draft)
    for pointer in mapped:
        draft.report("bundle", Severity.HINT, pointer, "a mapping keeps the values that select renamed schemas")
    return draft


def _embedded(tree: dict[str, Any]) -> list[str]:
    files = tree.get(EXTERNAL)
    return [child_pointer("", EXTERNAL, name) for name in files] if isinstance(files, dict) else []


def _without(tree: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    root = {key: value for key, value in tree.items() if key != EXTERNAL}
    own = {
        name: value
        for name, value in (tree.get(EXTERNAL) or {}).items()
        if child_pointer("", EXTERNAL, name) not in files
    }
    return {**root, EXTERNAL: own} if own else root


def _report_operation_references(draft: BundleBuilder) -> None:
    """Report links that refer to an operation in another file, which tools do not resolve."""
    for here in draft.document.visits:
        reference = here.node.get("operationRef") if here.kind == "link" else None
        if isinstance(reference, str) and not reference.startswith("#") and "://" not in reference:
            pointer = child_pointer(pointer_of(here.trail), "operationRef")
            location = draft.document.locate(pointer)
            draft.report_at(
                "bundle", Severity.WARNING, location, f"the link refers to {reference!r} in another file",
                "use operationId instead of operationRef",
            )  # fmt: skip
