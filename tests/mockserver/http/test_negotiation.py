"""Content negotiation: media types and languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.http.negotiation import Languages, choose_media_type, is_language, languages_of, locale_of, parse_accept
from tests.mockserver.kit import parameter

JSON, XML, TEXT = "application/json", "application/xml", "text/plain"
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("header", "offered", "chosen"),
    [
        ("", [JSON, XML], JSON),
        ("   ", [JSON], JSON),
        ("*/*", [JSON, XML], JSON),
        ("application/xml", [JSON, XML], XML),
        ("APPLICATION/XML", [JSON, XML], XML),
        ("text/*", [JSON, TEXT], TEXT),
        ("application/*", [TEXT, JSON], JSON),
        ("application/json;q=0.5, application/xml", [JSON, XML], XML),
        ("application/json, application/xml", [XML, JSON], XML),
        ("*/*, application/json;q=0", [JSON, XML], XML),
        ("*/*;q=0.1, application/json;q=0.2", [XML, JSON], JSON),
        ("text/*;q=0.9, text/plain;q=0.1, application/xml;q=0.5", [TEXT, XML], XML),
        ("application/json", ["application/json; charset=utf-8"], "application/json; charset=utf-8"),
        ("application/json; charset=utf-8", [JSON], JSON),
        ('application/json;profile="a,b";q=1', [JSON], JSON),
        ("application/problem+json", [JSON, PROBLEM], PROBLEM),
        ("text/html, */*;q=0.8", [JSON], JSON),
        (" application/json ; Q=0.3 , application/xml;q=0.2", [XML, JSON], JSON),
        ("garbage, application/xml", [JSON, XML], XML),
        ("application/json;q=7", [JSON], JSON),
        ("application/json; version=2", [f"{JSON}; version=1", f"{JSON};version=2"], f"{JSON};version=2"),
        ('application/json;Version="1"', [f"{JSON}; version=1", f"{JSON};version=2"], f"{JSON}; version=1"),
        ("application/json", [f"{JSON}; version=1", f"{JSON};version=2"], f"{JSON}; version=1"),
        ("application/json;version=2;q=0.1, application/json", [f"{JSON};version=2", XML], f"{JSON};version=2"),
        ('text/plain;a="x,y;z", application/xml;q=0.1', [XML, TEXT], TEXT),
    ],
)
def test_preferred_media_type(header: str, offered: list[str], chosen: str) -> None:
    assert choose_media_type(header, offered) == chosen


@pytest.mark.parametrize(
    "header",
    [
        "text/html",
        "application/json;q=0",
        "application/json;q=0;version=1",
        "application/json;q=0.0",
        "*/*;q=0",
        "*/*, application/*;q=0",
        "application/json;q=many",
        "application/json;q=nan",
        "application/json;q=-1",
        "garbage",
        "json",
        "/",
        "application/",
    ],
)
def test_no_acceptable_media_type(header: str) -> None:
    assert choose_media_type(header, [JSON]) is None


def test_no_media_types() -> None:
    assert choose_media_type("", []) is None
    assert choose_media_type("application/json", []) is None


def test_ranges_keep_order_and_weight() -> None:
    assert parse_accept("a/b;q=0.5, c/*") == (("a", "b", 0.5, ()), ("c", "*", 1.0, ()))


@given(st.text(max_size=80), st.lists(st.sampled_from([JSON, XML, TEXT]), max_size=3))
def test_any_header_selects_an_offered_media_type_or_none(header: str, offered: list[str]) -> None:
    assert choose_media_type(header, offered) in {None, *offered}


OFFERED = ("en-US", "fr-FR", "fr-CA", "pt-BR", "pt-PT", "zh-CN")
LANGUAGES = Languages(OFFERED, "en-US")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "en-US"),
        ("", None),
        ("  ", None),
        ("*", "en-US"),
        ("fr-CA", "fr-CA"),
        ("FR-ca", "fr-CA"),
        ("fr", "fr-FR"),
        ("pt", "pt-BR"),
        (" zh-CN ", "zh-CN"),
        ("de, fr-CA", "fr-CA"),
        ("fr-CA, en-US", "fr-CA"),
        ("fr;q=0.2, zh;q=0.9", "zh-CN"),
        ("fr;q=0.5, pt-PT;q=0.5", "fr-FR"),
        ("fr;q=0, pt-PT;q=0.1", "pt-PT"),
        ("de, *;q=0.1", "en-US"),
        ("en-GB,en;q=0.8", "en-US"),
        (",,fr-FR,", "fr-FR"),
        ("de-DE", None),
        ("en-GB", None),
        ("fr-FR-paris", None),
        ("f", None),
        ("fr_FR", None),
        ("fr;q=0", None),
        ("*;q=0", None),
        (",", None),
        ("en;q=0, *", "fr-FR"),
        ("*, EN-us;q=0, fr;q=0", "pt-BR"),
        ("fr, fr-FR;q=0", "fr-CA"),
        ("fr;q=0, fr-CA;q=0.5", "fr-CA"),
        ("*;q=0, pt", "pt-BR"),
        ("en;q=0, fr;q=0, pt;q=0, zh;q=0, *", None),
    ],
)
def test_preferred_language(header: str | None, chosen: str | None) -> None:
    assert LANGUAGES.choose(header) == chosen


@given(st.text(max_size=40))
def test_any_header_selects_an_offered_language_or_none(header: str) -> None:
    assert LANGUAGES.choose(header) in {*OFFERED, None}


@given(st.permutations(OFFERED))
def test_the_highest_weight_wins(liked: list[str]) -> None:
    header = ", ".join(f"{tag};q={1 - index / 10:.1f}" for index, tag in reversed(list(enumerate(liked))))
    assert LANGUAGES.choose(header) == liked[0]


def accept_language(schema: Any, name: str = "Accept-Language", location: str = "header") -> Any:
    return parameter(location, name, schema)


@pytest.mark.parametrize(
    ("schema", "locale", "offered", "default"),
    [
        ({"enum": ["de-DE", "fr-FR"]}, "en_US", ("de-DE", "fr-FR"), "de-DE"),
        ({"enum": ["de-DE", "fr-FR"], "default": "fr-FR"}, "en_US", ("de-DE", "fr-FR"), "fr-FR"),
        ({"enum": ["de-DE", "fr-FR"], "default": "fr-FR"}, "de_DE", ("de-DE", "fr-FR"), "de-DE"),
        ({"enum": ["de-DE", "fr-FR"], "default": "it-IT"}, "en_US", ("de-DE", "fr-FR"), "de-DE"),
    ],
)
def test_languages_of_an_operation(schema: Any, locale: str, offered: tuple[str, ...], default: str) -> None:
    found = languages_of([accept_language({}, "X-Other"), accept_language(schema, "accept-LANGUAGE")], locale)
    assert found is not None
    assert (found.offered, found.default) == (offered, default)


@pytest.mark.parametrize(
    ("schema", "name", "location"),
    [
        ({"enum": ["de-DE"]}, "Accept-Language", "query"),
        ({"enum": ["de-DE"]}, "Language", "header"),
        ({"type": "string"}, "Accept-Language", "header"),
        ({"enum": ["de-DE", 1]}, "Accept-Language", "header"),
        ({"enum": []}, "Accept-Language", "header"),
        (True, "Accept-Language", "header"),
    ],
)
def test_an_operation_without_languages(schema: Any, name: str, location: str) -> None:
    other = accept_language(schema, name, location)
    assert not is_language(other)
    assert languages_of([other], "de_DE") is None


def test_locale_of_a_language_tag() -> None:
    assert locale_of("de-DE") == "de_DE"
    assert locale_of("ja") == "ja"


def test_a_version_that_is_not_offered_is_not_accepted() -> None:
    assert choose_media_type("application/json; version=3", [f"{JSON}; version=1", f"{JSON};version=2"]) is None
