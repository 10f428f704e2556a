"""Validation of response bodies."""

from __future__ import annotations

import json

import pytest

from benchmarks.bodies import summarize, validator, violations
from benchmarks.document import convert_to_30, example_case, serverops

DOCUMENT = convert_to_30(serverops())
VALIDATOR = validator(DOCUMENT)
GOOD = {
    "id": "1",
    "title": "t",
    "description": "",
    "status": "open",
    "attachments": [],
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
}


def violations_of(case: object) -> set[str]:
    return violations(json.dumps(case).encode(), VALIDATOR)


def test_valid_case_has_no_violation():
    assert violations_of(GOOD) == set()


@pytest.mark.parametrize(
    ("change", "violation"),
    [
        ({"status": "nope"}, "status: enum"),
        ({"created_at": "yesterday"}, "created_at: format"),
        ({"title": 1}, "title: type"),
        ({"attachments": [{}]}, "attachments/[]: required"),
    ],
)
def test_violation_is_reported_with_its_path(change, violation):
    assert violations_of({**GOOD, **change}) == {violation}


@pytest.mark.parametrize(("url", "good"), [("https://a.example/b%20c?d#e", True), ("a b", False), ("word", False)])
def test_uris_are_validated(url, good):
    (file,) = example_case(DOCUMENT)["attachments"][:1]
    found = violations_of({**GOOD, "attachments": [{**file, "url": url}]})
    assert ("attachments/[]/url: format" in found) is not good


def test_invalid_json_is_a_violation():
    assert violations(b"<html>", VALIDATOR) == {"not JSON"}


def test_each_invalid_body_is_counted_once():
    good, bad = json.dumps(GOOD).encode(), b'{"status": 1}'
    summary = summarize([good, good, bad, bad], VALIDATOR)
    assert (summary.asked, summary.invalid, summary.distinct) == (4, 2, 2)
    assert summary.faults["(root): required"] == 2
