"""Identities and known values out of the settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.commands.settings import identities_in, known_in
from contracts.errors import SettingsError, render
from mockserver.settings_file import read_settings

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


def test_no_file(tmp_path: Path) -> None:
    assert identities_in(tmp_path) == known_in(tmp_path) == []


def test_the_mock_passes_over_the_table(tmp_path: Path) -> None:
    file = tmp_path / "casemock.toml"
    file.write_text("port = 9000\n" + TABLE.format(prefix=""), "utf-8")
    assert read_settings(file) == {"port": 9000}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[test", "not TOML"),
        ("test = 1", "test: expected a table"),
        ("[test]\nidentity = {}", "unknown key 'test.identity'"),
        ("[test]\nidentities = []", "test.identities: expected a table"),
        ("[test.identities]\nme = 1.5", "test.identities.me: expected a text"),
        ("[test.known]\nid = [true]", "test.known.id: expected a text"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "casemock.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        [*identities_in(tmp_path), *known_in(tmp_path)]
    assert said in render(caught.value)
    assert "casemock.toml" in render(caught.value)
