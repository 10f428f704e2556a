"""Randomly broken documents, recordings and usage files: no command raises an exception."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.cli.main import main
from contracts.reports.registry import all_reports
from contracts.spec.source import read_source
from tests.conftest import ROOT
from tests.contracts.mutation import mutated

FAULTS = ROOT / "tests" / "faults"
SHOP = ROOT / "tests" / "contracts" / "traffic" / "shop"
BASES = ("garage-2.0", "clinic-3.0", "library-3.1", "fleet-3.2")

TIMES = 6
"""Number of mutations per file."""

FORMS = [report.name for report in all_reports()]

WITH_COMMENTS = """\
# a head
openapi: 3.1.0  # version
info: {title: A, version: '1'}
tags:
  # the first
  - name: a
  - name: b  # second
  - name: a
servers: [{url: https://a.example/v1/}]
paths:
  /a:  # the path
    get:
      tags: [a, b, a]  # three
      parameters:
        # for the reader
        - {name: q, in: query, schema: {type: string, nullable: true, fromat: date}}
        - {name: Accept, in: header, schema: {type: string}}
      responses:
        "200":
          description: >-
            All.
          content:
            application/json:
              # what comes
              schema:
                type: object
                properties:
                  a: {type: string, format: datetime, example: x}  # when
                  b:
                    type: string
                    enum: [x, 'y', "x"]  # no z
"""
LINES = ("type: [string]", "nullable: true", "- a", "x: {y: 1}", "enum: [a, a]", "format: UUID", "# more", "  a: &a b")


def tree_of(path: Path) -> Any:
    return read_source(path, path.name).tree


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("base", BASES)
def test_diff_and_bundle_never_raise(base: str, folder: Path) -> None:
    chance = random.Random(base)
    tree = tree_of(FAULTS / f"{base}.yaml")
    Path("old.json").write_text(json.dumps(tree))
    for _ in range(TIMES):
        Path("new.json").write_text(json.dumps(mutated(tree, chance), indent=1))
        form = chance.choice(FORMS)
        assert main(["diff", "old.json", "new.json", "--output", "out", "--format", form]) in (0, 1, 2)
        assert main(["diff", "new.json", "old.json", "--output", "out", "--format", form]) in (0, 1, 2)
        for options in ((), ("--to", "3.0"), ("--to", "3.1"), ("--unused", "--path", "/*"), ("--api", "x")):
            assert main(["bundle", "new.json", "-o", "one.yaml", *options]) in (0, 1, 2)


@pytest.mark.parametrize("seed", range(TIMES * 4))
def test_fix_keeps_comments_adds_no_errors_and_terminates(
    seed: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    lines = WITH_COMMENTS.splitlines()
    for _ in range(chance.randrange(4)):
        here = chance.randrange(len(lines))
        margin = lines[here][: len(lines[here]) - len(lines[here].lstrip())]
        lines[here : here + chance.randrange(2)] = chance.choice(([lines[here]] * 2, [margin + chance.choice(LINES)]))
    text = chance.choice(("\n", "\r\n")).join(lines)
    Path("a.yaml").write_bytes(text.encode())
    before = errors(capsys)
    main(["validate", "a.yaml", "--show", "hint", "--fix", "--quiet"])
    fixed = Path("a.yaml").read_bytes().decode()
    assert errors(capsys) <= before
    # A removed duplicate also loses the comment on its line.
    assert set(re.findall(r"# [^\r\n]*", fixed)) == set(re.findall(r"# [^\r\n]*", text))
    assert fixed.count("\r\n") in (0, fixed.count("\n"))
    assert not is_yaml(text) or is_yaml(fixed)
    main(["validate", "a.yaml", "--show", "hint", "--fix", "--quiet"])
    assert Path("a.yaml").read_bytes().decode() == fixed


def errors(capsys: pytest.CaptureFixture[str]) -> int:
    capsys.readouterr()
    main(["validate", "a.yaml", "--show", "error", "--format", "json"])
    return len(json.loads(capsys.readouterr().out)["findings"])


def is_yaml(text: str) -> bool:
    try:
        yaml.safe_load(text)
    except yaml.YAMLError:
        return False
    return True


@pytest.mark.parametrize("name", ["web.har", "batch.har", "app.ndjson"])
def test_replay_never_raises(name: str, folder: Path) -> None:
    chance = random.Random(name)
    document = tree_of(SHOP / "openapi.yaml")
    Path("good.json").write_text(json.dumps(document))
    for _ in range(TIMES * 2):
        Path(name).write_text(wrong_recording(name, chance))
        Path("wrong.json").write_text(json.dumps(mutated(document, chance)))
        form = chance.choice(FORMS)
        for spec, traffic in (("good.json", name), ("wrong.json", str(SHOP / name))):
            words = ["drift", spec, "--traffic", traffic, "--quiet", "--output", "out", "--format", form]
            assert main(words) in (0, 1, 2)
            assert main(["usage", traffic, "--spec", spec, "--consumer", "c", "-o", "used.json"]) in (0, 2)


def wrong_recording(name: str, chance: random.Random) -> str:
    text = (SHOP / name).read_text("utf-8")
    if name.endswith(".har"):
        return json.dumps(mutated(json.loads(text), chance))
    lines = chance.sample(text.splitlines(), 3)
    return "\n".join(json.dumps(mutated(json.loads(line), chance)) for line in lines)


def test_usage_files_never_raise(folder: Path) -> None:
    chance = random.Random(1)
    spec = str(SHOP / "openapi.yaml")
    assert main(["usage", str(SHOP / "web.har"), "--spec", spec, "--consumer", "web", "-o", "web.json"]) == 0
    tree = json.loads(Path("web.json").read_text("utf-8"))
    Path("new.json").write_text(json.dumps(mutated(tree_of(SHOP / "openapi.yaml"), random.Random(3))))
    for _ in range(TIMES * 2):
        Path("web.json").write_text(json.dumps(mutated(tree, chance)))
        words = ["diff", spec, "new.json", "--used-by", "web.json", "--quiet", "--output", "out"]
        assert main(words) in (0, 1, 2)
