"""A settings file that was found in the working directory is not trusted; a file that the user names is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.errors import SettingsError, render
from mockserver.settings import Settings, gather


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory, beside others."""
    made = tmp_path / "project"
    for name in (made / "data", tmp_path / "outside"):
        name.mkdir(parents=True)
    for name in (made / "a.yaml", tmp_path / "outside" / "a.yaml"):
        name.write_text("openapi: 3.1.0\n")
    (made / "link.ndjson").symlink_to(tmp_path / "outside" / "profile")
    monkeypatch.chdir(made)
    return made


def gathered(text: str, flags: dict[str, Any] | None = None, environ: dict[str, str] | None = None) -> Settings:
    Path("casemock.toml").write_text(text, "utf-8")
    return gather(flags or {}, environ=environ or {})


REFUSED = [
    ('host = "0.0.0.0"', "--host"),
    ('host = "::"', "--host"),
    ('host = "192.168.1.7"', "--host"),
    ('host = "my-laptop"', "--host"),
    ("workers = 2", "--workers"),
    ("allow-remote = true", "--allow-remote"),
    ('allow-folders = ["data"]', "--allow-folder"),
    ('allow_hosts = ["evil.example"]', "--allow-host"),
    ('cors-origins = ["https://evil.example"]', "--cors-origin"),
    ('callback-hosts = ["evil.example"]', "--callback-host"),
    ('specs = ["a.yaml", "../outside/a.yaml"]', "SPEC"),
    ('specs = "/etc/passwd"', "SPEC"),
    ('data = "../outside"', "--data"),
    ('stubs = "../outside/a.yaml"', "--stubs"),
    ('journal = "../outside/journal.ndjson"', "--journal"),
    ('journal = "/tmp/journal.ndjson"', "--journal"),
    ('journal = "link.ndjson"', "--journal"),
    ('url_file = "../outside/mock.url"', "--url-file"),
    ('store = "sqlite:../outside/store.db"', "--store"),
    ('store = "redis://127.0.0.1:6379/0"', "--store"),
    ('store = "unix:///run/redis.sock"', "--store"),
]


@pytest.mark.parametrize(("line", "option"), REFUSED)
def test_what_only_the_user_may_choose(folder: Path, line: str, option: str) -> None:
    with pytest.raises(SettingsError) as caught:
        gathered(f"port = 1\n{line}\n")
    message = render(caught.value)
    assert message.startswith("casemock.toml:2:1: error: ")
    assert "a settings file that was not named with --config must not" in message
    assert f"use {option}, or name the file with --config casemock.toml" in message


@pytest.mark.parametrize(("line", "option"), REFUSED)
def test_a_file_that_the_user_names_may_have_it(folder: Path, line: str, option: str) -> None:
    Path("casemock.toml").write_text(f"{line}\n", "utf-8")
    assert gather({}, config="casemock.toml", environ={})
    assert gather({}, environ={"CASEMOCK_CONFIG": "casemock.toml"})


@pytest.mark.parametrize(
    "line",
    [
        *('host = "127.0.0.1"', 'host = "localhost"', 'host = "::1"', "workers = 1", "allow-remote = false"),
        *(
            'specs = ["a.yaml"]',
            'data = "data"',
            'data = "."',
            'journal = "data/journal.ndjson"',
            'journal = "j.ndjson"',
            'url_file = "mock.url"',
        ),
        *('store = "memory"', 'store = "sqlite:store.db"', "allow-hosts = []", "seed = 7"),
    ],
)
def test_harmless_settings(folder: Path, line: str) -> None:
    assert gathered(f"{line}\n")


def test_files_of_the_repository_are_read_but_not_written(folder: Path) -> None:
    (folder.parent / ".git").mkdir()
    assert gathered('specs = ["../outside/a.yaml"]\ndata = "../outside"\n').specs
    with pytest.raises(SettingsError, match="journal"):
        gathered('journal = "../outside/journal.ndjson"\n')


def test_a_setting_that_is_not_used_does_no_harm(folder: Path) -> None:
    assert gathered('host = "0.0.0.0"\n', {"host": "127.0.0.1"}).host == "127.0.0.1"
    assert gathered("workers = 9\n", environ={"CASEMOCK_WORKERS": "1"}).workers == 1


def test_the_project_file(folder: Path) -> None:
    Path("pyproject.toml").write_text('[project]\nname = "x"\n[tool.casemock]\nhost = "0.0.0.0"\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        gather({}, environ={})
    assert render(caught.value).startswith("pyproject.toml:4:1: error: host: ")
    assert "--config pyproject.toml" in render(caught.value)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("a.example, *.b.example", "allow_hosts", ("a.example", "*.b.example")),
        ("https://A.example http://b.example:3000", "cors_origins", ("https://a.example", "http://b.example:3000")),
    ],
)
def test_lists_in_the_environment(text: str, name: str, expected: tuple[str, ...]) -> None:
    found = gather({}, environ={f"CASEMOCK_{name.upper()}": text}, directory=Path("/nonexistent"))
    assert getattr(found, name) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("allow_hosts", one) for one in ("http://a.example", "a.example:80", "a b", "*a.example", "-a", "a/b", "")),
        *(
            ("cors_origins", one)
            for one in ("a.example", "https://a.example/", "https://a.example/x", "https://", "**")
        ),
    ],
)
def test_invalid_names_are_refused(name: str, value: str) -> None:
    from contracts.errors import UsageError

    with pytest.raises(UsageError, match="expected"):
        gather({name: [value]}, environ={}, directory=Path("/nonexistent"))
