"""Scenario files are read from folders and git repositories, and split into their sections."""

from __future__ import annotations

import subprocess

import pytest

from benchmarks.processes import BenchmarkError
from benchmarks.suite.scenario import SPECS, parse_scenario, read_suite
from tests.benchmarks.suite.kit import DOCUMENT, text_of


def test_sections():
    scenario = parse_scenario("a.txt", text_of(expected="HTTP/1.1 404 Not Found\nX-A: b: c\n\nbody\n\nmore"))
    assert (scenario.title, scenario.server) == ("A scenario", "mock -p 4010 ${document}")
    assert scenario.document == DOCUMENT
    assert (scenario.expected.status, scenario.expected.headers) == (404, {"x-a": "b: c"})
    assert (scenario.expected.body, scenario.expected.mode) == ("body\n\nmore", "expect")


def test_windows_line_ends():
    assert parse_scenario("a", text_of().replace("\n", "\r\n")).expected.headers == {"content-type": "application/json"}


@pytest.mark.parametrize("mode", ["expect-loose", "expect-keysOnly"])
def test_other_modes(mode):
    assert parse_scenario("a", text_of(mode=mode)).expected.mode == mode


@pytest.mark.parametrize("section", ["spec", "server", "command", "expect"])
def test_missing_section(section):
    text = text_of().replace(f"===={section}====", "")
    with pytest.raises(BenchmarkError, match=f"b.txt: section {section} is missing"):
        parse_scenario("b.txt", text)


def test_no_status_line():
    with pytest.raises(BenchmarkError, match="no status line"):
        parse_scenario("b.txt", text_of(expected="{}"))


def write_suite(folder):
    specs = folder / SPECS / "group"
    specs.mkdir(parents=True)
    (specs / "b.txt").write_text(text_of(), "utf-8")
    (specs / "a.txt").write_text(text_of(), "utf-8")
    (specs / "notes.md").write_text("no scenario", "utf-8")
    (specs / "empty.txt").write_text("no sections", "utf-8")


def test_folder(tmp_path):
    write_suite(tmp_path)
    assert [one.name for one in read_suite(tmp_path)] == ["group/a.txt", "group/b.txt"]
    assert [one.name for one in read_suite(tmp_path / SPECS)] == ["group/a.txt", "group/b.txt"]


def test_git_directory(tmp_path):
    write_suite(tmp_path)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "Add scenarios"]):
        subprocess.run([*git, *arguments], check=True)
    assert read_suite(tmp_path / ".git") == read_suite(tmp_path)


def test_folder_without_scenarios(tmp_path):
    with pytest.raises(BenchmarkError, match="no scenario files"):
        read_suite(tmp_path)
