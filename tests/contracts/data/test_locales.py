from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import contracts
from contracts.data.generate import Generators
from contracts.data.language import language

FIFTEEN = [
    *("en_US", "es_ES", "fr_FR", "it_IT", "de_DE", "nl_NL", "pt_BR", "pt_PT"),
    *("da_DK", "ru_RU", "fr_CA", "zh_CN", "ja_JP", "ko_KR", "sv_SE"),
]
CASES = ("ServerOpsCase", "TinesCase", "TracecatCase", "EgainCase")
GENERATORS = Generators(seed=5)
TOLD = re.compile(r"[a-z]+[a-z0-9-]*-[0-9]+|[0-9]+:[0-9]+|[0-9.]+[0-9]")
"""Machines, times and numbers, which are the same in every language."""


@cache
def schema_of(name):
    contract = contracts.load(str(Path(__file__).parents[3] / "openapi.yaml"))
    return contract.schema(f"/components/schemas/{name}")


def case(name, locale, key, generators=GENERATORS):
    return generators.for_locale(locale).compile(schema_of(name))(key)


@pytest.mark.parametrize("locale", FIFTEEN[1:])
def test_a_case_is_about_the_same_in_every_language(locale):
    for number in range(60):
        one, other = (case("ServerOpsCase", which, f"/c\0{number}") for which in ("en_US", locale))
        spoken = {"title", "description"}
        assert {name: value for name, value in one.items() if name not in spoken} == {
            name: value for name, value in other.items() if name not in spoken
        }
        assert one["description"] != other["description"]
        assert sorted(TOLD.findall(one["description"])) == sorted(TOLD.findall(other["description"]))


@pytest.mark.parametrize("locale", FIFTEEN[1:])
def test_a_subject_alone_is_about_the_same_too(locale):
    """Although the document has English examples for it, which other languages leave out."""
    english, own = language("en_US").incidents, language(locale).incidents
    for number in range(40):
        one, other = (case("EgainCase", which, f"/c\0{number}") for which in ("en_US", locale))
        kinds = [index for index, kind in enumerate(english) if filled(kind.title).fullmatch(one["subject"])]
        if kinds:
            assert any(filled(own[index].title).fullmatch(other["subject"]) for index in kinds)


def filled(title):
    pattern = ".+".join(map(re.escape, re.split(r"\{[a-z0-9]+\}", title)))
    return re.compile(pattern + r"( \[#\d+\])?", re.IGNORECASE)


@given(locale=st.sampled_from(FIFTEEN), name=st.sampled_from(CASES), key=st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_cases_are_valid_in_every_locale_and_the_same_again(locale, name, key):
    value = case(name, locale, key)
    assert schema_of(name).is_valid(value)
    assert case(name, locale, key, fresh(locale)) == value


@cache
def fresh(locale):
    """Generators that have never seen another locale."""
    return Generators(seed=5, locale=locale)


def test_generators_of_a_locale_are_made_once():
    german = GENERATORS.for_locale("de_DE")
    assert german is GENERATORS.for_locale("de_DE") is not GENERATORS
    assert GENERATORS.for_locale("en_US") is GENERATORS
    assert german.for_locale("en_US") is GENERATORS
    assert german.for_locale("ja_JP") is GENERATORS.for_locale("ja_JP")


def test_a_locale_that_faker_has_not_is_that_of_the_generators():
    assert GENERATORS.for_locale("xx_XX") is GENERATORS
