"""Helpers for the tests of bundling."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openapi_spec_validator import validate

from contracts.bundle.bundle import Bundled, BundleOptions, bundle_document
from contracts.findings import Severity
from contracts.spec.load import load_document, read_document
from contracts.spec.source import parse

OK = {"200": {"description": "Fine."}}


def document(version: str = "3.1.0", **parts: Any) -> dict[str, Any]:
    """Return a document with additional parts."""
    return {"openapi": version, "info": {"title": "Shop", "version": "1"}, "paths": {}, **parts}


def bundled(source: Path | dict[str, Any], **options: Any) -> Bundled:
    """Return a bundled document after checking it with two validators."""
    result = bundle_document(load_document(source), BundleOptions(**options))
    validate(result.tree)
    assert [found for found in read_document(result.tree).findings if found.severity is Severity.ERROR] == []
    return result


def losses(result: Bundled) -> list[tuple[str, str, str]]:
    """Return severity, pointer and message of each finding."""
    return [(str(found.severity), found.location.pointer, found.message) for found in result.findings]


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files and return the path of the first one."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / next(iter(files))


def read(text: str) -> Any:
    """Return the tree of a YAML document."""
    return parse(text, "expected.yaml").tree
