"""Flags override environment, file and defaults; problems of a file are reported with their line."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import cast

import pytest

from contracts.cli.validate_settings import ValidateSettings, gather
from contracts.errors import SettingsError, UsageError, render
from contracts.findings import Severity
from contracts.lint.rule import Rule
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate
from mockserver.settings import gather as gather_of_the_mock

KNOWN = {"no-summary": "style", "path-overlap": "paths", "structure": "structure", "dialect": "structure"}


def settings(folder: Path, environ: dict[str, str] | None = None, **flags: object) -> ValidateSettings:
    given = {"config": None, "show": None, "fail_on": None, "ignore": None, "rule": [], "no_rule": [], "severity": []}
    return gather(argparse.Namespace(**given | flags), KNOWN, folder, environ or {})


def test_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path) == ValidateSettings(Severity.WARNING, Severity.ERROR, None, {}, {})


def test_precedence(tmp_path: Path) -> None:
    (tmp_path / "casemock.toml").write_text('[validate]\nshow = "hint"\nfail-on = "hint"\nignore-file = "a.txt"\n')
    found = settings(tmp_path)
    assert (found.show, found.fail_on, found.ignore_file) == (Severity.HINT, Severity.HINT, tmp_path / "a.txt")
    found = settings(tmp_path, {"CASEMOCK_FAIL_ON": "warning", "CASEMOCK_SHOW": "warning"}, show="error")
    assert (found.show, found.fail_on) == (Severity.ERROR, Severity.WARNING)
    assert settings(tmp_path, {"CASEMOCK_IGNORE_FILE": "b.txt"}).ignore_file == Path("b.txt")


@pytest.mark.parametrize(("file", "prefix"), [("casemock.toml", ""), ("pyproject.toml", "tool.casemock.")])
def test_rules_and_families(tmp_path: Path, file: str, prefix: str) -> None:
    text = f'[{prefix}rules]\nno-summary = "off"\n[{prefix}rules.family]\npaths = "error"\n'
    (tmp_path / file).write_text(text)
    found = settings(tmp_path, severity=["no-summary=hint"])
    assert (found.levels, found.families) == ({"no-summary": "hint"}, {"paths": "error"})
    found = settings(tmp_path / "elsewhere", {"CASEMOCK_CONFIG": str(tmp_path / file)})
    assert found.levels == {"no-summary": "off"}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[validate]\nfail_on = "error"\n', 2, "did you mean 'fail-on'?"),
        ('[validate]\nshow = "all"\n', 2, "expected one of error, warning, hint"),
        ("[validate]\nignore-file = 1\n", 2, "expected a path"),
        ('[rules]\n# one\nno-sumary = "off"\n', 3, "did you mean 'no-summary'?"),
        ('[rules]\nno-summary = "loud"\n', 2, "expected one of off, hint, warning, error"),
        ("[rules]\nno-summary = [1]\n", 2, "expected one of off"),
        ('[rules]\ndialect = "off"\n', 2, "rule 'dialect' of family structure cannot be turned off"),
        ('[rules.family]\nstructure = "hint"\n', 2, "family structure cannot be turned off"),
        ('[rules.family]\nstile = "hint"\n', 2, "unknown family 'stile'"),
        ('[rules]\nfamily = "off"\n', 2, "expected a table"),
        ("rules = 1\n", 0, "rules: expected a table"),
    ],
)
def test_invalid_files(tmp_path: Path, text: str, line: int, message: str) -> None:
    file = tmp_path / "casemock.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path)
    assert message in render(caught.value)
    assert caught.value.location is not None
    assert (caught.value.location.file, caught.value.location.line) == (str(file), line)


@pytest.mark.parametrize(
    "flags", [{"no_rule": ["dialect"]}, {"severity": ["structure=off"]}, {"severity": ["dialect=hint"]}]
)
def test_the_family_structure_cannot_be_changed(tmp_path: Path, flags: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="family structure"):
        settings(tmp_path, **flags)


def test_invalid_environment_variables(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="CASEMOCK_FAIL_ON: expected one of"):
        settings(tmp_path, {"CASEMOCK_FAIL_ON": "yes"})


def test_variables_of_a_kubernetes_service_are_ignored(tmp_path: Path) -> None:
    links = {
        "CASEMOCK_PORT": "tcp://10.0.0.1:8080",
        "CASEMOCK_SERVICE_HOST": "10.0.0.1",
        "CASEMOCK_PORT_8080_TCP_ADDR": "10.0.0.1",
        "CASEMOCK_SHOW_PORT": "tcp://10.0.0.2:80",
    }
    assert settings(tmp_path, links) == settings(tmp_path)


def test_the_mock_server_accepts_the_same_file(tmp_path: Path) -> None:
    text = 'port = 9\n[diff]\nfail-on = "risky"\n'
    text += '[validate]\nshow = "hint"\n[rules]\nno-summary = "off"\n[rules.family]\nstyle = "off"\n'
    (tmp_path / "casemock.toml").write_text(text)
    variables = {"CASEMOCK_FAIL_ON": "hint", "CASEMOCK_SHOW": "hint", "CASEMOCK_IGNORE_FILE": "a"}
    assert gather_of_the_mock({}, environ=variables, directory=tmp_path).port == 9


def test_examples_in_the_documentation(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent.parent.parent / "docs" / "validate.md").read_text("utf-8")
    blocks = dict(re.findall(r"```(toml|python)\n(.*?)```", page, re.DOTALL)[::-1])
    (tmp_path / "casemock.toml").write_text(blocks["toml"])
    known = {rule.id: rule.family for rule in own_rules()}
    given = argparse.Namespace(config=None, show=None, fail_on=None, ignore=None, rule=[], no_rule=[], severity=[])
    found = gather(given, known, tmp_path, {})
    assert (found.show, found.fail_on) == (Severity.HINT, Severity.WARNING)
    assert found.levels == {"operation-id-missing": "off", "path-overlap": "error"}
    namespace: dict[str, object] = {}
    exec(blocks["python"], namespace)  # the rule on the page
    spec = tmp_path / "spec.yaml"
    text = (
        'openapi: 3.0.3\ninfo: {title: T, version: "1"}\npaths: {/a: {get: {responses: {"200": {description: d}}}}}\n'
    )
    spec.write_text(text)
    _, findings = validate(str(spec), [cast("Rule", namespace["RULE"])], {})
    assert [finding.message for finding in findings] == ["the operation has no summary"]
