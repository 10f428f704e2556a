"""The public API: ``docs/api.md`` lists what the public modules export, and plugins need nothing else."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.conformance.checks.registry import all_checks, installed_checks
from contracts.errors import SettingsError, render

DOCS = Path(__file__).parent.parent / "docs"

MODULES = (
    "contracts",
    "contracts.errors",
    "contracts.plugins.checks",
    "contracts.plugins.rules",
    "mockserver.app",
    "mockserver.settings",
)

SPEC = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200": {description: All, content: {application/json: {schema: {type: array}}}}
"""

APP = """
async def app(scope, receive, send):
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"[]"})
"""

Install = Callable[..., None]


def documented() -> dict[str, list[str]]:
    """Return the documented names by module."""
    parts = re.split(r"^## ", (DOCS / "api.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    found = {part.partition("\n")[0].strip("`"): re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in parts}
    return {module: names for module, names in found.items() if names}


def example(page: str) -> str:
    """Return the Python example that imports from the plugin API."""
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    (found,) = [block for block in blocks if "contracts.plugins" in block]
    return found


def test_every_public_module_is_documented() -> None:
    assert sorted(documented()) == list(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_every_exported_name_is_documented(module: str) -> None:
    public = importlib.import_module(module)
    assert sorted(documented()[module]) == sorted(public.__all__)
    assert all(hasattr(public, name) for name in public.__all__)


def test_importing_contracts_imports_no_submodules() -> None:
    code = "import sys, contracts; sys.exit(len([name for name in sys.modules if name.startswith('contracts.')]))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=DOCS.parent).returncode == 0


def imported_modules(code: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(code)))
    names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return names | {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}


@pytest.mark.parametrize("page", ["validate.md", "contract-tests.md"])
def test_plugin_examples_import_only_public_modules(page: str) -> None:
    assert imported_modules(example(page)) <= set(MODULES)


# ---------------------------------------------------------------------- plugins


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a function that installs a distribution ``acme`` with one module and an entry point."""
    monkeypatch.chdir(tmp_path)

    def install(module: str, group: str, entry: str = "acme_plugin") -> None:
        folder = tmp_path / "site"
        info = folder / "acme-1.0.dist-info"
        info.mkdir(parents=True)
        (folder / "acme_plugin.py").write_text(module, "utf-8")
        (folder / "acme_app.py").write_text(APP, "utf-8")
        (tmp_path / "spec.yaml").write_text(SPEC, "utf-8")
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{group}]\none = {entry}\n")
        monkeypatch.syspath_prepend(str(folder))
        importlib.invalidate_caches()

    yield install
    for name in ("acme_plugin", "acme_app"):
        sys.modules.pop(name, None)


def run(*arguments: str) -> int:
    return main(["test", "spec.yaml", "--app", "acme_app:app", "--phases", "none", *arguments])


def test_example_rule_works(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    install(example("validate.md"), "casemock.rules")
    assert main(["validate", "spec.yaml", "--rule", "acme-summary"]) == 0
    assert "spec.yaml:5:5: warning: the operation has no summary\n" in capsys.readouterr().out


@pytest.mark.parametrize("report_format", ["text", "json", "junit", "sarif", "html", "markdown"])
def test_example_check_works(report_format: str, install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    install(example("contract-tests.md"), "casemock.checks")
    assert run("--check", "acme-request-id", "--format", report_format) == 1
    assert "acme-request-id" in capsys.readouterr().out


def test_plugin_check_is_listed_and_can_be_excluded(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    install(example("contract-tests.md"), "casemock.checks")
    assert main(["checks", "acme-request-id"]) == 0
    assert "Our support team asks for it." in capsys.readouterr().out
    assert main(["checks", "--markdown"]) == 0
    assert "acme" not in capsys.readouterr().out
    run("--no-check", "acme-request-id")
    assert "X-Request-Id" not in capsys.readouterr().out


def test_exception_in_a_check_is_reported(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    module = example("contract-tests.md").replace(
        "if success is None", "raise KeyError('x')\n        if success is None"
    )
    install(module, "casemock.checks")
    assert run("--check", "acme-request-id") == 2
    assert "KeyError: 'x'" in capsys.readouterr().out


def test_check_that_yields_another_type_is_reported(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    module = "from contracts.plugins.checks import Check\n"
    install(f"{module}CHECK = Check('acme', 't', 'Why.', 'g', 'b', lambda session: ['text'])\n", "casemock.checks")
    assert run("--check", "acme") == 2
    assert "the check yields str, not Finding" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("entry", "old", "new", "message"),
    [
        ("acme_plugin:run", "", "", "expected a Check, found a value of type function"),
        ("acme_plugin:NONE", "", "", "cannot be loaded: AttributeError"),
        ("acme_plugin", "CHECK = ", "OTHER = ", "a module without CHECK; expected a Check"),
        (
            "acme_plugin",
            'id="acme-request-id"',
            'id="sorting"',
            "id 'sorting' is already used by a check of casemock",
        ),
        ("acme_plugin", 'id="acme-request-id"', 'id="Acme Id"', "check 'Acme Id': the id must be lower case"),
        ("acme_plugin", "run=run", "run=1", "check 'acme-request-id': 'run' is not callable"),
    ],
)
def test_invalid_check_is_an_error_with_its_distribution(
    entry: str, old: str, new: str, message: str, install: Install
) -> None:
    install(example("contract-tests.md").replace(old, new), "casemock.checks", entry)
    with pytest.raises(SettingsError) as caught:
        installed_checks(all_checks())
    assert "checks of acme: acme_plugin" in render(caught.value)
    assert message in render(caught.value)
