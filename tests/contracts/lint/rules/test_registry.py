"""Built-in rules are registered exactly once, and rules of plugins are loaded from a distribution on the path."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.errors import SettingsError, render
from contracts.findings import Severity
from contracts.lint import rules
from contracts.lint.rule import FAMILIES, Rule
from contracts.lint.rules.registry import MODULES, installed_rules, own_rules
from contracts.lint.rules.structure import loader_rules


def test_each_module_is_registered_once() -> None:
    found = [module for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.") if not module.ispkg]
    names = sorted(module.name for module in found if not module.name.endswith(".registry"))
    assert sorted(module.__name__ for module in MODULES) == names


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in own_rules()]
    assert len(ids) == len(set(ids))
    assert ids == sorted(ids)


WORDS = {"MUST": Severity.ERROR, "SHOULD": Severity.WARNING, "RECOMMENDED": Severity.WARNING}

ABOUT_SERVERS = {"head-with-body"}
"""Rules that quote a requirement for responses, not for documents."""


def test_severities_are_those_of_the_quoted_words() -> None:
    quoting = {
        rule.id: (rule.severity, severity)
        for rule in own_rules()
        for word, severity in WORDS.items()
        if re.search(rf"\b{word}\b", rule.why) and rule.id not in ABOUT_SERVERS
    }
    assert {"email-invalid", "example-invalid", "schema-example-invalid"} <= quoting.keys()
    assert {rule: found for rule, found in quoting.items() if found[0] != found[1]} == {}


def test_each_rule_is_in_the_folder_of_its_family() -> None:
    """The rules that the loader reports are one table of several families."""
    for module in MODULES:
        families = {value.family for value in vars(module).values() if isinstance(value, Rule)}
        family = module.__name__.split(".")[-2]
        assert families
        assert module is loader_rules or families == {family}, module.__name__
    assert {rule.family for rule in own_rules()} == set(FAMILIES)


MODULE = """\
from contracts.plugins.rules import Violation, Rule, Severity, pointer_of


def check(here, index):
    if "summary" not in here.node:
        yield Violation(pointer_of(here.trail), "the operation has no summary")


RULE = Rule(
    id="acme-summary",
    family="style",
    title="operations should have a summary",
    severity=Severity.ERROR,
    why="Our portal shows it.",
    good="",
    bad="",
    remedy="add a summary",
    node_types=("operation",),
    check=check,
)
OTHER = Rule("acme-other", "style", "other", Severity.HINT, "Why.", "", "", "fix it")
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
    """Return a function that puts a distribution with one module and its entry points on the path."""

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
def test_an_entry_point_is_a_rule_a_list_or_a_module(install: Install, entries: str, ids: list[str]) -> None:
    install(MODULE, entries)
    assert [rule.id for rule in installed_rules(own_rules())] == ids


def test_rules_of_plugins_run_and_can_be_turned_off(
    install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(MODULE, "all = acme_rules")
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC)
    assert main(["validate", str(spec)]) == 1
    assert f"{spec}:5:5: error: the operation has no summary\n" in capsys.readouterr().out
    assert main(["validate", str(spec), "--severity", "acme-summary=off"]) == 0


def test_an_exception_of_a_rule_is_a_note(install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(MODULE.replace('if "summary" not', 'raise KeyError("x")\n    if "summary" not'), "one = acme_rules:RULE")
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC)
    assert main(["validate", str(spec), "--rule", "acme-summary"]) == 0
    note = "note: rule acme-summary failed at #/paths/~1things/get: KeyError: 'x'"
    assert note in capsys.readouterr().out


@pytest.mark.parametrize(
    ("module", "entries", "expected"),
    [
        ("raise RuntimeError('no')", "one = acme_rules", "acme_rules: cannot be loaded: RuntimeError: no"),
        (MODULE, "one = acme_rules:NONE", "cannot be loaded: AttributeError"),
        ("RULE = 1", "one = acme_rules", "expected a Rule, found a value of type int"),
        ("x = 1", "one = acme_rules", "a module without RULE; expected a Rule"),
        ("RULES = []", "one = acme_rules:RULES", "an empty list; expected a Rule"),
        (MODULE.replace("acme-summary", "operation-id-missing"), "one = acme_rules", "used by a rule of casemock"),
        (MODULE.replace("acme-other", "acme-summary"), "all = acme_rules", "used by a rule of acme-rules"),
        (MODULE.replace('"style",\n', '"fashion",\n'), "one = acme_rules", "unknown family 'fashion'"),
        (MODULE.replace('("operation",)', '("operations",)'), "one = acme_rules", "unknown node type 'operations'"),
        (MODULE.replace("Severity.ERROR", "1"), "one = acme_rules", "severity is 1"),
        (MODULE.replace("acme-summary", "Acme Summary"), "one = acme_rules", "must be lower case"),
        (MODULE.replace("check=check", "check=1"), "one = acme_rules", "'check' is not callable"),
    ],
)
def test_an_error_names_the_distribution(install: Install, module: str, entries: str, expected: str) -> None:
    install(module, entries)
    with pytest.raises(SettingsError) as caught:
        installed_rules(own_rules())
    message = render(caught.value)
    assert "rules of acme-rules: acme_rules" in message
    assert expected in message
    assert "uninstall" in message
