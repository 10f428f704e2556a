"""Hostile documents: every command ends in time, within its memory, and with a message."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contracts.lint.rules.schemas.costly_schemas import SCHEMA_COSTLY
from contracts.lint.validate import examine
from tests.hostile.documents import HostileDocument, hostile_documents

ROOT = Path(__file__).parent.parent.parent

SELECTION = (
    "counts:minProperties of",
    "nested-arrays:1000",
    "enums:16000 objects",
    "conditions:12 in",
    "unions:9 oneOf",
    "all-of:doubled",
    "dags:allOf 40",
    "dags:same property",
    "aliases:4000 times 1 MB in",
    "patterns:in credentials",
    "patterns:300 of",
    "chains:20000 with siblings",
    "nesting:json arrays 100000",
    "bytes:null",
    "many:10000 responses",
    "discriminators:600",
    "examples:references",
    "extensions:x-mock-errors large",
)
"""Starts of the names of the documents that are played here; ``python -m tests.hostile`` plays all of them."""


def test_there_are_many_documents_with_different_names() -> None:
    names = [one.name for one in hostile_documents()]
    assert len(names) == len(set(names)) >= 150


def test_documents_are_the_same_in_every_run() -> None:
    for one in hostile_documents():
        if one.family in ("unions", "cycles", "servers"):
            assert one.build() == one.build()


def test_commands_end_in_time_and_with_a_message() -> None:
    commands = [argument for name in ("validate", "generate schema", "serve") for argument in ("--command", name)]
    command = [sys.executable, "-m", "tests.hostile", *commands, *SELECTION]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert played.returncode == 0, played.stdout + played.stderr


COSTLY = (
    "counts:minProperties",
    "counts:minItems",
    "counts:minContains",
    "counts:minLength",
    "nested-arrays:1000 to the 3",
    "nested-arrays:through references",
    "unions:9 oneOf of 3",
    "conditions:40 in allOf",
    "all-of:2000 members",
    "all-of:doubled",
    "dags:allOf 40 levels of 2",
    "dags:same property twice",
    "chains:2000 schemas",
)


@pytest.mark.parametrize("name", COSTLY)
def test_validate_warns_of_a_schema_that_needs_excessive_work(name: str, tmp_path: Path) -> None:
    report = examine(str(document(name).write(tmp_path)), [SCHEMA_COSTLY], {})
    found = [one for one in report.findings if one.rule == SCHEMA_COSTLY.id]
    assert found, name
    assert all(one.location.line and one.location.pointer for one in found)


@pytest.mark.parametrize("name", ["cycles:ten optional properties", "discriminators:grid", "servers:combinations"])
def test_validate_does_not_warn_of_other_schemas(name: str, tmp_path: Path) -> None:
    report = examine(str(document(name).write(tmp_path)), [SCHEMA_COSTLY], {})
    assert [one for one in report.findings if one.rule == SCHEMA_COSTLY.id] == []


def document(name: str) -> HostileDocument:
    """Return the document with a name."""
    return next(one for one in hostile_documents() if one.name == name)
