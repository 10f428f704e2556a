"""FastAPI's validation errors: items and messages of a 422."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.failures import FailureKind
from mockserver.fastapi_errors import fill, is_item, item_fields, uuid_error
from mockserver.http.messages import Failure
from tests.mockserver.kit import load

INVALID = FailureKind.INVALID_PARAMETER
CANONICAL = "3c90c3cc-0d44-4b50-8888-8dd25736052a"


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ({"loc": [], "msg": "", "type": ""}, True),
        ({"loc": [], "msg": "", "type": "", "input": 1, "ctx": {}}, True),
        ({"msg": "", "type": ""}, False),
        ({}, False),
    ],
)
def test_an_item_has_three_keys(value: dict[str, Any], is_one: bool) -> None:
    assert is_item(value) is is_one


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (
            Failure(INVALID, "this parameter is required", "query/workspace_id", cause="missing"),
            {"type": "missing", "loc": ["query", "workspace_id"], "msg": "Field required", "input": None},
        ),
        (
            Failure(INVALID, "not a UUID", "path/id", cause="uuid", sent="42"),
            {
                "type": "uuid_parsing",
                "loc": ["path", "id"],
                "msg": "Input should be a valid UUID, invalid length: expected length 32 for simple format, found 2",
                "input": "42",
                "ctx": {"error": "invalid length: expected length 32 for simple format, found 2"},
            },
        ),
        (
            Failure(INVALID, "x is too long", "query/a/b", sent="x"),
            {"type": "invalid_parameter", "loc": ["query", "a/b"], "msg": "x is too long", "input": "x"},
        ),
        (
            Failure(FailureKind.INVALID_BODY, "7 is no string", "body/items/0/name"),
            {"type": "invalid_body", "loc": ["body", "items", 0, "name"], "msg": "7 is no string", "input": None},
        ),
        (
            Failure(FailureKind.MISSING_BODY, "a body is required", "body"),
            {"type": "missing_body", "loc": ["body"], "msg": "a body is required", "input": None},
        ),
        (Failure(FailureKind.INTERNAL, "asked for"), {}),
    ],
)
def test_properties_of_an_item(failure: Failure, told: dict[str, Any]) -> None:
    assert item_fields(failure) == told


def test_a_valid_uuid_that_the_schema_refuses_has_no_reason() -> None:
    told = item_fields(Failure(INVALID, "not of this form", "path/id", cause="uuid", sent=CANONICAL))
    assert told["msg"] == "Input should be a valid UUID"
    assert "ctx" not in told


FORM = {"loc": {"type": "array"}, "msg": {"type": "string"}, "type": {"type": "string"}}
ITEM = {"loc": ["path", "id"], "msg": "an example", "type": "example"}
NO_UUID = Failure(INVALID, "not a UUID", "path/id", cause="uuid", sent="x")
MISSING = Failure(INVALID, "this parameter is required", "query/a", cause="missing")


def filled(item: dict[str, Any], properties: dict[str, Any], failure: Failure) -> dict[str, Any]:
    components = {"schemas": {"It": {"type": "object", "properties": {**FORM, **properties}}}}
    return fill(item, load({}, components=components).schema("/components/schemas/It"), failure)


def test_only_known_properties_are_filled_in() -> None:
    assert filled(ITEM, {}, NO_UUID).keys() == {"loc", "msg", "type"}
    assert filled({**ITEM, "input": None}, {}, NO_UUID)["input"] == "x"
    assert filled(ITEM, {"ctx": {"type": "object"}}, NO_UUID)["ctx"].keys() == {"error"}
    assert filled(ITEM, {"input": {"type": "string"}}, MISSING).keys() == {"loc", "msg", "type"}


def test_context_of_the_example_is_removed() -> None:
    told = filled({**ITEM, "ctx": {"error": "of the example"}}, {"ctx": {}}, MISSING)
    assert told == {"type": "missing", "loc": ["query", "a"], "msg": "Field required"}
    nothing_known = Failure(FailureKind.INTERNAL, "asked for")
    assert filled({**ITEM, "ctx": {"a": 1}}, {}, nothing_known) == {**ITEM, "ctx": {"a": 1}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # Published answers of pydantic 2.10, and of the crate it uses.
        ("", "invalid length: expected length 32 for simple format, found 0"),
        ("67e5504410b1426f9247bb680e5fe0c", "invalid length: expected length 32 for simple format, found 31"),
        ("67e55044-10b1-426f-9247bb680e5fe0c8", "invalid group count: expected 5, found 4"),
        ("67e550441-10b1-426f-9247-bb680e5fe0c8", "invalid group length in group 0: expected 8, found 9"),
        ("{67e550441-10b1-426f-9247-bb680e5fe0c8}", "invalid group length in group 0: expected 8, found 9"),
        ("urn:uuid:67e550441-10b1-426f-9247-bb680e5fe0c8", "invalid group length in group 0: expected 8, found 9"),
        ("67e55044-10b1-426f-9247-bb680e5fe0c", "invalid group length in group 4: expected 12, found 11"),
        # Measured on pydantic 2.10.6.
        ("{67e55044-10b1-426f-9247-bb680e5fe0c}", "invalid group length in group 4: expected 12, found 13"),
        ("{67e55044-10b1-426f-9247-bb680e5fe0}", "invalid group length in group 4: expected 12, found 12"),
        ("urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c81", "invalid group length in group 4: expected 12, found 22"),
        ("{}", "invalid group count: expected 5, found 1"),
        ("urn:uuid:", "invalid group count: expected 5, found 1"),
    ],
)
def test_messages_for_invalid_uuids(text: str, reason: str) -> None:
    assert uuid_error(text) == reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hello_world", "`h` at 1"),
        ("a\u00e9", "`\u00e9` at 2"),
        ("{42\u00e9x}", "`\u00e9` at 4"),
        ("urn:uuid:x", "`x` at 10"),
        ("{", "`{` at 1"),
        ("\u00e9x", "`\u00e9` at 1"),
        ("{67e55044-10b1-426f-9247-bb680e5fe0cg}", "`g` at 36"),
        ("urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0cg", "`g` at 36"),
        ("urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c81g", "`g` at 47"),
    ],
)
def test_position_of_the_first_invalid_character(text: str, found: str) -> None:
    start = "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found "
    assert uuid_error(text) == start + found


@given(st.uuids(), st.sampled_from(["{}", "{{{}}}", "urn:uuid:{}"]), st.booleans())
def test_no_message_for_a_valid_uuid(value: UUID, form: str, upper: bool) -> None:
    text = str(value).upper() if upper else str(value)
    assert uuid_error(form.format(text)) == ""
    assert uuid_error(value.hex) == ""


@given(st.text())
def test_only_valid_uuids_have_no_message(text: str) -> None:
    if uuid_error(text) == "":
        UUID(text)
