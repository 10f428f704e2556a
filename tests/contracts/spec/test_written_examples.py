"""Examples in files of their own, and JSON that is written in a string."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.spec import written_examples
from contracts.spec.example_files import example_file_findings
from contracts.spec.model import MediaType
from tests.mockserver.kit import document, load, only, response


def media(tmp_path: Path, reference: Any, name: str = "application/json") -> MediaType:
    folder = tmp_path / "api"
    folder.mkdir(exist_ok=True)
    response = {"description": "d", "content": {name: {"examples": {"e": {"externalValue": reference}}}}}
    file = folder / "openapi.json"
    file.write_text(json.dumps(document({"/x": {"get": {"responses": {"200": response}}}})))
    return only(contracts.load(file)).responses[0].content[0]


@pytest.fixture
def api(tmp_path: Path) -> Path:
    (tmp_path / "api" / "files").mkdir(parents=True)
    return tmp_path / "api"


@pytest.mark.parametrize("reference", ["files/item.json", "./files/item.json", "files/../files/item%2Ejson"])
def test_a_json_file(tmp_path: Path, api: Path, reference: str) -> None:
    (api / "files" / "item.json").write_text('{"id": 7}')
    assert [(one.name, one.value) for one in media(tmp_path, reference).examples] == [("e", {"id": 7})]


def test_text_and_bytes(tmp_path: Path, api: Path) -> None:
    (api / "a.csv").write_text("é;1\n", encoding="utf-8")
    (api / "a.png").write_bytes(b"\x89PNG\xff")
    assert media(tmp_path, "a.csv", "text/csv").examples[0].value == "é;1\n"
    assert media(tmp_path, "a.png", "image/png").examples[0].value == b"\x89PNG\xff"


@pytest.mark.parametrize(
    "reference",
    ["../secret.json", "files/../../secret.json", "%2e%2e/secret.json", "missing.json", "files", "", "link.json",
     "https://example.com/secret.json", "//example.com/x.json", "file:///etc/hostname", "broken.json", "a\0b"],
)  # fmt: skip
def test_other_files_are_not_read(tmp_path: Path, api: Path, reference: Any) -> None:
    (tmp_path / "secret.json").write_text("{}")
    (api / "broken.json").write_text("{")
    (api / "link.json").symlink_to(tmp_path / "secret.json")
    assert not media(tmp_path, reference).examples
    assert not media(tmp_path, str(tmp_path / "secret.json")).examples


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, api: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written_examples, "MAX_BYTES", 4)
    (api / "long.json").write_text("[1,2]")
    (api / "short.json").write_text("[12]")
    assert not media(tmp_path, "long.json").examples
    assert media(tmp_path, "short.json").examples[0].value == [12]


@pytest.mark.parametrize(
    ("schema", "example", "value"),
    [
        ({"type": "object"}, '{"a": 5}', {"a": 5}),
        ({"type": "integer"}, " 5 ", 5),
        ({"type": "string"}, '{"a": 5}', '{"a": 5}'),
        ({"type": "object"}, "{not json", "{not json"),
        ({"type": "integer"}, '"5"', '"5"'),
        (None, "[1]", [1]),
        (None, "5", "5"),
        (None, "{NaN}", "{NaN}"),
    ],
)
def test_json_in_a_string(schema: Any, example: str, value: Any) -> None:
    content = {"application/json": {"example": example, **({"schema": schema} if schema else {})}}
    operation = only(load({"/x": {"get": {"responses": {"200": {"description": "d", "content": content}}}}}))
    assert operation.responses[0].content[0].examples[0].value == value


def test_strings_of_other_media_types_stay() -> None:
    content = {"text/plain": {"schema": {"type": "object"}, "example": "[1]"}}
    operation = only(load({"/x": {"get": {"responses": {"200": {"description": "d", "content": content}}}}}))
    assert operation.responses[0].content[0].examples[0].value == "[1]"


@pytest.mark.parametrize(
    ("reference", "name", "reason"),
    [
        ("missing.json", "application/json", "missing.json: no such file"),
        ("files", "application/json", "files: no such file"),
        ("../secret.json", "application/json", "../secret.json: the file is not in the folder of the document"),
        ("broken.json", "application/json", "broken.json: the file is not JSON: "),
        ("broken.json", "text/plain", ""),
        ("https://example.com/secret.json", "application/json", ""),
        ("good.json", "application/json", ""),
    ],
)
def test_files_that_are_not_read_are_reported(
    tmp_path: Path, api: Path, reference: str, name: str, reason: str
) -> None:
    (tmp_path / "secret.json").write_text("{}")
    (api / "broken.json").write_text("{")
    (api / "good.json").write_text("{}")
    media(tmp_path, reference, name)
    found = example_file_findings(contracts.load(api / "openapi.json").document)
    assert [one.message.startswith(reason) for one in found] == ([True] if reason else [])
    pointer = f"/paths/~1x/get/responses/200/content/{name.replace('/', '~1')}/examples/e/externalValue"
    assert all(one.location.pointer == pointer and one.location.line and one.hint for one in found)


def test_a_referenced_example_with_a_missing_file_is_reported_once(api: Path) -> None:
    (api / "broken.json").write_text("{")
    used = response({}, examples={"e": {"$ref": "#/components/examples/E"}})
    examples = {"E": {"externalValue": "broken.json"}, "F": {"externalValue": "missing.txt"}, "G": {"value": 1}}
    paths = {f"/{name}": {"get": {"responses": {"200": used}}} for name in "ab"}
    (api / "openapi.json").write_text(json.dumps(document(paths, components={"examples": examples})))
    found = example_file_findings(contracts.load(api / "openapi.json").document)
    assert [one.location.pointer for one in found] == [
        "/components/examples/E/externalValue",
        "/components/examples/F/externalValue",
    ]
