"""Whole documents around the examples of rules and pairs."""

from pathlib import Path

import yaml

from contracts.diff.diff import changes
from contracts.spec.load import load_document

OPERATION = {"responses": {"204": {"description": "Done"}}}

VERSION_UNCHANGED = "version-unchanged"
"""Reported with every breaking change unless the version changes, too."""


def framed(given, within, version="3.1.0"):
    """Return a whole document around a piece."""
    if within == "whole":
        return given
    if within == "request":
        given = {"requestBody": {"content": {"application/json": {"schema": given}}}}
    elif within == "response":
        content = {"application/json": {"schema": given}}
        given = {"responses": {"200": {"description": "Good", "content": content}}}
    if within == "webhook":
        given = {"webhooks": {"caseClosed": {"post": {"responses": {"200": {"description": "Thanks"}}} | given}}}
    elif within != "document":
        given = {"paths": {"/cases": {"post": OPERATION | given}}}
    return {"openapi": version, "info": {"title": "Cases", "version": "1"}, "paths": {}} | given


def loaded(given, within, path: Path, version="3.1.0"):
    path.write_text(yaml.safe_dump(framed(given, within, version), sort_keys=False), "utf-8")
    return load_document(path)


def changes_between(before, after, within, folder, versions=("3.1.0", "3.1.0")):
    """Return the changes between two pieces."""
    old = loaded(before, within, folder / "old.yaml", versions[0])
    return changes(old, loaded(after, within, folder / "new.yaml", versions[1]))


def without_version(found):
    return [change for change in found if change.id != VERSION_UNCHANGED]
