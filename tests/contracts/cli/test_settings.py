"""Identities and known values in the settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.cli.settings import flags_in, headers_in, identities_in, known_in, settings_file, values_in
from contracts.errors import SettingsError, render
from mockserver.settings_file import find_settings, read_settings

TABLE = """
[{prefix}test.identities]
full = "$TOKEN"
reader = "abc:cases:read"

[{prefix}test.known]
id = ["42", 43]
name = "x"
"""


@pytest.mark.parametrize(("file", "prefix"), [("casemock.toml", ""), ("pyproject.toml", "tool.casemock.")])
def test_both_files(tmp_path: Path, file: str, prefix: str) -> None:
    (tmp_path / file).write_text(TABLE.format(prefix=prefix), "utf-8")
    assert identities_in(tmp_path) == ["full=$TOKEN", "reader=abc:cases:read"]
    assert known_in(tmp_path) == ["id=42", "id=43", "name=x"]


def test_headers_and_flags(tmp_path: Path) -> None:
    text = '[test]\nread-only = true\nlenient = false\n[test.headers]\nX-Tenant = "$TENANT"\n'
    (tmp_path / "casemock.toml").write_text(text, "utf-8")
    assert headers_in(tmp_path) == ["X-Tenant: $TENANT"]
    assert flags_in(tmp_path) == {"read-only"}


def test_a_flag_is_true_or_false(tmp_path: Path) -> None:
    (tmp_path / "casemock.toml").write_text('[test]\nread-only = "yes"\n', "utf-8")
    with pytest.raises(SettingsError, match=r"test\.read-only: expected true or false"):
        flags_in(tmp_path)


def test_no_file(tmp_path: Path) -> None:
    assert identities_in(tmp_path) == known_in(tmp_path) == []


def test_the_file_of_values_is_relative_to_the_settings(tmp_path: Path) -> None:
    assert values_in(tmp_path) == ""
    (tmp_path / "casemock.toml").write_text('[test]\nvalues = "values.yaml"\n[test.known]\nid = "7"\n')
    assert values_in(tmp_path) == str(tmp_path / "values.yaml")
    assert known_in(tmp_path) == ["id=7"]


def test_the_file_of_values_must_be_a_path(tmp_path: Path) -> None:
    (tmp_path / "casemock.toml").write_text("[test]\nvalues = 7\n")
    with pytest.raises(SettingsError, match="expected a path"):
        values_in(tmp_path)


OWN, PROJECT = "casemock.toml", "pyproject.toml"
PORT_AND_TABLE = '[tool.casemock]\nport = 9\n[tool.casemock.test.known]\nid = ["1"]\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({OWN: "", PROJECT: PORT_AND_TABLE}, OWN),
        ({OWN: "port = 8\n", PROJECT: PORT_AND_TABLE}, OWN),
        ({PROJECT: PORT_AND_TABLE}, PROJECT),
        ({PROJECT: "[tool.casemock]\n"}, PROJECT),
        ({PROJECT: "\ufeff[tool.casemock]\n"}, PROJECT),
        ({PROJECT: '[project]\nname = "casemock"\n'}, None),
        ({PROJECT: "[tool.other]\n"}, None),
        ({PROJECT: "tool = 'casemock'\n"}, None),
        ({PROJECT: "this is = = broken"}, None),
        ({PROJECT: "[tool.casemock\n"}, PROJECT),
    ],
)
def test_the_settings_file_of_a_folder(tmp_path: Path, files: dict[str, str], expected: str | None) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert settings_file(tmp_path) == (expected and tmp_path / expected)


def test_one_file_for_both_programs(tmp_path: Path) -> None:
    (tmp_path / PROJECT).write_text(PORT_AND_TABLE)
    assert (find_settings(tmp_path), known_in(tmp_path)) == ({"port": 9}, ["id=1"])
    (tmp_path / OWN).write_text("seed = 3\n")
    assert (find_settings(tmp_path), known_in(tmp_path)) == ({"seed": 3}, [])


def test_a_broken_project_file_that_mentions_casemock_stops_both_programs(tmp_path: Path) -> None:
    (tmp_path / PROJECT).write_text("[tool.casemock\n")
    for read in (find_settings, known_in):
        with pytest.raises(SettingsError, match="TOML"):
            read(tmp_path)


def test_the_mock_ignores_the_table(tmp_path: Path) -> None:
    file = tmp_path / "casemock.toml"
    file.write_text("port = 9000\n" + TABLE.format(prefix=""), "utf-8")
    assert read_settings(file) == {"port": 9000}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[test", "not valid TOML"),
        ("test = 1", "test: expected a table"),
        ("[test]\nidentity = {}", "unknown key 'test.identity'"),
        ("[test]\nidentities = []", "test.identities: expected a table"),
        ("[test.identities]\nme = 1.5", "test.identities.me: expected a string"),
        ("[test.known]\nid = [true]", "test.known.id: expected a string"),
    ],
)
def test_invalid_files(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "casemock.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        [*identities_in(tmp_path), *known_in(tmp_path)]
    assert message in render(caught.value)
    assert "casemock.toml" in render(caught.value)
