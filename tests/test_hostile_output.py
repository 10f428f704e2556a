"""A document whose every string is hostile: no output of any command has control characters or workflow commands."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from contracts.cli.main import main as contracts_main
from mockserver.cli.main import main as mockserver_main

BAD = (
    "::error::x\n::set-env name=P::1\r##vso[task.setvariable]y##[group]z##teamcity[m]"
    "\x1b[31m\x07\x9b\u202eRTL\u2028|*<b>&`"
)
"""Workflow commands, line ends, sequences for terminals, characters that change the direction of text, and markup."""

NUL = "\x00\ufffe\ud800"

RUN = re.compile(r"^\s*::|##[\w-]*\[", re.MULTILINE)
ODD = re.compile(
    "[^\x20-\ufffd\n\U00010000-\U0010ffff]|[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

OWN = re.compile(r"^::(?:error|warning|notice) (?:file=[^:\n]*,line=\d+,col=\d+,)?title=[^:\n]*::", re.MULTILINE)
"""The beginning of the workflow commands of the report for GitHub."""


def document(bad: str) -> dict[str, Any]:
    """Return a document with this text in all strings that may be anything, and with many findings."""
    item = {
        "type": "object",
        "title": bad,
        "description": bad,
        "required": [bad, "id", "missing"],
        "properties": {
            "id": {"type": "string"},
            bad: {"type": "string", "enum": [bad, bad], "example": 5, "default": bad},
        },
        "example": {bad: bad + bad, "id": 7},
    }
    operation = {
        "operationId": bad,
        "summary": bad,
        "description": bad,
        "tags": [bad],
        "parameters": [
            {"name": bad, "in": "query", "description": bad, "schema": {"type": "integer", "default": bad}},
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^" + bad[:5]}},
        ],
        "responses": {
            "200": {
                "description": bad,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}},
            },
            "404": {"description": bad, "content": {"application/json": {"example": {bad: bad}}}},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": bad, "version": bad, "description": bad},
        "servers": [{"url": "http://127.0.0.1:1/", "description": bad}],
        "tags": [{"name": bad, "description": bad}, {"name": bad}],
        "paths": {
            "/items/{id}": {"get": operation, "put": {**operation, "operationId": bad + "2"}},
            f"/{bad}/{{id}}": {"get": {**operation, "operationId": bad}},
        },
        "components": {
            "schemas": {"Item": item, "Unused": {"title": bad, "type": "object", "properties": {bad: {"type": bad}}}},
            "securitySchemes": {bad: {"type": "apiKey", "in": "header", "name": "X-" + bad}},
        },
        bad: bad,
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return files: the document with structural errors, a valid one, and a newer version of it."""
    folder = tmp_path_factory.mktemp("hostile") / "::error::f\x1b[31m\u202e##[group]\nx"
    folder.mkdir()
    broken, valid, newer = document(BAD), document(BAD), document(BAD)
    for tree in (valid, newer):
        tree["paths"].popitem()
        del tree["components"]["securitySchemes"], tree["components"]["schemas"]["Unused"], tree[BAD]
        tree["tags"].pop()
    newer["paths"]["/items/{id}"]["get"]["parameters"][0]["required"] = True
    newer["components"]["schemas"]["Item"]["properties"][BAD]["enum"] = [BAD + "3"]
    del newer["paths"]["/items/{id}"]["put"]
    found = {}
    for name, tree in {"broken": broken, "valid": valid, "newer": newer, "nul": document(BAD + NUL)}.items():
        path = folder / f"::{name}\x1b##[x].json"
        path.write_text(json.dumps(tree))
        found[name] = str(path)
    har = folder / "::traffic.har"
    har.write_text(
        json.dumps({"log": {"version": "1.2", "entries": [entry("/items/7"), entry("/nowhere"), {"request": BAD}]}})
    )
    found["bad har"] = str(har)
    har = folder / "::ok.har"
    har.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry("/items/7"), entry("/nowhere")]}}))
    found["har"] = str(har)
    return found


