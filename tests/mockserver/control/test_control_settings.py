"""The options, environment variables and settings of stubs, faults and rate limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.errors import SettingsError, UsageError
from mockserver.cli.main import main
from mockserver.settings import gather
from mockserver.settings_file import read_settings
from tests.mockserver.control.kiosk import DOCUMENT


def test_the_settings_file(tmp_path: Path) -> None:
    path = tmp_path / "casemock.toml"
    path.write_text('stubs = "stubs"\nfaults = ["getPet: 503 rate=0.1", "*: delay=5"]\nrate-limit = "5/1m"\n')
    assert read_settings(path) == {
        "stubs": str(tmp_path / "stubs"),
        "faults": ("getPet: 503 rate=0.1", "*: delay=5"),
        "rate_limit": "5/1m",
    }


@pytest.mark.parametrize("line", ['faults = ["getPet: explode"]', "faults = [5]", 'rate_limit = "5"', "rate_limit = 5"])
def test_a_value_that_is_not_valid(tmp_path: Path, line: str) -> None:
    path = tmp_path / "casemock.toml"
    path.write_text(f"port = 80\n{line}\n")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert caught.value.location is not None
    assert caught.value.location.line == 2


def test_environment_variables(tmp_path: Path) -> None:
    environment = {"CASEMOCK_FAULTS": "getPet: 503; *: delay=5;", "CASEMOCK_RATE_LIMIT": "7/1h"}
    settings = gather({}, environ=environment, directory=tmp_path)
    assert (settings.faults, settings.rate_limit) == (("getPet: 503", "*: delay=5"), "7/1h")
    with pytest.raises(UsageError, match="CASEMOCK_FAULTS: unknown effect"):
        gather({}, environ={"CASEMOCK_FAULTS": "getPet: explode"}, directory=tmp_path)


STUB = {"request": {"operation": "getTicket"}, "response": {"status": 418}}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fault", "getTickets: 503"], "no operation 'getTickets'"),
        (["--fault", "getTicket: 503 rate=2"], "fault/rate: must be a number from 0 to 1, not 2"),
        (["--fault", "getTicket: explode"], "--fault: unknown effect 'explode'"),
        (["--rate-limit", "many"], "--rate-limit: expected requests in a time such as 100/1m"),
        (["--stubs", "stub.json"], "stub.json:1:54 (#/response/status): error: getTicket has no response 418"),
        (["--stubs", "stub.json", "--workers", "2"], "getTicket has no response 418"),
        (["--stubs", "missing"], "missing: error: no such file"),
    ],
)
def test_the_server_does_not_start(
    options: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kiosk.json").write_text(json.dumps(DOCUMENT))
    Path("stub.json").write_text(json.dumps(STUB))
    assert main(["run", "kiosk.json", "--port", "0", *options]) == 2
    assert message in capsys.readouterr().err
