"""``docs/testing-other-languages.md`` shows the files of ``docs/recipes/``, and these run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

RECIPES = ROOT / "docs" / "recipes"
PAGE = (ROOT / "docs" / "testing-other-languages.md").read_text("utf-8")
SHOWN = dict(
    re.findall(r"^\[`[\w.]+`\]\(recipes/([\w./]+)\)[^\n]*\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
)
LINKED = {"tickets.yaml", "node/.gitignore", "go/go.mod"}
"""Files that the page does not show."""
CREATED = {"node_modules", "package-lock.json"}

NODE = 20
"""The oldest version of Node in whose language the recipes are written."""
JARS = Path("/usr/share/java")
JUNIT = (
    *("junit-jupiter-api", "junit-jupiter-engine", "junit-platform-commons", "junit-platform-engine"),
    *("junit-platform-launcher", "junit-platform-console", "junit-platform-reporting", "opentest4j"),
    *("apiguardian-api", "picocli"),
)


def test_the_page_shows_the_files() -> None:
    files = [file for file in RECIPES.rglob("*") if file.is_file() and not CREATED & {*file.parts}]
    texts = {file.relative_to(RECIPES).as_posix(): file.read_text("utf-8") for file in files}
    assert {name: texts.get(name) for name in SHOWN} == SHOWN
    assert {*texts} == {*SHOWN} | LINKED


class Recipes:
    """A copy of the recipes, and an environment with the command ``mockserver``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "recipes"
        shutil.copytree(RECIPES, self.folder, ignore=shutil.ignore_patterns(*CREATED))
        commands = folder / "bin"
        commands.mkdir()
        command = commands / "mockserver"
        command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m mockserver "$@"\n')
        command.chmod(0o755)
        self.environment = {"HOME": str(folder), **os.environ, "GOTOOLCHAIN": "local", "TMPDIR": str(folder)}
        self.environment["PATH"] = f"{commands}{os.pathsep}{os.environ['PATH']}"

    def run(self, language: str, *command: str) -> str:
        """Run a command in the folder of a language; return its output. It must succeed."""
        done = subprocess.run(
            command, cwd=self.folder / language, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def recipes(tmp_path: Path) -> Recipes:
    return Recipes(tmp_path)


def program(name: str) -> str:
    """Return the path of a program; skip the test if it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def number_of(pattern: str, *files: str) -> int:
    """Return how often a pattern occurs in recipes."""
    return sum(len(re.findall(pattern, (RECIPES / file).read_text("utf-8"), re.MULTILINE)) for file in files)


def node() -> str:
    """Return the path of Node; skip the test if it is missing or too old."""
    found = program("node")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < NODE:
        pytest.skip(f"Node {version.strip()} is older than {NODE}")
    return found


def test_node(recipes: Recipes) -> None:
    output = recipes.run("node", node(), "--test", "--test-reporter=tap")
    assert f"# pass {number_of('^test', 'node/tickets.test.mjs')}\n" in output


def packages(recipes: Recipes) -> Path:
    """Return the folder with the commands of the packages; skip the test if they are not installed."""
    node()
    installed = RECIPES / "node" / "node_modules"
    if not installed.exists():
        pytest.skip("the packages are not installed: npm install in docs/recipes/node")
    (recipes.folder / "node" / "node_modules").symlink_to(installed)
    return installed / ".bin"


def test_vitest(recipes: Recipes) -> None:
    output = recipes.run("node", str(packages(recipes) / "vitest"), "run", "--reporter=tap-flat")
    expected = number_of("^test", "node/tickets.vitest.mjs", "node/msw.vitest.mjs")
    assert len(re.findall(r"^ok ", output, re.MULTILINE)) == expected


def test_playwright(recipes: Recipes, monkeypatch: pytest.MonkeyPatch) -> None:
    command = packages(recipes) / "playwright"
    monkeypatch.setitem(recipes.environment, "CHROMIUM", program("chromium"))
    output = recipes.run("node", str(command), "test", "--reporter=list")
    assert f"{number_of('^test', 'node/tickets.playwright.mjs')} passed" in output


def test_go(recipes: Recipes) -> None:
    output = recipes.run("go", program("go"), "test", "-count=1", "-v", "./...")
    assert output.count("--- PASS") == number_of(r"^func Test\w+\(t ", "go/tickets_test.go")


def test_java(recipes: Recipes) -> None:
    compiler, java = program("javac"), program("java")
    jars = [JARS / f"{name}.jar" for name in JUNIT]
    if not all(jar.exists() for jar in jars):
        pytest.skip("JUnit 5 is not installed: the package junit5 of Debian")
    path = os.pathsep.join(map(str, jars))
    # Testcontainers and Docker are not available here.
    sources = [file.name for file in (RECIPES / "java").glob("*.java") if "Container" not in file.name]
    recipes.run("java", compiler, "-Xlint:all,-path", "-Werror", "-cp", path, "-d", "classes", *sources)
    launcher = "org.junit.platform.console.ConsoleLauncher"
    output = recipes.run("java", java, "-cp", f"classes{os.pathsep}{path}", launcher, "--scan-classpath", "classes")
    assert f"[{number_of('@Test$', 'java/TicketsTest.java'):10} tests successful" in output
