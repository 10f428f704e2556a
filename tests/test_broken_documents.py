"""Documents with one known error each: ``validate`` reports it at the right line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from contracts.findings import Finding, Severity
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate
from contracts.spec.load import read_document
from contracts.spec.pointers import split_pointer
from contracts.spec.source import parse
from tests.broken_documents import BASES, CASES, Base, Case, break_document, name_of

LINE_COLUMN = re.compile(r"\d+:\d+")
"""A line and column in a message."""

SINGLE_FILES = [(base, case) for base, case in CASES if base.folder is None]


def errors_and_warnings(path: Path) -> list[Finding]:
    return [one for one in validate(str(path), own_rules(), {})[1] if one.severity is not Severity.HINT]


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.name)
def test_base_document_has_no_findings(base: Base) -> None:
    assert validate(str(base.root), own_rules(), {})[1] == []


@pytest.mark.parametrize(("base", "case"), CASES, ids=[name_of(*one) for one in CASES])
def test_error_is_found_at_its_line(base: Base, case: Case, tmp_path: Path) -> None:
    broken = break_document(base, case, tmp_path)
    assert broken.lines
    found = errors_and_warnings(broken.root)
    lines = {(finding.location.file, finding.location.line) for finding in found}
    assert lines & {(str(broken.file), line) for line in broken.lines}, (broken.lines, [str(one) for one in found])


@pytest.mark.parametrize(("base", "case"), SINGLE_FILES, ids=[name_of(*one) for one in SINGLE_FILES])
def test_json_has_the_same_findings_at_its_own_lines(base: Base, case: Case, tmp_path: Path) -> None:
    path = break_document(base, case, tmp_path).root
    parsed = read_document(str(path))
    if any(finding.rule in ("syntax", "duplicate-key") for finding in parsed.findings):
        return
    as_json = tmp_path / "document.json"
    as_json.write_text(json.dumps(parse(path.read_text("utf-8"), "document.yaml").tree, indent=2))
    found = errors_and_warnings(as_json)
    assert sorted(map(identity, found)) == sorted(map(identity, errors_and_warnings(path)))
    for finding in found:
        name = split_pointer(finding.location.pointer)[-1:] or ["{"]
        assert name[0].isdecimal() or json.dumps(name[0])[1:-1] in finding.line.text


def identity(finding: Finding) -> tuple[str, str, str]:
    """Return what identifies a finding, without its line."""
    return finding.rule, finding.location.pointer, LINE_COLUMN.sub("", finding.message)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 100
