"""Rules of others: a real distribution on the path, and what is said of one that offers no rules."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.errors import SettingsError, render
from contracts.lint.plugins import installed_rules
from contracts.lint.rules.registry import own_rules

MODULE = """\
from contracts.plugins.rules import Found, Rule, Severity, pointer_of


def check(here, survey):
    if "summary" not in here.node:
        yield Found(pointer_of(here.trail), "the operation has no summary")


RULE = Rule(
    id="acme-summary",
    family="style",
    title="each operation has a summary",
    severity=Severity.ERROR,
    why="Our portal shows it.",
    good="",
    bad="",
    remedy="write one",
    looks_at=("operation",),
    check=check,
)
OTHER = Rule("acme-other", "style", "other", Severity.HINT, "Why.", "", "", "mend it")
RULES = [RULE, OTHER]
"""

SPEC = """\
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /things:
    get: {responses: {"200": {description: All}}}
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a distribution with one module and its entry points on the path."""

    def install(module: str, entries: str, name: str = "acme-rules") -> None:
        folder = tmp_path / "site"
        folder.mkdir(exist_ok=True)
        (folder / "acme_rules.py").write_text(module)
        info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[casemock.rules]\n{entries}\n")
        monkeypatch.syspath_prepend(str(folder))
        importlib.invalidate_caches()

    yield install
    sys.modules.pop("acme_rules", None)


@pytest.mark.parametrize(
    ("entries", "ids"),
    [
        ("one = acme_rules:RULE", ["acme-summary"]),
        ("all = acme_rules", ["acme-other", "acme-summary"]),
        ("all = acme_rules:RULES", ["acme-other", "acme-summary"]),
        ("one = acme_rules:RULE\ntwo = acme_rules:OTHER", ["acme-other", "acme-summary"]),
    ],
)
def test_an_entry_names_a_rule_a_module_or_several(install: Install, entries: str, ids: list[str]) -> None:
    install(MODULE, entries)
    assert [rule.id for rule in installed_rules(own_rules())] == ids


def test_rules_of_others_count_and_can_be_set(
    install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(MODULE, "all = acme_rules")
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC)
    assert main(["validate", str(spec)]) == 1
    assert f"{spec}:5:5: error: the operation has no summary\n" in capsys.readouterr().out
    assert main(["validate", str(spec), "--severity", "acme-summary=off"]) == 0


def test_a_rule_that_raises_is_a_note(install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(MODULE.replace('if "summary" not', 'raise KeyError("x")\n    if "summary" not'), "one = acme_rules:RULE")
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC)
    assert main(["validate", str(spec), "--rule", "acme-summary"]) == 0
    said = "note: the rule acme-summary could not judge #/paths/~1things/get: KeyError: 'x'"
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("module", "entries", "said"),
    [
        ("raise RuntimeError('no')", "one = acme_rules", "acme_rules: cannot be loaded: RuntimeError: no"),
        (MODULE, "one = acme_rules:NONE", "cannot be loaded: AttributeError"),
        ("RULE = 1", "one = acme_rules", "expected a Rule, found a value of type int"),
        ("x = 1", "one = acme_rules", "a module without RULE; expected a Rule"),
        ("RULES = []", "one = acme_rules:RULES", "an empty list; expected a Rule"),
        (MODULE.replace("acme-summary", "operation-id-missing"), "one = acme_rules", "used by a rule of casemock"),
        (MODULE.replace("acme-other", "acme-summary"), "all = acme_rules", "used by a rule of acme-rules"),
        (MODULE.replace('"style",\n', '"fashion",\n'), "one = acme_rules", "unknown family 'fashion'"),
        (MODULE.replace('("operation",)', '("operations",)'), "one = acme_rules", "looks at 'operations'"),
        (MODULE.replace("Severity.ERROR", "1"), "one = acme_rules", "severity is 1"),
        (MODULE.replace("acme-summary", "Acme Summary"), "one = acme_rules", "must be lower case"),
        (MODULE.replace("check=check", "check=1"), "one = acme_rules", "'check' is not callable"),
    ],
)
def test_what_is_no_rule_is_said_with_its_distribution(install: Install, module: str, entries: str, said: str) -> None:
    install(module, entries)
    with pytest.raises(SettingsError) as caught:
        installed_rules(own_rules())
    message = render(caught.value)
    assert "rules of acme-rules: acme_rules" in message
    assert said in message
    assert "uninstall" in message
