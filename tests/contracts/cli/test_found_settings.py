"""``[test]`` and ``[validate]`` of a settings file that was found in the working directory are not trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.cli.found_settings import check_test_table
from contracts.cli.main import main
from contracts.cli.settings import table_of_test
from contracts.errors import SettingsError, render

DOCUMENT = '{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    (made / "openapi.json").write_text(DOCUMENT)
    (tmp_path / "values.yaml").write_text("{}")
    monkeypatch.chdir(made)
    monkeypatch.delenv("CASEMOCK_CONFIG", raising=False)
    return made


def check(text: str, *allowed: str) -> None:
    Path("casemock.toml").write_text(text, "utf-8")
    check_test_table(*table_of_test(Path(), None), allowed)


@pytest.mark.parametrize(
    ("text", "name", "option"),
    [
        ('[test.identities]\nme = "$SECRET"\n', "test.identities.me", "--allow-env SECRET"),
        ('[test.identities]\nme = "${SECRET}:cases:read"\n', "test.identities.me", "--allow-env SECRET"),
        ('[test.headers]\nX-A = "Bearer $OTHER"\n', "test.headers.X-A", "--allow-env OTHER"),
        ('[test.headers]\nX-A = "$ALLOWED-${SECRET}"\n', "test.headers.X-A", "--allow-env SECRET"),
        ('[test.headers]\nX-A = "$$$SECRET"\n', "test.headers.X-A", "--allow-env SECRET"),
        ('[test]\nvalues = "../values.yaml"\n', "test.values", "--values"),
        ("[test]\nallow-destructive = true\n", "test.allow-destructive", "--allow-destructive"),
        ("[test]\nallow-remote = true\n", "test.allow-remote", "--allow-remote"),
    ],
)
def test_what_only_the_user_may_choose(text: str, name: str, option: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check(text, "ALLOWED")
    message = render(caught.value)
    assert f"error: {name}: a settings file that was not named with --config must not" in message
    assert f"use {option}, or name the file with --config casemock.toml" in message


@pytest.mark.parametrize(
    "text",
    [
        '[test.identities]\nme = "$ALLOWED"\nother = "abc:cases:read"\n',
        '[test.headers]\nX-A = "costs 5 $$SECRET"\n',
        '[test]\nvalues = "values.yaml"\nread-only = true\nallow-destructive = false\n',
    ],
)
def test_harmless_settings(text: str) -> None:
    check(text, "ALLOWED")


SECRET = '[test.identities]\nme = "$CANARY_SECRET"\n'


def test_a_secret_of_the_environment_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANARY_SECRET", "s3cret-value")
    Path("casemock.toml").write_text(SECRET)
    arguments = ["test", "openapi.json", "--url", "http://127.0.0.1:1"]
    assert main(arguments) == 2
    assert "--allow-env CANARY_SECRET" in capsys.readouterr().err
    for more in (["--allow-env", "CANARY_SECRET"], ["--config", "casemock.toml"], ["--identity", "me=abc"]):
        assert main([*arguments, *more]) == 2
        shown = capsys.readouterr().err
        assert "--allow-env" not in shown  # another error: the document has no operations
        assert "s3cret-value" not in shown


def test_the_ignore_file_of_a_found_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "accepted.txt").write_text("")
    Path("casemock.toml").write_text('[validate]\nignore-file = "../accepted.txt"\n')
    assert main(["validate", "openapi.json"]) == 2
    assert "validate.ignore-file: a settings file that was not named" in capsys.readouterr().err
    assert main(["validate", "openapi.json", "--config", "casemock.toml"]) == 0


REFERRING = DOCUMENT.replace(
    '"paths": {}', '"paths": {}, "components": {"schemas": {"A": {"$ref": "../shared/a.json"}}}'
)


@pytest.mark.parametrize("command", ["validate", "bundle", "diff"])
def test_folders_are_allowed_by_the_user(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.json").write_text('{"type": "string"}')
    Path("openapi.json").write_text(REFERRING)
    words = [command, "openapi.json", *(["openapi.json"] if command == "diff" else [])]
    main(words)
    shown = capsys.readouterr()
    if command != "diff":
        assert "'../shared/a.json' is outside the folders that this document may read" in shown.out + shown.err
        assert "allow its folder with --allow-folder" in shown.out + shown.err
    assert main([*words, "--allow-folder", str(tmp_path / "shared")]) == 0
    assert main([*words, "--allow-folder", "../shared"]) == 0
    assert "outside the folders" not in capsys.readouterr().out
