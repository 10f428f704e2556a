"""Documents are drawn, played in worker processes and reported."""

from __future__ import annotations

import json
import signal
import sys

import pytest

import contracts
from benchmarks.command import INTERRUPTED, WRONG_USAGE
from benchmarks.corpus import cli, pool
from benchmarks.corpus.judge import Judge
from benchmarks.corpus.peer import wait_until_listening
from benchmarks.corpus.pool import Pool
from benchmarks.corpus.report import group_of, missed, report
from benchmarks.corpus.requests import RequestMaker, document_names, draw, path_and_method
from benchmarks.corpus.results import CRASHED, REFUSED, STARTED, Load, Results, Sent
from benchmarks.corpus.worker import Task, send
from benchmarks.processes import BenchmarkError, Server
from contracts.errors import TransportError
from contracts.messages import Response

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def document(**more):
    content = {"application/json": {"schema": PET}}
    paths = {
        "/pets": {
            "get": {"responses": {"200": {"description": "", "content": content}}},
            "post": {
                "requestBody": {"required": True, "content": content},
                "responses": {"201": {"description": "", "content": content}},
            },
        }
    }
    scheme = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "security": [{"key": []}],
        "paths": paths,
        "components": {"securitySchemes": scheme},
        **more,
    }


def write(folder, name, tree):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tree if isinstance(tree, str) else json.dumps(tree), "utf-8")
    return Task(str(path), name)


def test_document_names(tmp_path):
    for name in ("a/1.json", "b.yaml", "c.yml", "d.txt"):
        write(tmp_path, name, "{}")
    names = document_names(tmp_path, 1)
    assert sorted(names) == ["a/1.json", "b.yaml", "c.yml"]
    assert document_names(tmp_path, 1) == names
    assert any(document_names(tmp_path, seed) != names for seed in range(2, 9))


def test_draw():
    contract = contracts.load(document())
    drawn = draw(contract, "1", 5)
    assert [one.number for one in drawn] == [0, 0, 1, 1, 2]
    assert {one.path_and_method for one in drawn} == {("/pets", "get"), ("/pets", "post")}
    assert draw(contract, "1", 5) == drawn
    assert draw(contracts.load(document(paths={})), "1", 5) == []


def test_path_of_the_document():
    """The path is that of the document, whatever it is served at."""
    contract = contracts.load(document(servers=[{"url": "https://example.com/v2"}]))
    assert path_and_method(contract.operations[0]) == ("/pets", "get")


def test_requests_have_credentials_and_bodies():
    contract = contracts.load(document())
    maker = RequestMaker(contract)
    requests = {one.operation.method: maker.request(one) for one in draw(contract, "1", 2)}
    assert requests["GET"].header("x-key")
    assert "name" in json.loads(requests["POST"].body)


def test_invalid_examples_are_not_sent():
    tree = document()
    operation = tree["paths"]["/pets"]["post"]
    operation["requestBody"]["content"] = {"application/json": {"schema": PET, "example": {"name": 7}}}
    schema = {"type": "string", "format": "date"}
    operation["parameters"] = [{"name": "day", "in": "query", "required": True, "schema": schema, "example": "today"}]
    tree["paths"]["/pets"].pop("get")
    contract = contracts.load(tree)
    request = RequestMaker(contract).request(draw(contract, "1", 1)[0])
    assert isinstance(json.loads(request.body)["name"], str)
    assert "today" not in request.target


class Transport:
    """Returns or raises one result."""

    base = ""

    def __init__(self, result):
        self.result = result

    def send(self, request, *, fresh=False):
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (Response(200, (("content-type", "application/json"),), b'{"name": "a"}'), "valid"),
        (Response(200, (("content-type", "application/json"),), b"{}"), "invalid"),
        (TransportError("late", kind="timeout"), "timeout"),
        (TransportError("broken", kind="closed"), "exception"),
        (KeyError("a"), "exception"),
    ],
)
def test_send(result, kind, capsys):
    tree = document()
    contract = contracts.load(tree)
    drawn = next(one for one in draw(contract, "1", 2) if one.operation.method == "GET")
    sent = send("a.json", drawn, RequestMaker(contract), Judge(tree), Transport(result))
    assert (sent.kind, sent.operation, sent.request) == (kind, "GET /pets", "GET /pets")
    assert '"phase": "request"' in capsys.readouterr().out


def play(tasks, **options):
    return [one for results in Pool(2, **options).run(tasks) for one in results]


def test_worker(tmp_path):
    tasks = [
        write(tmp_path, "good.json", document()),
        write(tmp_path, "bad.json", {"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": []}),
        write(tmp_path, "none.json", "{"),
    ]
    tasks = [Task(one.document, one.name, requests=4) for one in tasks]
    results = play(tasks, chunk=2)
    loads = {one.document: one.outcome for one in results if isinstance(one, Load)}
    assert loads == {"good.json": STARTED, "bad.json": REFUSED, "none.json": REFUSED}
    assert [one.kind for one in results if isinstance(one, Sent)] == ["valid"] * 4


