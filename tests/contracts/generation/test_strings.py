from __future__ import annotations

import re

import pytest

from contracts.generation.merge import merge
from contracts.generation.string_constraints import fitted, string_rule, truncate
from tests.contracts.generation.formats import FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_validated_formats(values, form):
    assert len(set(values({"type": "string", "format": form}))) > 2


@pytest.mark.parametrize(
    "form", ["byte", "binary", "password", "color", "ulid", "phone", "x-unknown", "int64", "markdown"]
)
def test_other_formats(values, form):
    assert all(isinstance(value, str) and value for value in values({"type": "string", "format": form}))


@pytest.mark.parametrize("node", [{"format": "byte"}, {"contentEncoding": "base64"}])
def test_base64_is_base64(values, node):
    assert all(re.fullmatch(r"[A-Za-z0-9+/]{32}", value) for value in values({"type": "string"} | node))


@pytest.mark.parametrize(("low", "high"), [(0, 0), (1, 1), (2, 2), (3, 4), (7, 7), (19, 20), (120, 130), (3000, 3100)])
def test_minimum_and_maximum_length(values, low, high):
    assert all(low <= len(value) <= high for value in values({"type": "string", "minLength": low, "maxLength": high}))


def test_lengths_count_characters_not_bytes(values):
    values({"type": "string", "format": "idn-hostname", "maxLength": 14})


@pytest.mark.parametrize(
    "name", ["title", "description", "email", "id", "created_at", "url", "phone", "status", "whatever"]
)
@pytest.mark.parametrize(
    "rule", [{"maxLength": 12}, {"minLength": 40}, {"pattern": "^[a-z]{4,9}$"}, {"pattern": r"^\d+$"}]
)
def test_constraints_take_precedence_over_names(values, name, rule):
    values({"type": "object", "properties": {name: {"type": "string"} | rule}, "required": [name]})


def test_a_valid_pool_takes_precedence_over_the_pattern(values):
    names = values(
        {
            "type": "object",
            "properties": {"first_name": {"type": "string", "pattern": "^[A-Z][a-z]+$"}},
            "required": ["first_name"],
        }
    )
    assert sum(len(item["first_name"]) > 3 for item in names) > 30


def test_documented_examples_are_used(values):
    found = set(values({"type": "string", "examples": ["Item duplication", "Server crash"]}, 60))
    assert found == {"Item duplication", "Server crash"}


def test_examples_of_texts_are_added_to_the_pool(values):
    node = {"type": "object", "properties": {"city": {"type": "string", "example": "Ystad"}}, "required": ["city"]}
    assert len({item["city"] for item in values(node)}) > 10


@pytest.mark.parametrize(
    "filler", ["string", "<string>", "2019-08-24T14:15:22Z", "p_01HZ.../screenshot.png", "f_01HZXXXXXXXXXXXXXXXXXXXXX"]
)
def test_placeholders_of_renderers_are_not_used(values, filler):
    assert filler not in values({"type": "string", "example": filler})


@pytest.mark.parametrize(
    ("example", "form"),
    [
        ("f_01JD8Q7A5N2XWVK9M4T6R3ZCHB", r"f_[0-7][0-9A-HJKMNP-TV-Z]{25}"),
        ("INC-2041", r"INC-[1-9]\d{3}"),
        ("cus_9s6XKzkNRiz8i3", r"cus_\d[a-z]\d.{11}"),
        (
            "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        ),
        ("507f1f77bcf86cd799439011", "[0-9a-f]{24}"),
    ],
)
def test_identifiers_have_the_format_of_their_example(values, example, form):
    node = {"type": "object", "properties": {"id": {"type": "string", "example": example}}, "required": ["id"]}
    found = [item["id"] for item in values(node)]
    assert all(re.fullmatch(form, value) for value in found), found[0]
    assert len(set(found)) == len(found)


def test_a_description_mentions_the_prefix_of_an_identifier(values):
    node = {
        "type": "object",
        "properties": {"id": {"type": "string", "description": "A ULID behind `f_`."}},
        "required": ["id"],
    }
    assert all(re.fullmatch(r"f_[0-9A-HJKMNP-TV-Z]{26}", item["id"]) for item in values(node))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("sha256", "[0-9a-f]{64}"),
        ("md5", "[0-9a-f]{32}"),
        ("commit_sha", "[0-9a-f]{40}"),
        ("mac", "02(:[0-9a-f]{2}){5}"),
        ("version", r"\d\.\d+\.\d"),
        ("phone", r"\+1 \d{3} 555 01\d\d"),
        ("hex_color", "#[0-9a-f]{6}"),
        ("currency", "[A-Z]{3}"),
        ("countryCode", "[A-Z]{2}"),
        ("locale", "[a-z]{2}-[A-Z]{2}"),
        ("slug", "[a-z0-9-]+"),
        ("mime_type", r"\w+/[\w.-]+"),
        ("tag", "[a-z-]+"),
        ("jwt", r"[\w-]+\.[\w-]+\.[\w-]+"),
        ("createdAt", r"2026-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        ("birth_date", r"(19|20)\d\d-\d\d-\d\d"),
        ("user_agent", ".*/.*"),
        ("avatar_url", "https://.*png"),
        ("price", r"\d+(\.\d+)?"),
    ],
)
def test_formats_by_name(values, name, form):
    node = {"type": "object", "properties": {name: {"type": "string"}}, "required": [name]}
    found = [item[name] for item in values(node)]
    assert all(re.fullmatch(form, value) for value in found), found[:3]


def test_dates_match_a_pattern(values):
    pattern = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"
    values(
        {
            "type": "object",
            "properties": {"created_at": {"type": "string", "pattern": pattern}},
            "required": ["created_at"],
        }
    )


def test_texts_are_truncated_between_words():
    assert truncate("Disk almost full on web-03", 16) == "Disk almost full"
    assert truncate("One sentence. Another one", 20) == "One sentence."


def test_texts_without_spaces_are_truncated_between_letters_or_sentences():
    assert truncate("VPN ゲートウェイが応答しません。原因を調査しています。", 24) == "VPN ゲートウェイが応答しません。"
    assert truncate("VPN ゲートウェイが応答しません", 12) == "VPN ゲートウェイが応"
    assert truncate("自 12:00 起，搜索服务变慢", 10) == "自 12:00 起"


def test_texts_are_joined_to_reach_a_length(build):
    rule = string_rule(merge((build({"type": "string", "minLength": 9, "maxLength": 12}),)))
    assert fitted(["abc def", "ghi jkl"], rule) == ["abc def ghi", "ghi jkl abc"]
