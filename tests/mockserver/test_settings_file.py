"""The settings file: keys, errors and their locations."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.errors import SettingsError
from mockserver.settings_file import find_settings, read_settings


def written(tmp_path: Path, text: str, name: str = "casemock.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> tuple[int, int, str, str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    place = caught.value.location
    assert place is not None
    assert place.file == str(path)
    return place.line, place.column, caught.value.message, caught.value.hint


def test_all_keys_in_both_spellings(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'specs = ["a.yaml"]\nmax-body = "1MiB"\nworkers = 2\nstatic = true\n'
        '[tokens]\nso_test_x = ["cases:read"]\nso_all = true\nso_none = []\n',
    )
    assert read_settings(path) == {
        "specs": (str(tmp_path / "a.yaml"),),
        "max_body": 1 << 20,
        "workers": 2,
        "static": True,
        "tokens": {"so_test_x": ("cases:read",), "so_all": None, "so_none": ()},
    }


def test_project_table(tmp_path: Path) -> None:
    written(tmp_path, '[project]\nname = "x"\n[tool.casemock]\nport = 9\n', "pyproject.toml")
    assert find_settings(tmp_path) == {"port": 9}


def test_casemock_toml_precedes_pyproject_toml(tmp_path: Path) -> None:
    written(tmp_path, "[tool.casemock]\nport = 9\n", "pyproject.toml")
    written(tmp_path, "port = 8\n")
    assert find_settings(tmp_path) == {"port": 8}


@pytest.mark.parametrize("text", ["[tool.other]\nx = 1\n", "this is = = broken", "# casemock\n[tool]\nx = 1"])
def test_a_pyproject_toml_without_our_table_is_ignored(tmp_path: Path, text: str) -> None:
    written(tmp_path, text, "pyproject.toml")
    assert find_settings(tmp_path) == {}


def test_unknown_key(tmp_path: Path) -> None:
    path = written(tmp_path, "[tool.other]\nprot = 2\n[tool.casemock]\nseed = 1\nprot = 9\n", "pyproject.toml")
    assert refused(path) == (5, 1, "unknown setting 'prot'", "did you mean 'port'?")


def test_unknown_key_without_a_suggestion(tmp_path: Path) -> None:
    *_, hint = refused(written(tmp_path, "zzz = 1\n"))
    assert hint.startswith("known settings: specs, api,")


def test_a_wrong_type_has_a_location(tmp_path: Path) -> None:
    path = written(tmp_path, 'seed = 1\n\n  port = "9"\n')
    assert refused(path)[:3] == (3, 3, "port: expected an integer from 0 to 65535, not '9'")


def test_dotted_and_inline_keys_have_a_location(tmp_path: Path) -> None:
    path = written(tmp_path, "[project]\n[tool]\ncasemock.static = 1\n", "pyproject.toml")
    assert refused(path)[:2] == (3, 1)
    path = written(tmp_path, "[project]\n[tool]\ncasemock = { static = 1 }\n", "pyproject.toml")
    assert refused(path)[:2] == (3, 1)


def test_a_boolean_is_not_a_number(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "workers = true\n"))[2].startswith("workers: expected an integer")


def test_key_in_both_spellings(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "max_body = 1\nmax-body = 2\n"))[:3] == (2, 1, "'max-body' is set twice")


def test_token_errors_have_a_location_and_no_token(tmp_path: Path) -> None:
    path = written(tmp_path, 'port = 1\n[tokens]\nfirst = ["a"]\nhush_hush = "a"\n')
    line, _, message, hint = refused(path)
    assert (line, message) == (4, "tokens: token 2: expected a list of scopes, or true for all")
    assert "hush" not in hint


def test_toml_errors_show_no_token(tmp_path: Path) -> None:
    path = written(tmp_path, "[tokens]\n[tokens.hush_hush]\n[tokens.hush_hush]\n")
    line, _, message, _ = refused(path)
    assert line == 3
    assert message.startswith("not valid TOML:")
    assert "hush" not in message


def test_toml_errors_have_a_location(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "port = 1\nhost = \n"))[:2] == (2, 8)
    assert refused(written(tmp_path, 'port = 1\nhost = "'))[0] == 2


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "casemock.toml"
    path.write_bytes(b'port = 1\nhost = "\xff"\n')
    assert refused(path)[:3] == (2, 9, "the settings file is not UTF-8")


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_unreadable(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name)[2].startswith("cannot read the settings file: ")


def test_tool_table_in_own_file(tmp_path: Path) -> None:
    assert "pyproject.toml" in refused(written(tmp_path, "[tool.casemock]\nport = 1\n"))[3]


def test_a_configured_pyproject_toml_without_our_table(tmp_path: Path) -> None:
    path = written(tmp_path, "[project]\n", "pyproject.toml")
    assert refused(path)[2] == "no [tool.casemock] table"


def test_the_path_of_the_data_is_relative_to_the_file(tmp_path: Path) -> None:
    values = read_settings(written(tmp_path, 'data = "pets"\nclosed = true\n'))
    assert values == {"data": str(tmp_path / "pets"), "closed": True}


ROWS = """\
seed = 3

[[fields]]
names = ["tier"]
values = ["bronze", "silver"]

[[fields]]
names = ["score"]
provider = "internet.emial"
"""


def test_rows_of_fields(tmp_path: Path) -> None:
    values = read_settings(written(tmp_path, ROWS.replace("emial", "email")))
    assert [row.names for row in values["fields"]] == [(("tier",),), (("score",),)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (ROWS, 9, "fields: row 2, provider: unknown provider 'internet.emial'"),
        (ROWS.replace('provider = "internet.emial"', ""), 8, "fields: row 2, names: expected one of"),
        (ROWS.replace("names", "name", 1), 4, "fields: row 1, name: unknown key"),
        ('fields = [{names = "a", values = []}]\n', 1, "fields: row 1, values: expected a list"),
        ('fields = "a"\n', 1, "fields: expected tables [[fields]]"),
    ],
)
def test_the_location_of_an_error_in_a_row(tmp_path: Path, text: str, line: int, message: str) -> None:
    found = refused(written(tmp_path, text))
    assert found[0] == line
    assert found[2].startswith(message)


def test_rows_in_a_project_file(tmp_path: Path) -> None:
    text = '[[tool.casemock.fields]]\nnames = "a"\nvalues = ["x"]\n[[tool.casemock.fields]]\nnames = "b"\nrange = 1\n'
    place = refused(written(tmp_path, text, "pyproject.toml"))
    assert place[:3] == (6, 1, "fields: row 2, range: expected [minimum, maximum]")
