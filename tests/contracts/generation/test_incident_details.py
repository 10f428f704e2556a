"""Incidents, and the files and tags that fit them."""

from __future__ import annotations

import re

import pytest

from contracts.generation.incident_details import KNOWN, STEMS, THEMES, TOPICS, fits_theme, fitting_files
from contracts.generation.language import language
from contracts.generation.sample_data import FILE_KINDS, incident, joined
from contracts.generation.seed import mix

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


def test_all_categories_and_file_names_have_a_theme():
    assert {kind for file in FILE_KINDS for kind in file.stems} <= KNOWN
    assert set(THEMES.values()) <= STEMS.keys()


def test_file_names_fit_the_incident(cases):
    assert {THEMES[case["category"]] for case in cases} == set(THEMES.values())
    for case in cases:
        fit = STEMS["any"] | STEMS[THEMES[case["category"]]]
        assert all(stem(file) in fit for file in case["attachments"])


def test_tags_fit_the_incident_and_the_file(cases):
    for case in cases:
        theme = THEMES[case["category"]]
        for tags in (case["tags"], *(file["tags"] for file in case["attachments"])):
            assert all(tag in ("evidence", "screenshot", "log") or theme in TOPICS[tag] for tag in tags)
            assert len(set(tags)) == len(tags)
        for file in case["attachments"]:
            assert "screenshot" not in file["tags"] or file["original_name"].endswith(".png")
            assert "log" not in file["tags"] or file["original_name"].endswith(".log")
    assert any("screenshot" in file["tags"] for case in cases for file in case["attachments"])


def test_files_without_an_incident_have_any_name(values):
    found = {stem(file) for file in values(FILE, 400)}
    assert {"original-message", "device", "heap-dump"} & found
    assert len(found) > 30


def test_too_few_fitting_files():
    records = [{"name": "device.jpg"}] * 40
    assert fitting_files(records, "mail") == records


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
def test_whether_a_tag_fits(tag, theme, expected):
    assert fits_theme(tag, theme) is expected


ENGLISH = language("en_US")
TEMPLATES = ENGLISH.incidents
EVERY = [incident(mix(7, number), number, ENGLISH) for number in range(len(TEMPLATES) * 12)]


def test_there_are_fifty_templates():
    assert len(TEMPLATES) == 50
    assert len({template.title for template in TEMPLATES}) == 50


def test_all_placeholders_are_filled():
    assert not any(re.search(r"[{}]", text) for case in EVERY for text in case)


def test_sentences_start_with_a_capital_and_end_with_a_full_stop():
    for case in EVERY:
        assert re.match(r"[A-Z0-9]|[a-z0-9]+-", case.title)
        assert not case.title.endswith(".")
        assert case.description.endswith(".")
        assert case.description.startswith(case.summary)
        assert len(case.title) <= 80


def test_most_incidents_are_different():
    assert len({case.description for case in EVERY}) > 580


def test_names_of_machines_are_not_capitalized():
    opening = re.compile(r"^(web|db|cache|mail|k8s|app)-")
    assert any(opening.match(case.title) for case in EVERY)


@pytest.mark.parametrize("locale", ["de_DE", "ru_RU", "ja_JP", "fr_CA", "pl_PL"])
def test_an_incident_is_the_same_in_every_language(locale):
    """The category and all numbers, times, hosts and versions in its texts are equal."""
    told = re.compile(r"[0-9][0-9:.]*[0-9]|[a-z]+-[0-9]+")
    for number, case in enumerate(EVERY):
        other = incident(mix(7, number), number, language(locale))
        assert other.category == case.category
        assert sorted(told.findall(other.title)) == sorted(told.findall(case.title))


def test_chinese_and_japanese_sentences_are_joined_without_spaces():
    assert joined(["一。", "二。"]) == "一。二。"
    assert joined(["One.", "Two."]) == "One. Two."
