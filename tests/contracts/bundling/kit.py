"""What the tests of bundling share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openapi_spec_validator import validate

from contracts.bundle import Bundled, Wish, bundle_document
from contracts.findings import Severity
from contracts.spec.load import load_document, read_document
from contracts.spec.source import parse

OK = {"200": {"description": "Fine."}}


def document(version: str = "3.1.0", **parts: Any) -> dict[str, Any]:
    """A document with some of its parts."""
    return {"openapi": version, "info": {"title": "Shop", "version": "1"}, "paths": {}, **parts}


def bundled(source: Path | dict[str, Any], **wish: Any) -> Bundled:
    """A document as it is wished, which two validators take."""
    result = bundle_document(load_document(source), Wish(**wish))
    validate(result.tree)
    assert [found for found in read_document(result.tree).findings if found.severity is Severity.ERROR] == []
    return result


def losses(result: Bundled) -> list[tuple[str, str, str]]:
    """Severity, pointer and message of each finding."""
    return [(str(found.severity), found.location.pointer, found.message) for found in result.findings]


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files, the document's own first; its path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / next(iter(files))


def read(text: str) -> Any:
    """The tree of a YAML text."""
    return parse(text, "expected.yaml").tree
