from __future__ import annotations

import re

import pytest

from contracts.generation.addresses import PHONES, STREETS, TOWNS, phone, places, spots
from contracts.generation.records import Pools
from contracts.generation.seed import salt
from contracts.generation.timestamps import WINDOW

ENGLISH = re.compile(r"\b(Suite|Apt|Floor|Unit|Street|Avenue|Road)\b")
POSTCODES = dict.fromkeys(TOWNS, r"\d{5}") | {
    "da_DK": r"\d{4}",
    "fr_CA": r"[A-Z]\d[A-Z] \d[A-Z]\d",
    "ja_JP": r"\d{3}-\d{4}",
    "nl_NL": r"[1-9]\d{3} [A-Z]{2}",
    "pt_BR": r"\d{5}-\d{3}",
    "pt_PT": r"[1-9]\d{3}-\d{3}",
    "ru_RU": r"\d{6}",
    "sv_SE": r"\d{3} \d{2}",
    "zh_CN": r"\d{6}",
}
SCRIPTS = {"ja_JP": "[ぁ-ヿ一-鿿]", "ko_KR": "[가-힣]", "ru_RU": "[а-яА-Я]", "zh_CN": "[一-鿿]"}


@pytest.mark.parametrize("locale", sorted(POSTCODES))
def test_an_address_matches_its_country(locale):
    towns = {(town, region) for town, region, _ in TOWNS[locale]}
    for place in places(Pools(0, locale)):
        assert re.fullmatch(POSTCODES[locale], place["postcode"])
        assert (place["city"], place["state"]) in towns
        assert place["country_code"] == locale[-2:]
        assert not any(ENGLISH.search(place[name]) for name in ("street", "line2"))


@pytest.mark.parametrize("locale", sorted(SCRIPTS))
def test_an_address_is_in_the_script_of_its_country(locale):
    script = re.compile(SCRIPTS[locale])
    for place in places(Pools(0, locale)):
        assert all(script.search(place[name]) for name in ("street", "city", "state", "country", "line2"))


def test_second_lines_of_english_addresses():
    assert re.fullmatch(r"(Suite|Apt\.|Floor|Unit) \d+", places(Pools(0, "en_US"))[0]["line2"])


def test_the_country_has_its_native_name():
    assert places(Pools(0, "de_DE"))[0]["country"] == "Deutschland"
    home = [spot["country"] for spot in spots(Pools(0, "de_DE")) if spot["country_code"] == "DE"]
    assert set(home) == {"Deutschland"}


@pytest.mark.parametrize("country", sorted(PHONES))
def test_phone_numbers_match_the_country(country):
    draw = phone(f"xx_{country}")
    found = {draw(salt(str(number)), WINDOW) for number in range(200)}
    form = re.escape(PHONES[country]).replace(r"\#", "[0-9]")
    assert len(found) > 50
    assert all(re.fullmatch(form, number) for number in found)


def test_phone_numbers_of_other_countries_are_reserved_for_fiction():
    assert re.fullmatch(r"\+1 \d{3} 555 01\d\d", phone("pl_PL")(5, WINDOW))


def test_functions_for_streets_are_for_known_locales():
    assert STREETS.keys() <= TOWNS.keys()
