from __future__ import annotations

import re

import pytest

from contracts.generation.case_domain.incidents import incident, joined
from contracts.generation.language import language
from contracts.generation.seed import mix

ENGLISH = language("en_US")
TEMPLATES = ENGLISH.incidents
EVERY = [incident(mix(7, number), number, ENGLISH) for number in range(len(TEMPLATES) * 12)]


def test_there_are_fifty_kinds():
    assert len(TEMPLATES) == 50
    assert len({template.title for template in TEMPLATES}) == 50


def test_every_blank_is_filled():
    assert not any(re.search(r"[{}]", text) for case in EVERY for text in case)


def test_sentences_begin_and_end_as_such():
    for case in EVERY:
        assert re.match(r"[A-Z0-9]|[a-z0-9]+-", case.title)
        assert not case.title.endswith(".")
        assert case.description.endswith(".")
        assert case.description.startswith(case.summary)
        assert len(case.title) <= 80


def test_most_are_different():
    assert len({case.description for case in EVERY}) > 580


def test_the_names_of_machines_stay_as_they_are():
    opening = re.compile(r"^(web|db|cache|mail|k8s|app)-")
    assert any(opening.match(case.title) for case in EVERY)


@pytest.mark.parametrize("locale", ["de_DE", "ru_RU", "ja_JP", "fr_CA", "pl_PL"])
def test_an_incident_is_the_same_in_every_language(locale):
    """Category, and every number, time, host and version that its texts name."""
    told = re.compile(r"[0-9][0-9:.]*[0-9]|[a-z]+-[0-9]+")
    for number, case in enumerate(EVERY):
        other = incident(mix(7, number), number, language(locale))
        assert other.category == case.category
        assert sorted(told.findall(other.title)) == sorted(told.findall(case.title))


def test_chinese_and_japanese_sentences_follow_without_a_space():
    assert joined(["一。", "二。"]) == "一。二。"
    assert joined(["One.", "Two."]) == "One. Two."
