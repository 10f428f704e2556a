from __future__ import annotations

import pytest

from contracts.generation.transliteration import plain, romanised, slug
from contracts.generation.words import WORDS


def test_plain_and_slug_drop_accents():
    assert plain("Zoë Groß-Öttl") == "zoegrossottl"
    assert plain("Łukasz Søby") == "lukaszsoby"
    assert slug("Café: two cups!") == "cafe-two-cups"


def test_a_slug_of_another_script_is_one_of_ours():
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


def test_korean_family_names_are_written_by_custom():
    assert romanised("이", "ko", family=True) == "lee"
    assert romanised("이", "ko") == "i"
