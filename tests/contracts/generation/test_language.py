from __future__ import annotations

import json
import re
import string
import unicodedata
from importlib.resources import files

import pytest

from contracts.generation.language import PACKS, Template, chain, language

PLACES = {entry.name.removesuffix(".json"): entry for entry in files(PACKS).iterdir() if entry.name.endswith(".json")}
ENGLISH = json.loads(PLACES["en"].read_text("utf-8"))
OTHERS = sorted(PLACES.keys() - {"en"})
SCRIPTS = {"ru": "CYRILLIC", "zh_CN": "CJK", "ja": "HIRAGANA|KATAKANA|CJK", "ko": "HANGUL"}
SENTENCES = ("happened", "meaning", "action")


def pack(name):
    return json.loads(PLACES[name].read_text("utf-8"))


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts(read):
    """Return all texts of a pack with their English counterparts."""
    for section in ("labels", "errors"):
        yield from ((text, ENGLISH[section][key]) for key, text in read.get(section, {}).items())
    for section in ("assets", "words"):
        for key, values in read.get(section, {}).items():
            yield from zip(values, ENGLISH[section][key], strict=True)
    for kind, english in zip(read.get("incidents", ()), ENGLISH["incidents"], strict=False):
        yield from ((kind[name], english[name]) for name in ("title", *SENTENCES))


@pytest.mark.parametrize("name", OTHERS)
def test_a_pack_has_the_keys_of_the_english_pack(name):
    read = pack(name)
    whole = name != "fr_CA"
    assert read.keys() <= ENGLISH.keys()
    if whole:
        assert read.keys() == ENGLISH.keys()
    for section in read.keys() & {"labels", "errors", "assets", "words"}:
        assert read[section].keys() <= ENGLISH[section].keys()
        if whole:
            assert read[section].keys() == ENGLISH[section].keys()
    for section in read.keys() & {"assets", "words"}:
        for key, values in read[section].items():
            assert len(values) == len(set(values)) == len(ENGLISH[section][key]), key


@pytest.mark.parametrize("name", [name for name in OTHERS if "incidents" in pack(name)])
def test_incidents_have_the_placeholders_of_the_english_ones(name):
    found, english = pack(name)["incidents"], ENGLISH["incidents"]
    assert len(found) == len(english) == 50
    assert len({kind["title"] for kind in found}) == 50
    for kind, expected in zip(found, english, strict=True):
        assert kind.keys() == set(Template._fields)
        assert kind["category"] == expected["category"]
        assert {part: blanks(kind[part]) for part in Template._fields} == {
            part: blanks(expected[part]) for part in Template._fields
        }, kind["title"]


@pytest.mark.parametrize("name", [name for name in OTHERS if "incidents" in pack(name)])
def test_incidents_are_written_as_sentences(name):
    end = "。" if name in ("ja", "zh_CN") else "."
    for kind in pack(name)["incidents"]:
        assert not kind["title"].endswith((".", "。"))
        for part in SENTENCES:
            assert kind[part].endswith(end), kind[part]
            assert not kind[part][:1].islower(), kind[part]


@pytest.mark.parametrize("name", OTHERS)
def test_a_pack_is_translated(name):
    pairs = list(texts(pack(name)))
    assert all(text == text.strip() and text for text, _ in pairs)
    sentences = [(text, english) for text, english in pairs if len(english.split()) > 3]
    assert not [text for text, english in sentences if text == english]


@pytest.mark.parametrize("name", sorted(SCRIPTS.keys() & PLACES.keys()))
def test_a_pack_uses_the_script_of_its_language(name):
    script = re.compile(SCRIPTS[name])
    for text, english in texts(pack(name)):
        if len(english.split()) > 3:
            assert any(script.match(unicodedata.name(letter, "")) for letter in text), text


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_full_name_contains_both_names(name):
    assert blanks(pack(name).get("full_name", "{first}{last}")) == {"first", "last"}


def test_the_most_specific_pack_is_used():
    assert chain("fr_CA") == ("fr_CA", "fr", "en")
    assert chain("zh-TW") == ("zh_TW", "zh", "en")
    assert chain("en") == ("en",)


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "pl_PL", "zh_TW", "../en", ""])
def test_a_language_without_a_pack_is_english(locale):
    assert language(locale).english
    assert language(locale).incidents[0] == Template(**ENGLISH["incidents"][0])


def test_missing_texts_are_taken_from_the_next_pack(monkeypatch, tmp_path):
    (tmp_path / "en.json").write_bytes(PLACES["en"].read_bytes())
    (tmp_path / "de.json").write_text(
        '{"labels": {"open": "Offen", "closed": "Zu"}, "words": {"reason": ["Grund"]}}', "utf-8"
    )
    (tmp_path / "de_AT.json").write_text('{"labels": {"closed": "Erledigt"}}', "utf-8")
    monkeypatch.setattr("contracts.generation.language.files", lambda _package: tmp_path)
    found = language.__wrapped__("de_AT")
    assert found.name == "de_AT"
    assert [found.labels[key] for key in ("open", "closed", "new")] == ["Offen", "Erledigt", "New"]
    assert found.words["reason"] == ("Grund",)
    assert len(found.incidents) == 50


def test_labels():
    assert language("en_US").label("in_progress") == "In progress"
    assert language("en_US").label("wip", "Work in progress") == "Work in progress"
    assert language("en_US").label("awaiting_parts") == "Awaiting parts"
    assert [language("en_US").label(value) for value in ("IN_REVIEW", "inReview", "VIP", "D8S5VG9Z", "tier 2", "")] == [
        "In review", "In review", "VIP", "D8S5VG9Z", "Tier 2", ""
    ]  # fmt: skip
    assert language("de_DE").label("inProgress") == "In Bearbeitung"
    assert language("de_DE").label("1", "Open") == "Offen"
    assert language("de_DE").label("awaiting_parts", "Waiting for parts") == "Awaiting parts"
