from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import contracts
from contracts.generation.generate import Generators
from contracts.generation.language import language

FIFTEEN = [
    *("en_US", "es_ES", "fr_FR", "it_IT", "de_DE", "nl_NL", "pt_BR", "pt_PT"),
    *("da_DK", "ru_RU", "fr_CA", "zh_CN", "ja_JP", "ko_KR", "sv_SE"),
]
CASES = ("ServerOpsCase", "TinesCase", "TracecatCase", "EgainCase")
GENERATORS = Generators(seed=5)
TOLD = re.compile(r"[a-z]+[a-z0-9-]*-[0-9]+|[0-9]+:[0-9]+|[0-9.]+[0-9]")
"""Machines, times and numbers, which are equal in all languages."""


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
def test_a_subject_without_a_description_is_about_the_same_incident(locale):
    """Other languages do not use the English examples of the document."""
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
def test_cases_are_valid_and_reproducible_in_every_locale(locale, name, key):
    value = case(name, locale, key)
    assert schema_of(name).is_valid(value)
    assert case(name, locale, key, fresh(locale)) == value


@cache
def fresh(locale):
    """Return generators without other locales."""
    return Generators(seed=5, locale=locale)


def test_generators_of_a_locale_are_cached():
    german = GENERATORS.for_locale("de_DE")
    assert german is GENERATORS.for_locale("de_DE") is not GENERATORS
    assert GENERATORS.for_locale("en_US") is GENERATORS
    assert german.for_locale("en_US") is GENERATORS
    assert german.for_locale("ja_JP") is GENERATORS.for_locale("ja_JP")


def test_an_unsupported_locale_is_ignored():
    assert GENERATORS.for_locale("xx_XX") is GENERATORS


def drawn(build, name, node, locale="de_DE"):
    generator = GENERATORS.for_locale(locale).compile(
        build({"type": "object", "required": [name], "properties": {name: {"type": "string", **node}}})
    )
    return {generator(f"/x\0{number}")[name] for number in range(60)}


@pytest.mark.parametrize(
    ("name", "example", "expected"),
    [
        ("jobTitle", "Head of Nothing", "job_title"),
        ("reason", "Asked by the owner", "reason"),
        ("comment", "Nothing to add.", "comment"),
        ("department", "Ground Control", "department"),
    ],
)
def test_english_examples_are_replaced_by_words_of_the_language(build, name, example, expected):
    assert drawn(build, name, {"examples": [example]}) <= set(language("de_DE").words[expected])
    assert example in drawn(build, name, {"examples": [example]}, "en_US")


@pytest.mark.parametrize("name", ["reason", "team", "department"])
def test_documented_codes_are_kept_in_every_language(build, name):
    assert drawn(build, name, {"examples": ["tier_1", "tier_2"]}) >= {"tier_1", "tier_2"}


@pytest.mark.parametrize("name", ["lastName", "city", "summary", "title"])
def test_english_names_addresses_and_texts_are_replaced(build, name):
    assert "Somewhere Else" not in drawn(build, name, {"examples": ["Somewhere Else"]})


def test_strings_with_an_unknown_name_are_in_the_language(build):
    assert drawn(build, "blorp", {}) <= set(language("de_DE").words["reason"])


def test_names_of_departments(build):
    node = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    generator = GENERATORS.for_locale("fr_FR").compile(
        build({"type": "object", "required": ["department"], "properties": {"department": node}})
    )
    found = {generator(f"/x\0{number}")["department"]["name"] for number in range(60)}
    assert found == set(language("fr_FR").words["department"])
