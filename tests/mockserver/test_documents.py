"""Documents with errors: what is served of them, and what is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import DocumentError
from mockserver.app import create_app
from mockserver.cli.main import main
from mockserver.documents import problem_lines, read_served
from mockserver.settings import Settings
from tests.mockserver.kit import Client, document, response

REMOTE = {"$ref": "https://problems.example/problem.yaml#/Problem"}


def served(tree: dict[str, Any]) -> tuple[Client, list[str]]:
    app = create_app(tree)
    return Client(app), list(problem_lines(app.documents))


def test_a_remote_reference_in_an_error_leaves_the_rest() -> None:
    error = {"description": "problem", "content": {"application/problem+json": {"schema": REMOTE}}}
    paths = {"/ok": {"get": {}}, "/x": {"get": {"responses": {"200": response({"type": "integer"}), "default": error}}}}
    client, lines = served(document(paths))
    assert client("GET", "/ok").status == 200
    assert isinstance(client("GET", "/x").json, int)
    assert lines[0] == "<document> has 1 problem; the rest of it is served as documented"
    assert (
        "remote reference 'https://problems.example/problem.yaml' is not supported: any value is accepted" in lines[1]
    )
    assert "--allow-remote" in lines[2]
    assert lines[-1] == "  all problems: contracts validate <document>"


def test_operations_with_the_same_id_are_both_served() -> None:
    client, lines = served(document({"/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}}}))
    assert [client("GET", path).status for path in ("/a", "/b")] == [200, 200]
    assert any("duplicate operationId 'x'" in line for line in lines)


def test_many_problems_are_summarized() -> None:
    paths = {f"/a{number}": {"get": {"responses": {"200": {}}, f"k{number}": 1}} for number in range(9)}
    _, lines = served(document(paths))
    assert lines[0].startswith("<document> has 18 problems")
    assert len(lines) <= 12
    assert any("missing key 'description'" in line and "(and 8 more like this)" in line for line in lines)
    assert lines[-2].endswith("more kinds of problems")


def test_a_missing_file_of_an_example_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    example = {"externalValue": "missing.json"}
    tree = document({"/a": {"get": {"responses": {"200": response({"type": "object"}, examples={"e": example})}}}})
    path.write_text(json.dumps(tree, indent=1))
    app = create_app(path)
    lines = list(problem_lines(app.documents))
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "externalValue" in text)
    assert lines[1].startswith(f"  {path}:{line}:")
    assert lines[1].endswith("warning: missing.json: no such file; the example is ignored")
    assert lines[2] == "    add the file, or correct the path, which is relative to the document"
    assert lines[3] == "    at #/paths/~1a/get/responses/200/content/application~1json/examples/e/externalValue"
    assert Client(app)("GET", "/a").status == 200


@pytest.mark.parametrize(
    ("value", "count"),
    [({"uuid4": {"a": 1}}, 1), ({"random_int": {}}, 0), ({"random_int": {"min": 1}}, 0), ({"name": None}, 0)],
)
def test_used_arguments_of_a_faker_provider_are_located(value: Any, count: int) -> None:
    schema = {"type": "object", "properties": {"a": {"x-faker": value}}}
    app = create_app(document({"/a": {"get": {"responses": {"200": response(schema)}}}}))
    (served_document,) = app.documents
    assert len(served_document.left_out) == count
    for one in served_document.left_out:
        assert one.location.pointer.endswith("/properties/a/x-faker")
        assert one.reason == "the arguments of uuid4 in x-faker are ignored"
        assert "'minimum'" in one.hint


def test_an_unknown_faker_provider_is_a_warning() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "x-faker": "nothing.atAll"}}}
    client, lines = served(document({"/a": {"get": {"responses": {"200": response(schema)}}}}))
    assert client("GET", "/a").status == 200
    assert any("unknown faker provider" in line for line in lines)


def test_arguments_of_a_faker_provider_are_a_warning() -> None:
    schema = {"type": "string", "x-faker": {"internet.email": {"allowSpecialCharacters": True}}}
    client, lines = served(document({"/a": {"get": {"responses": {"200": response(schema)}}}}))
    assert "@" in client("GET", "/a").json
    assert any("the arguments of internet.email in x-faker are ignored" in line for line in lines)


def test_a_sound_document_has_no_problems() -> None:
    assert served(document({"/a": {"get": {}}}))[1] == []


def test_a_strict_server_refuses_any_error() -> None:
    tree = document({"/a": {"get": {"responses": {"200": {}}}}})
    assert create_app(tree).documents[0].left_out
    with pytest.raises(DocumentError, match="missing key 'description'") as caught:
        create_app(tree, strict_document=True)
    assert "--strict-document" in caught.value.advice


@pytest.mark.parametrize(
    "tree", [{"openapi": "3.1.0"}, {"openapi": "3.1.0", "paths": []}, {"swagger": "2.0", "paths": {"/a": 7}}]
)
def test_a_document_without_a_usable_operation_is_refused(tree: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        read_served(tree, Settings())


def test_the_command_reports_position_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api.yaml").write_text(
        'openapi: 3.1.0\ninfo: {title: A, version: "1"}\npaths:\n  /a:\n    get:\n      responses:\n        "200": {}\n'
    )
    assert main(["routes", "api.yaml"]) == 0
    shown = capsys.readouterr()
    assert "GET" in shown.out
    assert "api.yaml:7:9: warning: missing key 'description': added an empty description" in shown.err
    assert main(["routes", "api.yaml", "--strict-document"]) == 2
    assert "api.yaml:7:9" in capsys.readouterr().err
