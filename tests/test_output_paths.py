"""Text of documents, requests and responses reaches output through few functions, which escape and mask it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]

WRITES = re.compile(r"sys\.std(?:err|out)\.(?:buffer\.)?write|sys\.stderr\.writelines|(?<![\w.])print\(")

ALLOWED = {
    "contracts/standard_error.py",  # write_error
    "contracts/cli/support.py",  # write, for reports that are escaped
}


def test_nothing_else_writes_to_the_standard_streams() -> None:
    found = {
        str(path.relative_to(ROOT))
        for package in ("contracts", "mockserver")
        for path in (ROOT / package).rglob("*.py")
        if WRITES.search(path.read_text("utf-8"))
    }
    assert found == ALLOWED


def test_nothing_else_escapes_what_does_not_print() -> None:
    allowed = {
        "contracts/escaping.py",
        "contracts/reports/excerpt.py",  # keeps the width of the line
        "mockserver/console/samples.py",  # for a shell
    }
    escapes = re.compile(r"if \w+\.isprintable\(\) (?:\w+ )*else")
    found = {
        str(path.relative_to(ROOT))
        for package in ("contracts", "mockserver")
        for path in (ROOT / package).rglob("*.py")
        if escapes.search(path.read_text("utf-8"))
    }
    assert found <= allowed
