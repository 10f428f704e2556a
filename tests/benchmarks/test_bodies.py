"""The judge finds what is wrong."""

from __future__ import annotations

import json

import pytest

from benchmarks.bodies import faults, tell, validator
from benchmarks.document import example_case, form_3_0, serverops

DOCUMENT = form_3_0(serverops())
JUDGE = validator(DOCUMENT)
GOOD = {
    "id": "1",
    "title": "t",
    "description": "",
    "status": "open",
    "attachments": [],
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
}


def judge(case: object) -> set[str]:
    return faults(json.dumps(case).encode(), JUDGE)


def test_a_good_case_has_no_fault():
    assert judge(GOOD) == set()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"status": "nope"}, "status: enum"),
        ({"created_at": "yesterday"}, "created_at: format"),
        ({"title": 1}, "title: type"),
        ({"attachments": [{}]}, "attachments/[]: required"),
    ],
)
def test_a_fault_is_named_with_its_place(change, fault):
    assert judge({**GOOD, **change}) == {fault}


@pytest.mark.parametrize(("url", "good"), [("https://a.example/b%20c?d#e", True), ("a b", False), ("word", False)])
def test_addresses_are_checked(url, good):
    (file,) = example_case(DOCUMENT)["attachments"][:1]
    found = judge({**GOOD, "attachments": [{**file, "url": url}]})
    assert ("attachments/[]/url: format" in found) is not good


def test_what_is_no_json_is_a_fault():
    assert faults(b"<html>", JUDGE) == {"no JSON"}


def test_bodies_are_counted_not_faults():
    good, bad = json.dumps(GOOD).encode(), b'{"status": 1}'
    told = tell([good, good, bad, bad], JUDGE)
    assert (told.asked, told.invalid, told.distinct) == (4, 2, 2)
    assert told.faults["the whole: required"] == 2
