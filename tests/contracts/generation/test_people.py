"""People of each locale, and the transliteration of their names."""

from __future__ import annotations

import re

import pytest

from contracts.generation.people import host, persons
from contracts.generation.records import Pools
from contracts.generation.transliteration import plain, romanised, slug
from contracts.generation.word_lists import WORDS

FIFTEEN = [
    "en_US",
    "es_ES",
    "fr_FR",
    "it_IT",
    "de_DE",
    "nl_NL",
    "pt_BR",
    "pt_PT",
    "da_DK",
    "ru_RU",
    "fr_CA",
    "zh_CN",
    "ja_JP",
    "ko_KR",
    "sv_SE",
]


@pytest.mark.parametrize("locale", FIFTEEN)
def test_email_addresses_and_user_names_match_the_name(locale):
    for person in persons(Pools(0, locale)):
        given, _, family = person["email"].partition("@")[0].partition(".")
        assert re.fullmatch("[a-z]{2,}", given) or given == plain_of(person["first_name"])
        assert re.fullmatch("[a-z]{1,}", family)
        assert person["username"].startswith(given[0])


def plain_of(name):
    return name.lower()


def test_japanese_names_are_transliterated():
    found = {person["last_name"]: person["email"].partition("@")[0].rpartition(".")[2]
             for person in persons(Pools(0, "ja_JP"))}  # fmt: skip
    assert found["佐藤"] == "sato"
    assert found["田中"] == "tanaka"


@pytest.mark.parametrize(
    ("locale", "name"),
    [("ja_JP", "[一-鿿々ぁ-ヿ]+"), ("zh_CN", "[一-鿿]+"), ("ko_KR", "[가-힣]+"), ("ru_RU", "[а-яёА-ЯЁ -]+")],
)
def test_names_are_in_the_script_of_the_language(locale, name):
    assert all(re.fullmatch(name, person["name"]) for person in persons(Pools(0, locale)))


def test_family_names_agree_with_the_gender_in_russian():
    for person in persons(Pools(0, "ru_RU")):
        assert person["last_name"].endswith("а") is (person["gender"] == "female")


def test_names_without_transliteration_have_neutral_addresses():
    person = persons(Pools(0, "ar_AA"))[0]
    assert person["email"].startswith("user0.0@")


@pytest.mark.parametrize(
    ("locale", "company", "expected"),
    [
        ("en_US", "Lee, Mitchell and Mcpherson", "lee-mitchell.example"),
        ("ru_RU", "ООО «Рожков»", "ooo-rozhkov.example"),
        ("ja_JP", "株式会社松本電気", "matsumoto.example"),
        ("de_DE", "Müller GmbH", "mueller-gmbh.example"),
    ],
)
def test_domains_of_companies(locale, company, expected):
    assert host(company, Pools(0, locale)) == expected


def test_a_company_in_another_script_always_has_the_same_domain():
    pools = Pools(0, "zh_CN")
    assert (
        host("华远软件传媒有限公司", pools)
        == host("华远软件传媒有限公司", pools)
        != host("兰金电子传媒有限公司", pools)
    )


def test_plain_and_slug_drop_accents():
    assert plain("Zoë Groß-Öttl") == "zoegrossottl"
    assert plain("Łukasz Søby") == "lukaszsoby"
    assert slug("Café: two cups!") == "cafe-two-cups"


def test_a_slug_of_another_script_is_a_built_in_one():
    assert slug("決済サービスが VPN から応答しない") in WORDS["slug"]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Jürgen Groß", "de", "juergengross"),
        ("Søren Ågård", "da", "soerenaagaard"),
        ("Åke Öberg", "sv", "akeoberg"),
        ("Юлия Щукина", "ru", "iuliiashchukina"),
        ("Илья", "ru", "ilia"),
        ("小红", "zh", "xiaohong"),
        ("单", "zh", ""),  # Shan as a name, Dan as a word
        ("정웅", "ko", "jeongung"),
        ("서윤", "ko", "seoyun"),
        ("석우", "ko", ""),  # written Seogu and Seok-u
        ("Kim", "ko", ""),
        ("Νίκος", "el", ""),
    ],
)
def test_names_in_ascii_letters(name, code, expected):
    assert romanised(name, code) == expected


def test_korean_family_names_have_customary_spellings():
    assert romanised("이", "ko", family=True) == "lee"
    assert romanised("이", "ko") == "i"
