"""Requirements, the table and the exit code, without a measurement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.load import Round
from benchmarks.stores import cli
from benchmarks.stores.mock import MEMORY, REDIS, SQLITE
from benchmarks.stores.rates import REQUIRED_PATCH, compared
from benchmarks.stores.results import Figure, as_json, report

FIGURES = [
    Figure("patch", "PATCH, memory", 1200, unit=" req/s"),
    Figure("patch", "PATCH, redis / memory", 0.296, 0.3, unit="%", detail="355 req/s"),
    Figure("kill", "lost", 0, 0, is_minimum=False),
    Figure("memory", "growth / bytes", 3.01, 3.0, is_minimum=False),
]


def test_requirements() -> None:
    assert [figure.ok for figure in FIGURES] == [True, False, True, False]


def test_report() -> None:
    lines = report({"cores": "2"}, FIGURES).splitlines()
    assert lines[2] == "- cores: 2"
    assert [[cell.strip() for cell in line.split("|")[2:6]] for line in lines if line.startswith("| ")] == [
        ["figure", "actual", "required", "ok"],
        ["PATCH, memory", "1,200 req/s", "–", "–"],
        ["PATCH, redis / memory", "29.6%", "≥ 30.0%", "**no**"],
        ["lost", "0", "≤ 0", "yes"],
        ["growth / bytes", "3.01", "≤ 3", "**no**"],
    ]


def test_json() -> None:
    written: Any = as_json({"cores": "2"}, FIGURES[1:2])
    assert written["facts"] == {"cores": "2"}
    assert [(one["value"], one["required"], one["ok"]) for one in written["figures"]] == [(0.296, 0.3, False)]


def windows(*rates: float) -> list[Round]:
    return [Round(rate, 1, 1, 1e6 / rate, 100, 0) for rate in rates]


def test_the_median_of_the_ratios_counts() -> None:
    # The machine was slow in the second round: the ratio of the medians would be 0.25.
    measured = {MEMORY: windows(1000, 100, 1000), SQLITE: windows(500, 50, 400), REDIS: windows(250, 60, 250)}
    rate, *ratios = compared("patch", "PATCH", measured, REQUIRED_PATCH)
    assert rate.value == 1000
    assert [(figure.name, figure.value, figure.ok) for figure in ratios] == [
        ("PATCH, sqlite / memory", 0.5, True),
        ("PATCH, redis / memory", 0.25, False),
    ]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures that the command gets instead of a measurement."""
    found: list[Figure] = []

    def measure(*_: Any) -> Iterator[Figure]:
        yield from found

    monkeypatch.setattr(cli, "measure", measure)
    monkeypatch.setattr(cli, "check_tools", lambda _: None)
    return found


def test_exit_codes(measured: list[Figure], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured += [FIGURES[0], FIGURES[2]]
    assert cli.main(["--json", str(tmp_path / "figures.json")]) == 0
    assert len(json.loads((tmp_path / "figures.json").read_text("utf-8"))["figures"]) == 2
    measured.append(FIGURES[1])
    assert cli.main([]) == 1
    printed = capsys.readouterr()
    assert "### Stores" in printed.out
    assert printed.err.endswith("missed: PATCH, redis / memory\n")


def test_figures_before_an_interruption_are_printed(
    monkeypatch: pytest.MonkeyPatch, measured: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    del measured

    def interrupted(*_: Any) -> Iterator[Figure]:
        yield FIGURES[0]
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "measure", interrupted)
    assert cli.main([]) == 130
    assert "1,200 req/s" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--part", "nothing"], ["--kills", "0"], ["--what"]])
def test_invalid_options(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "error" in capsys.readouterr().err


def test_a_missing_tool_is_an_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert cli.main(["--part", "kill"]) == 2
    assert "redis-server is not installed" in capsys.readouterr().err
