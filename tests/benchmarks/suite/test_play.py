"""Scenarios are classified, translated, played and compared."""

from __future__ import annotations

import json

import pytest

from benchmarks.command import WRONG_USAGE
from benchmarks.suite import cli
from benchmarks.suite.compare import differences, documented_values
from benchmarks.suite.completion import complete
from benchmarks.suite.play import play_suite
from benchmarks.suite.portable import command_line, not_portable, translated_request
from benchmarks.suite.reasons import read_reasons
from benchmarks.suite.scenario import SPECS, parse_scenario
from contracts.messages import Request, Response
from tests.benchmarks.suite.kit import DOCUMENT, text_of

PROBLEM = '{"type":"https://stoplight.io/prism/errors#NOT_FOUND","status":404}'


def scenario(name="a.txt", **parts):
    return parse_scenario(name, text_of(**parts))


@pytest.mark.parametrize(
    ("name", "parts", "reason"),
    [
        ("a.txt", {}, ""),
        ("a.txt", {"server": "mock -p 4010 ${document} --errors"}, ""),
        ("a.txt", {"server": "proxy -p 4010 ${document} http://example.com"}, "proxy mode"),
        ("a.pc.txt", {}, "Postman collection"),
        ("a.txt", {"server": "mock --json-schema-faker-fillProperties=false ${document}"}, "json-schema-faker"),
        ("a.txt", {"expected": f"HTTP/1.1 500 E\n\n{PROBLEM.replace('NOT_FOUND', 'VIOLATIONS')}"}, "--errors"),
    ],
)
def test_not_portable(name, parts, reason):
    found = not_portable(scenario(name, **parts))
    assert reason in found
    assert bool(reason) is bool(found)


@pytest.mark.parametrize(
    ("server", "arguments"),
    [
        ("mock -p 4010 ${document}", ["d", "--static"]),
        ("mock -d -p 4010 ${document}", ["d"]),
        ("mock -p 4010 ${document} --dynamic", ["d"]),
        ("mock --cors=false -p 4010 ${document}", ["d", "--static", "--no-cors"]),
    ],
)
def test_command_line(server, arguments):
    assert command_line(scenario(server=server), "d") == arguments


@pytest.mark.parametrize(
    ("url", "target", "prefer"),
    [
        ("/pets?__code=404", "/pets", "code=404"),
        ("/pets?a=1\\&__code=404\\&__example=x", "/pets?a=1", "code=404, example=x"),
        ("/pets?__dynamic=false", "/pets", "dynamic=false"),
        ("/pets?a=1", "/pets?a=1", None),
    ],
)
def test_preferences(url, target, prefer):
    request = translated_request(scenario(command=f"curl -i http://localhost:4010{url}"))
    assert (request.target, request.header("prefer")) == (target, prefer)


def compared(response, **parts):
    return differences(scenario(**parts), Request("GET", "/pets"), response)


def json_response(value, status=200, media_type="application/json; charset=utf-8"):
    return Response(status, (("content-type", media_type),), json.dumps(value).encode())


GENERATED = 'HTTP/1.1 200 OK\n\n{"name":"string","age":0}'


@pytest.mark.parametrize(
    ("parts", "response"),
    [
        ({}, json_response({"name": "Rex", "age": 7})),
        ({}, json_response({"name": "Rex", "age": 7, "more": 1})),
        ({"expected": GENERATED}, json_response({"name": "Ada", "age": 12})),
        ({"mode": "expect-loose"}, json_response({"name": "Ada", "age": 12})),
        ({"expected": f"HTTP/1.1 404 N\n\n{PROBLEM}"}, json_response({"error": "no"}, 404)),
        ({"expected": f"HTTP/1.1 422 N\n\n{PROBLEM}"}, json_response({"error": "no"}, 400)),
        ({"expected": "HTTP/1.1 200 OK\ndate: a\nsl-violations: b"}, Response(200, (), b"")),
        ({"expected": "HTTP/1.1 200 OK\n\nstring"}, Response(200, (), b"other")),
    ],
)
def test_equal_responses(parts, response):
    assert compared(response, **parts) == []


