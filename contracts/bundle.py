"""``contracts bundle``: one document out of several files, one API out of a document, one version out of another."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from contracts.bundling.cut import Part, cut_out
from contracts.bundling.files import join_files
from contracts.bundling.lift import lift
from contracts.bundling.lower import lower
from contracts.bundling.prune import drop_unused
from contracts.bundling.trim import strip_extensions
from contracts.bundling.yaml_writer import write_yaml
from contracts.findings import Finding, Severity
from contracts.spec.document import Document

VERSIONS = ("3.0", "3.1")
"""What a document can be turned into."""


@dataclass(frozen=True)
class Wish:
    """What is to be made of a document, beside one file.

    :param part: what is to be kept of it.
    :param unused: take out components that nothing reaches; a part of a document has none in any case.
    :param strip: take out ``x-`` extensions.
    :param version: one of :data:`VERSIONS`; ``""``: as it is.
    """

    part: Part = field(default_factory=Part)
    unused: bool = False
    strip: bool = False
    version: str = ""

    def changes(self, document: Document) -> bool:
        """Whether anything is to be done to a document."""
        return (
            len(document.files) != 1
            or bool(self.part)
            or self.unused
            or self.strip
            or (self.version != "" and not document.version.startswith(f"{self.version}."))
        )


@dataclass(frozen=True)
class Bundled:
    """A document that stands alone.

    :param tree: its JSON values, in the order of the original, ``openapi`` and ``info`` first.
    :param findings: what could not be kept, each with its place in the user's files. An error says that the document
        means something else now, a warning that it tells less.
    """

    tree: dict[str, Any]
    findings: tuple[Finding, ...]


def is_lossy(findings: tuple[Finding, ...]) -> bool:
    """Whether something was lost; what is only to be known is a hint."""
    return any(finding.severity is not Severity.HINT for finding in findings)


def bundle_document(document: Document, wish: Wish) -> Bundled:
    """Make one document that stands alone; the given one stays as it is.

    :raises UsageError: for a part or a version that cannot be had.
    :raises DocumentError: for ``x-mock-apis`` of the wrong form, where one of them is asked for.
    """
    draft = join_files(document)
    if wish.part:
        draft = cut_out(draft, wish.part)
    elif wish.unused:
        drop_unused(draft)
    if wish.strip:
        strip_extensions(draft.tree)
    if wish.version and wish.version != draft.version:
        draft = lift(draft) if (draft.version, wish.version) == ("3.0", "3.1") else lower(draft, wish.version)
        if wish.part or wish.unused:
            # What is said in other words may need fewer components.
            drop_unused(draft)
    return Bundled(draft.tree, tuple(draft.findings))


def written(tree: dict[str, Any], form: str) -> str:
    """A document as text.

    :param form: ``yaml`` or ``json``.
    """
    if form == "json":
        return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"
    return write_yaml(tree)
