"""Several files become one: what other files hold moves to where the document has a place for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.bundling.draft import Draft
from contracts.bundling.gather import Gatherer
from contracts.bundling.names import names
from contracts.findings import Severity
from contracts.spec.document import Document, child_pointer
from contracts.spec.references import EXTERNAL
from contracts.spec.traversal import pointer_of


def join_files(document: Document) -> Draft:
    """One tree of a document, without other files beside it.

    What the document refers to in another file becomes a component, called after its place there; a component that only
    refers to a file takes its content in. Path items are written where they are referred to.
    """
    files = [place for place in _embedded(document.tree) if document.locate(place).file != document.name]
    whole = {place: document.locate(place).file for place in files}

    def is_stray(pointer: str) -> bool:
        return pointer.startswith(f"/{EXTERNAL}/") and "/".join(pointer.split("/", 3)[:3]) in whole

    def called(pointer: str) -> Iterator[str]:
        place = "/".join(pointer.split("/", 3)[:3])
        return names(whole[place], pointer[len(place) :])

    gatherer = Gatherer(document.tree, _without(document.tree, whole), is_stray, called)
    tree = gatherer.gather()
    first: dict[str, Any] = {key: tree[key] for key in ("openapi", "info") if key in tree}
    draft = Draft(document, {**first, **tree}, {home: pointer for pointer, home in gatherer.homes.items()})
    _report_operation_references(draft)
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


def _report_operation_references(draft: Draft) -> None:
    """Say which links name an operation by a place in another file: no reader follows these."""
    for here in draft.document.visits:
        reference = here.node.get("operationRef") if here.kind == "link" else None
        if isinstance(reference, str) and not reference.startswith("#") and "://" not in reference:
            pointer = child_pointer(pointer_of(here.trail), "operationRef")
            location = draft.document.locate(pointer)
            draft.report_at(
                "bundle", Severity.WARNING, location, f"the link still names {reference!r}, in another file",
                "name the operation by its operationId",
            )  # fmt: skip