FAKE = """
import json, os, signal, sys
for line in sys.stdin:
    task = json.loads(line)
    name, first = task["name"], task["first"]
    def write(event, **data):
        print(json.dumps({"event": event, **data}), flush=True)
    write("begin", document=name)
    if name == "loading":
        os.kill(os.getpid(), signal.SIGXCPU)
        signal.pause()
    if not first:
        write("load", document=name, outcome="started")
    for number in range(first, task["requests"]):
        phase = "judge" if name == "judge" else "request"
        write("phase", document=name, operation=f"GET /{number}", phase=phase)
        sent = dict(document=name, operation=f"GET /{number}", status=200, kind="valid", details=[], request="")
        if name == "hang" and number == 1:
            write("sent", **{**sent, "kind": "timeout"})
            os._exit(3)
        if name in {"request", "judge"} and number == 1:
            os.kill(os.getpid(), signal.SIGXCPU)
            signal.pause()
        if name == "exit" and number == 1:
            os._exit(7)
        write("sent", **sent)
    write("end", document=name)
"""


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("hang", ["valid", "timeout", "valid"]),
        ("request", ["valid", "timeout", "valid"]),
        ("judge", ["valid", "unjudged", "valid"]),
        ("exit", ["valid", "timeout", "valid"]),
    ],
)
def test_a_hang_does_not_stop_the_run(name, kinds, tmp_path, monkeypatch):
    script = tmp_path / "worker.py"
    script.write_text(FAKE, "utf-8")
    monkeypatch.setattr(pool, "WORKER", (sys.executable, str(script)))
    results = play([Task("", one, requests=3) for one in ("before", name, "after")])
    sent = [one for one in results if isinstance(one, Sent)]
    assert [one.kind for one in sent if one.document == name] == kinds
    assert [one.kind for one in sent if one.document != name] == ["valid"] * 6
    assert [one.document for one in results if isinstance(one, Load)] == ["before", name, "after"]


def test_a_hang_while_loading(tmp_path, monkeypatch):
    script = tmp_path / "worker.py"
    script.write_text(FAKE, "utf-8")
    monkeypatch.setattr(pool, "WORKER", (sys.executable, str(script)))
    loads = play([Task("", one) for one in ("loading", "after")])
    assert [(one.document, one.outcome) for one in loads] == [("loading", CRASHED), ("after", STARTED)]
    assert loads[0].reason == "more than 60 s of CPU time"
    assert signal.Signals(signal.SIGXCPU).name == "SIGXCPU"


def test_results_are_sorted():
    results = Results({}, [Load("b", STARTED), Load("a", STARTED)], [sent("x", name="b"), sent("y", name="a")])
    results.sort(["a", "b"])
    assert [one.document for one in results.loads] == ["a", "b"]
    assert [one.kind for one in results.sent] == ["y", "x"]


def sent(kind, *details, status=200, name="a.json"):
    return Sent(name, "GET /x", status, kind, details, "GET /x")


def test_report():
    results = Results(
        {"seed": "1"},
        [Load("a.json", STARTED), Load("b.json", REFUSED, "missing key 'paths'")],
        [sent("valid"), sent("invalid", "/a: type: 1 is not a string"), sent("server-error", "KeyError", status=500)],
        {"prism": [sent("refused", "status 404", status=404)]},
    )
    lines = "\n".join(report(results))
    assert "documents that start: 1 of 2 (50.00%)" in lines
    assert "b.json: missing key 'paths'" in lines
    assert "invalid bodies: 1 of 2 (50.00%)" in lines
    assert "invalid: 1 × type (1 documents)" in lines
    assert "by status: 2xx 2, 5xx 1" in lines
    assert "| prism | 1 | 0 | 0 | 0 | 0 | 1 |" in lines
    assert len(missed(results)) == 3


def test_targets_are_reached():
    results = Results({}, [Load("a.json", STARTED)], [sent("valid"), sent("refused", status=422)])
    assert missed(results) == []


@pytest.mark.parametrize(
    ("result", "group"),
    [
        (sent("invalid", "/a/b: pattern: 'x' does not match"), "pattern"),
        (sent("refused", "invalid_body body/a: wrong", status=422), "422 invalid_body"),
        (sent("server-error", "internal: error 'x' at /a/b line 7"), "internal: error … at … line …"),
        (sent("valid"), ""),
    ],
)
def test_group_of(result, group):
    assert group_of(result) == group


def test_command(tmp_path, capsys):
    write(tmp_path, "good.json", document())
    write(tmp_path, "bad.json", "[]")
    output = tmp_path / "out.txt"
    arguments = ["--documents", str(tmp_path), "--requests", "2", "--number", "5", "--output", str(output)]
    assert cli.main(arguments) == cli.OK
    printed = capsys.readouterr()
    assert "documents that start: 1 of 2 (50.00%)" in printed.out
    assert "casemock: 2 requests, 1 documents" in printed.out
    assert "[1/5] 2 requests: 0 invalid, 0 failed" in printed.err
    assert [one["kind"] for one in json.loads(output.read_text())["sent"]] == ["valid", "valid"]
    assert cli.main([*arguments, "--check"]) == cli.MISSED


def test_interrupted_run_prints_the_results(tmp_path, capsys, monkeypatch):
    write(tmp_path, "good.json", document())

    def interrupted(self, tasks):
        yield [Load("good.json", STARTED)]
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.Pool, "run", interrupted)
    assert cli.main(["--documents", str(tmp_path)]) == INTERRUPTED
    assert "documents that start: 1 of 1" in capsys.readouterr().out


@pytest.mark.parametrize("more", [["--only", "missing"], ["--documents", "nowhere"]])
def test_wrong_usage(tmp_path, more, capsys):
    write(tmp_path, "good.json", document())
    assert cli.main(["--documents", str(tmp_path), *more]) == WRONG_USAGE
    assert "error: " in capsys.readouterr().err


def test_peer_that_does_not_start(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    with Server(command, 1, tmp_path / "log", None) as server, pytest.raises(BenchmarkError, match="code 3"):
        wait_until_listening(server)
