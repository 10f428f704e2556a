"""The command without a measurement."""

from __future__ import annotations

import pytest

from benchmarks.cli import main
from benchmarks.measure import PARTS
from benchmarks.peers.registry import PEERS
from benchmarks.versions import NODE, NPM
from tests.benchmarks.kit import whole_run


@pytest.fixture
def good(tmp_path):
    whole_run().write(tmp_path / "good.json")
    return str(tmp_path / "good.json")


@pytest.fixture
def bad(tmp_path):
    run = whole_run()
    run.generate["mockserver generate"] = [10.0, 10.0, 10.0]
    run.write(tmp_path / "bad.json")
    return str(tmp_path / "bad.json")


def test_report_of_an_earlier_run(good, capsys):
    assert main(["--report", good, "--check"]) == 0
    assert "### Thresholds" in capsys.readouterr().out


def test_missed_threshold_fails_only_with_check(bad, capsys):
    assert main(["--report", bad]) == 0
    assert main(["--report", bad, "--check"]) == 1
    assert "missed thresholds: mockserver generate" in capsys.readouterr().err


def test_baseline_is_compared(good, bad, capsys):
    assert main(["--report", bad, "--baseline", good]) == 0
    assert "1 of 23 figures became slower" in capsys.readouterr().out


def test_output_folder_gets_the_files(good, tmp_path):
    assert main(["--report", good, "--output", str(tmp_path / "out")]) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["results.json", "results.md", "results.svg"]


@pytest.mark.parametrize("arguments", [["--only", "prism,nothing"], ["--rounds", "0"], ["--what"]])
def test_invalid_options(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "error" in capsys.readouterr().err


def test_missing_baseline_is_an_error(tmp_path, capsys):
    assert main(["--baseline", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_names_of_servers_and_parts_are_unique():
    names = [*PARTS, *(peer.name for peer in PEERS)]
    assert len(set(names)) == len(names)


def test_versions_are_pinned_exactly():
    pinned = [package.rpartition("@")[2] for packages in NPM.values() for package in packages]
    assert all(part.isdecimal() for version in [*pinned, NODE] for part in version.split("."))
