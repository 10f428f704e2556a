"""Options of the command line become settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.cli.support import Parser
from mockserver.cli import run
from mockserver.cli.flags import settings_of
from mockserver.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def parsed(*arguments: str) -> Settings:
    return settings_of(run.configure(Parser(prog="tool")).parse(arguments))


def test_no_options_give_the_defaults() -> None:
    assert parsed() == Settings()


def test_every_option() -> None:
    settings = parsed(
        *("a.yaml", "b.yaml", "--api", "tines", "--host", "::1", "--port", "0", "--seed", "7", "--locale", "de_DE"),
        *("--static", "--token", "one=a,b", "--token", "two", "--no-cors", "--workers", "2", "--max-body", "1KiB"),
        *("--quiet", "--verbose", "--log-format", "json", "--data", "pets", "--closed", "--url-file", "mock.url"),
    )
    assert settings == Settings(
        specs=("a.yaml", "b.yaml"),
        api="tines",
        host="::1",
        port=0,
        seed=7,
        locale="de_DE",
        static=True,
        tokens={"one": ("a", "b"), "two": None},
        cors=False,
        workers=2,
        max_body=1024,
        quiet=True,
        verbose=True,
        log_format="json",
        data="pets",
        closed=True,
        url_file="mock.url",
    )


def test_options_override_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / "casemock.toml").write_text(
        "static = true\nverbose = true\ncors = false\nport = 1\nspecs = ['x.yaml']\n"
    )
    settings = parsed("--no-static", "--cors", "--port", "2")
    assert (settings.static, settings.cors, settings.verbose, settings.port) == (False, True, True, 2)
    assert settings.specs == ("x.yaml",)


def test_config_option(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("port = 3\n")
    assert parsed("--config", "other.toml").port == 3
