"""The command line of ``python -m benchmarks applications``."""

import pytest

from benchmarks.applications.cli import main
from benchmarks.applications.registry import APPLICATIONS
from benchmarks.command import WRONG_USAGE


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == WRONG_USAGE
    assert "unknown application: nothing; known: alertmanager, " in capsys.readouterr().err


def test_six_applications_with_different_names_are_tested() -> None:
    assert len({one.name for one in APPLICATIONS}) == len(APPLICATIONS) == 6