@pytest.mark.parametrize(
    ("parts", "response", "difference"),
    [
        ({}, json_response({"name": "Rex", "age": 7}, 201), "status 201 instead of 200"),
        ({}, json_response({"name": "Max", "age": 7}), '/name: "Max" instead of "Rex"'),
        ({}, json_response({"age": 7}), "/name: missing"),
        ({}, json_response([]), "/: array instead of object"),
        ({}, json_response({"name": "Rex", "age": 7}, media_type="text/plain"), "content type text/plain"),
        ({}, Response(200, (("content-type", "application/json"),), b"oh"), "body 'oh' is not JSON"),
        ({"expected": GENERATED}, json_response({"name": 1, "age": 12}), "/name: number instead of string"),
        ({"expected": "HTTP/1.1 200 OK\nx-a: 1"}, Response(200), "header x-a is missing"),
        ({"expected": "HTTP/1.1 404 N"}, json_response({}, 400), "status 400 instead of 404"),
        ({"expected": "HTTP/1.1 200 OK\n\nRex"}, Response(200, (), b"Max"), "body 'Max' instead of 'Rex'"),
    ],
)
def test_different_responses(parts, response, difference):
    (found,) = compared(response, **parts)
    assert difference in found


XML = "HTTP/1.1 200 OK\n\n<xml><name>Rex</name><age>0</age></xml>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<pet><age>3</age><name>Rex</name></pet>", []),
        (b"<pet><age>3</age><name>Max</name></pet>", ["element name: 'Max' instead of 'Rex'"]),
        (b"<pet><name>Rex</name></pet>", ["element age is missing"]),
        (b"no", ["body 'no' is not XML"]),
    ],
)
def test_xml(body, found):
    assert compared(Response(200, (), body), expected=XML) == found


def test_documented_values():
    assert {'"Rex"', "Rex", "7"} <= documented_values(DOCUMENT)
    assert '"string"' not in documented_values(DOCUMENT)


def test_complete():
    completed = complete("swagger: '2.0'\npaths: {/x: {get: {responses: {200: {schema: {}}}}}}")
    assert "title: scenario" in completed
    assert "description: ''" in completed
    assert complete(DOCUMENT) == DOCUMENT


def test_play_suite():
    missing = "curl -i http://localhost:4010/pets?__code=404"
    scenarios = [
        scenario("a.txt"),
        scenario("b.pc.txt"),
        scenario("c.txt", command=missing, expected="HTTP/1.1 404 Not Found"),
        scenario("d.txt", expected='HTTP/1.1 200 OK\n\n{"name":"Rex","weight":7}'),
    ]
    played = list(play_suite(scenarios))
    assert [one.passed for one in played] == [True, False, True, False]
    assert [bool(one.excluded) for one in played] == [False, True, False, False]
    assert played[3].differences == ("/weight: missing",)
    assert played[0].arguments == ("DOCUMENT", "--static")


def test_refused_document():
    (played,) = play_suite([scenario(document="openapi: 3.0.3\ninfo: {title: a, version: b}\npaths: []\n")])
    assert played.differences[0].startswith("document refused: ")


def test_command(tmp_path, capsys, monkeypatch):
    specs = tmp_path / SPECS
    specs.mkdir(parents=True)
    (specs / "good.txt").write_text(text_of(), "utf-8")
    (specs / "bad.txt").write_text(text_of(expected="HTTP/1.1 201 Created"), "utf-8")
    output = tmp_path / "out.json"
    arguments = ["--suite", str(tmp_path), "--output", str(output)]
    assert cli.main(arguments) == cli.MISSED
    printed = capsys.readouterr().out
    assert "passed: 1 of 2 (50.0%)" in printed
    assert "status 200 instead of 201" in printed
    assert {one["name"]: one["outcome"] for one in json.loads(output.read_text())} == {
        "good": "passed",
        "bad": "FAILED",
    }
    monkeypatch.setattr(cli, "read_reasons", lambda: {"bad": "why", "good": "unused"})
    assert cli.main(arguments) == cli.OK
    printed = capsys.readouterr().out
    assert "different on purpose: 1" in printed
    assert "reason without difference: good" in printed


def test_unusable_folder(tmp_path, capsys):
    assert cli.main(["--suite", str(tmp_path)]) == WRONG_USAGE
    assert "no scenario files" in capsys.readouterr().err


def test_reasons_are_sorted():
    assert list(read_reasons()) == sorted(read_reasons())
