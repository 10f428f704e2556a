"""Documents broken in known ways, each made of a valid one by one change: each is found, and at the right line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.findings import Finding, Severity
from contracts.rules.registry import own_rules
from contracts.spec.document import split_pointer
from contracts.spec.load import read_document
from contracts.spec.source import parse
from contracts.validate import validate

FOLDER = Path(__file__).parent / "faults"
BASES = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.endswith(".cases.yaml"))
MARK = " # here"
PLACE = re.compile(r"\d+:\d+")
"""Of another place that a message speaks of."""

CASES = [(base, case) for base in BASES for case in yaml.safe_load(base.with_suffix(".cases.yaml").read_text("utf-8"))]


def broken(base: Path, case: dict[str, Any]) -> tuple[str, set[int]]:
    """The text of a broken document, and the lines at which a finding is right."""
    text = base.read_text("utf-8")
    for change in [case, *([case["also"]] if "also" in case else [])]:
        assert text.count(change["old"]) == 1 or "\n" not in change["old"], case["name"]
        assert change["old"] in text, case["name"]
        text = text.replace(change["old"], change["new"], 1)
    places = [text.find(case[key]) for key in ("here", "or") if key in case]
    assert all(place >= 0 for place in places), case["name"]
    lines = {text.count("\n", 0, place) + 1 for place in places}
    lines |= {number for number, line in enumerate(text.split("\n"), 1) if line.endswith(MARK)}
    return text, lines


def errors_and_warnings(path: Path) -> list[Finding]:
    return [one for one in validate(str(path), own_rules(), {})[1] if one.severity is not Severity.HINT]


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.stem)
def test_what_they_are_made_of_is_clean(base: Path) -> None:
    assert validate(str(base), own_rules(), {})[1] == []


@pytest.mark.parametrize(("base", "case"), CASES, ids=[f"{base.stem}-{case['name']}" for base, case in CASES])
def test_a_fault_is_found_at_its_line(base: Path, case: dict[str, Any], tmp_path: Path) -> None:
    text, lines = broken(base, case)
    path = tmp_path / "document.yaml"
    path.write_text(text, "utf-8")
    found = errors_and_warnings(path)
    assert any(finding.location.line in lines for finding in found), (lines, [str(one) for one in found])


@pytest.mark.parametrize(("base", "case"), CASES, ids=[f"{base.stem}-{case['name']}" for base, case in CASES])
def test_json_has_the_same_findings_at_its_own_lines(base: Path, case: dict[str, Any], tmp_path: Path) -> None:
    text, _ = broken(base, case)
    path = tmp_path / "document.yaml"
    path.write_text(text, "utf-8")
    reading = read_document(str(path))
    if any(finding.rule in ("syntax", "duplicate-key") for finding in reading.findings):
        return
    as_json = tmp_path / "document.json"
    as_json.write_text(json.dumps(parse(text, "document.yaml").tree, indent=2))
    found = errors_and_warnings(as_json)
    assert sorted(map(identity, found)) == sorted(map(identity, errors_and_warnings(path)))
    for finding in found:
        name = split_pointer(finding.location.pointer)[-1:] or ["{"]
        assert name[0].isdecimal() or json.dumps(name[0])[1:-1] in finding.line.text


def identity(finding: Finding) -> tuple[str, str, str]:
    """A finding without its line."""
    return finding.rule, finding.location.pointer, PLACE.sub("", finding.message)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 100
