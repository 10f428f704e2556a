from __future__ import annotations

import pytest

from contracts.generation.generate import Generators
from contracts.generation.labels import pair, translated
from contracts.generation.language import language
from contracts.generation.name_words import words

TEXT = {"type": "string"}
GENERATORS = Generators(seed=1)
CASES = [
    ("value", "displayValue", "de_DE", {"open": "Offen", "in_progress": "In Bearbeitung"}),
    ("value", "display_value", "en_US", {"open": "Open", "in_progress": "In progress"}),
    ("value", "label", "de_DE", {"open": "Offen", "in_progress": "In Bearbeitung"}),
    ("code", "label", "pl_PL", {"open": "Open", "in_progress": "In progress"}),
    ("code", "displayLabel", "de_DE", {"open": "Offen", "awaiting_parts": "Awaiting parts"}),
]


def draw(build, locale, node, count=60):
    schema = build(node)
    generator = GENERATORS.for_locale(locale).compile(schema)
    found = [generator(f"/x\0{number}") for number in range(count)]
    assert all(schema.is_valid(value) for value in found)
    return found


def labelled(value, label, codes, **more):
    return {
        "type": "object",
        "required": [value, label, *more],
        "properties": {value: codes, label: {"type": "string", "minLength": 1}, **more},
    }


@pytest.mark.parametrize("keyword", ["enum", "examples"])
@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row[1]}-{row[2]}")
def test_a_label_matches_the_value_beside_it(build, row, keyword):
    value, label, locale, expected = row
    found = draw(build, locale, labelled(value, label, {"type": "string", keyword: list(expected)}))
    assert {item[value]: item[label] for item in found} == expected


def test_a_value_without_an_enum_has_a_label(build):
    found = draw(
        build, "de_DE", labelled("value", "displayValue", {"type": "string", "pattern": "^[a-z]{3}_[a-z]{3}$"})
    )
    assert all(item["displayValue"] == item["value"].replace("_", " ").capitalize() for item in found)


def test_documented_labels_are_used_in_english_only(build):
    node = labelled("value", "displayValue", {"type": "string", "enum": ["wip", "1"]})
    node["examples"] = [
        {"value": "wip", "displayValue": "Work in progress"},
        {"value": "1", "displayValue": "Open"},
    ]
    english, german = draw(build, "en_US", node), draw(build, "de_DE", node)
    assert {item["value"]: item["displayValue"] for item in english} == {"wip": "Work in progress", "1": "Open"}
    assert {item["value"]: item["displayValue"] for item in german} == {"wip": "Wip", "1": "Offen"}


def test_documented_labels_are_not_used_in_other_languages(build):
    node = labelled("value", "displayValue", {"type": "string", "examples": ["open", "closed"]})
    node["properties"]["displayValue"]["examples"] = ["Open", "Closed"]
    assert {item["displayValue"] for item in draw(build, "de_DE", node)} == {"Offen", "Geschlossen"}


@pytest.mark.parametrize("listed", [False, True])
def test_labels_of_documented_objects_are_translated(build, listed):
    node = labelled("value", "displayValue", TEXT)
    node["examples"] = [{"value": value, "displayValue": value.title()} for value in ("open", "closed", "pending")]
    whole = {
        "type": "object",
        "required": ["s"],
        "properties": {"s": {"type": "array", "items": node} if listed else node},
    }
    statuses = [item["s"] for item in draw(build, "de_DE", whole)]
    found = [status for each in statuses for status in each] if listed else statuses
    german = language("de_DE").labels
    assert {item["value"] for item in found} == {"open", "closed", "pending"}
    assert all(item["displayValue"] == german[item["value"]] for item in found)


def test_a_label_with_an_enum_is_kept(build):
    node = labelled("value", "displayValue", {"type": "string", "enum": ["open"]})
    node["properties"]["displayValue"] = {"enum": ["OPEN!"]}
    assert draw(build, "de_DE", node, 3)[0]["displayValue"] == "OPEN!"


def test_a_caption_is_not_a_label(build):
    node = labelled("value", "label", {"type": "string", "enum": ["open"]}, key={"enum": ["status"]})
    node["properties"]["label"]["examples"] = ["Status of the case"]
    assert draw(build, "en_US", node, 3)[0]["label"] != "Open"
    assert pair({("label",): "label", ("value",): "value", ("key",): "key"}) is None


def test_labels_in_an_example_are_translated_at_every_depth():
    german = language("de_DE")
    example = {"a": [{"value": "open", "displayValue": "Open", "rest": 1}], "label": "Owner", "value": "Kim Lee"}
    expected = {"a": [{"value": "open", "displayValue": "Offen", "rest": 1}], "label": "Owner", "value": "Kim Lee"}
    assert translated(example, german) == expected
    assert translated(example, language("en_US")) is example


def test_names_are_compared_as_words():
    assert pair({words(name): name for name in ("Value", "Display_Value")}) == ("Value", "Display_Value")
    assert pair({words(name): name for name in ("value", "title")}) is None
