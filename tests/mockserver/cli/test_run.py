"""``mockserver run``: the options are passed to the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.cli.main import main, run
from mockserver.server import serve
from mockserver.settings import Settings


@pytest.mark.parametrize("command", [lambda arguments: main(["run", *arguments]), run])
def test_settings_are_passed_to_the_server(command: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Settings] = []

    def record(settings: Settings) -> int:
        seen.append(settings)
        return 0

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(serve, "serve", record)
    assert callable(command)
    assert command(["a.yaml", "--port", "0", "--token", "t=x"]) == 0
    assert seen == [Settings(specs=("a.yaml",), port=0, tokens={"t": ("x",)})]
