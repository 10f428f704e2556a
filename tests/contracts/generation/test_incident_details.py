"""Files and tags suit the incident that they belong to."""

from __future__ import annotations

import pytest

from contracts.generation.case_domain.sample_data import FILE_KINDS
from contracts.generation.incident_details import KNOWN, STEMS, THEMES, TOPICS, suiting, suits

TEXT = {"type": "string"}


def thing(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


TAGS = {"type": "array", "items": TEXT | {"examples": ["evidence", "screenshot", "log", "database", "network", "mail"]}}
FILE = thing(original_name=TEXT, content_type=TEXT, tags=TAGS)
CASE = thing(title=TEXT, description=TEXT, category=TEXT, attachments={"type": "array", "items": FILE}, tags=TAGS)


@pytest.fixture(scope="module")
def cases(values):
    return values({"$ref": "#/components/schemas/Case"}, 400, Case=CASE)


def stem(file):
    name = file["original_name"].rpartition(".")[0]
    head, _, tail = name.rpartition("-")
    return head if tail.isdecimal() else name


def test_every_kind_of_incident_and_every_file_of_ours_is_known():
    assert {kind for file in FILE_KINDS for kind in file.stems} <= KNOWN
    assert set(THEMES.values()) <= STEMS.keys()


def test_names_of_files_suit_the_incident(cases):
    assert {THEMES[case["category"]] for case in cases} == set(THEMES.values())
    for case in cases:
        fit = STEMS["any"] | STEMS[THEMES[case["category"]]]
        assert all(stem(file) in fit for file in case["attachments"])


def test_tags_suit_the_incident_and_the_file(cases):
    for case in cases:
        theme = THEMES[case["category"]]
        for tags in (case["tags"], *(file["tags"] for file in case["attachments"])):
            assert all(tag in ("evidence", "screenshot", "log") or theme in TOPICS[tag] for tag in tags)
            assert len(set(tags)) == len(tags)
        for file in case["attachments"]:
            assert "screenshot" not in file["tags"] or file["original_name"].endswith(".png")
            assert "log" not in file["tags"] or file["original_name"].endswith(".log")
    assert any("screenshot" in file["tags"] for case in cases for file in case["attachments"])


def test_files_without_an_incident_may_be_anything(values):
    found = {stem(file) for file in values(FILE, 400)}
    assert {"original-message", "device", "heap-dump"} & found
    assert len(found) > 30


def test_too_few_files_that_suit():
    records = [{"name": "device.jpg"}] * 40
    assert suiting(records, "mail") == records


@pytest.mark.parametrize(
    ("tag", "theme", "expected"),
    [
        ("mail", "mail", True),
        ("mail", "network", False),
        ("mail", "", True),
        ("mail", " log", True),
        ("mail", "network log", False),
        ("log", "network log", True),
        ("log", "network picture", False),
        ("log", "network", True),
        ("anything", "network", True),
    ],
)
def test_whether_a_tag_suits(tag, theme, expected):
    assert suits(tag, theme) is expected