def entry(path: str) -> dict[str, Any]:
    return {
        "request": {
            "method": "GET",
            "url": f"http://127.0.0.1:1{path}?x=::y",
            "headers": [{"name": "x", "value": BAD}],
        },
        "response": {
            "status": 200,
            "headers": [{"name": "content-type", "value": "application/json"}],
            "content": {"text": json.dumps({BAD: BAD, "id": 7}), "mimeType": "application/json"},
        },
    }


def output_of(main: Callable[[list[str]], int], arguments: list[str]) -> tuple[str, str]:
    """Return what a command writes to standard output and standard error."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        main(arguments)
    for stream in (out, err):
        stream.flush()
    return out.buffer.getvalue().decode(), err.buffer.getvalue().decode()  # type: ignore[attr-defined]


def assert_is_harmless(text: str) -> None:
    assert ODD.findall(text) == []
    assert RUN.findall(text) == []


FORMATS = ["text", "json", "junit", "markdown", "html", "sarif", "github"]


def assert_is_valid(text: str, form: str) -> None:
    match form:
        case "json" | "sarif":
            json.loads(text)
        case "junit":
            ET.fromstring(text)
        case "markdown":
            assert all(line[:1] in {"#", "-", ""} or line == "No changes." for line in text.split("\n"))
        case "github":
            assert OWN.search(text)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "command",
    [
        ["validate", "broken"],
        ["validate", "valid"],
        ["validate", "nul"],
        ["diff", "valid", "newer"],
        ["drift", "har", "--spec", "valid"],
        ["replay", "har", "--url", "http://127.0.0.1:1"],
    ],
    ids=" ".join,
)
def test_reports(files: dict[str, str], command: list[str], form: str) -> None:
    arguments = [files.get(one, one) for one in command]
    out, err = output_of(contracts_main, [*arguments, "--format", form])
    assert_is_harmless(err)
    assert_is_harmless(OWN.sub("", out) if form == "github" else out)
    if out:
        assert_is_valid(out, form)
    assert out or err


@pytest.mark.parametrize(
    "command",
    [
        ["validate", "broken", "--fix", "--diff"],
        ["bundle", "valid"],
        ["bundle", "valid", "--format", "yaml"],
        ["bundle", "nul", "--format", "json"],
        ["bundle", "broken", "--to", "3.0"],
        ["usage", "har", "--spec", "valid", "--consumer", "shop"],
        ["usage", "bad har", "--spec", "valid", "--consumer", "shop"],
        ["drift", "bad har", "--spec", "valid"],
        ["test", "valid", "--url", "http://127.0.0.1:1"],
        ["test", "valid", "--check", BAD, "--url", "http://127.0.0.1:1"],
        ["validate", BAD],
        ["rules", BAD],
        [BAD],
    ],
    ids=lambda command: " ".join(command)[:30],
)
def test_other_commands(files: dict[str, str], command: list[str]) -> None:
    out, err = output_of(contracts_main, [files.get(one, one) for one in command])
    assert_is_harmless(out)
    assert_is_harmless(err)
    assert out or err


@pytest.mark.parametrize(
    "command",
    [
        ["routes", "valid"],
        ["routes", "broken"],
        ["routes", "valid", "--state"],
        ["generate", "valid", "--schema", "Item", "-n", "5"],
        ["generate", "valid", "--schema", BAD],
        ["generate", "valid", "--operation", BAD],
        ["routes", "valid", "--api", BAD],
        ["score", "valid", "--mutant", BAD],
        ["run", "valid", "--fault", BAD],
        ["run", BAD],
    ],
    ids=lambda command: " ".join(command)[:30],
)
def test_commands_of_the_mock(files: dict[str, str], command: list[str]) -> None:
    out, err = output_of(mockserver_main, [files.get(one, one) for one in command])
    assert_is_harmless(out)
    assert_is_harmless(err)
    assert out or err


def test_yaml_and_json_of_a_bundle_keep_the_values(files: dict[str, str]) -> None:
    from contracts.spec.yaml_values import parse_yaml

    tree = json.loads(Path(files["valid"]).read_text())
    assert json.loads(output_of(contracts_main, ["bundle", files["valid"]])[0]) == tree
    assert parse_yaml(output_of(contracts_main, ["bundle", files["valid"], "--format", "yaml"])[0].encode()) == tree
