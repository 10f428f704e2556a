"""How names are written, and which are odd."""

import pytest

from contracts.lint.naming_conventions import odd_ones, rewritten, style_of

CAMEL = ["openCases", "oldCases", "newUsers", "oldUsers", "newNotes", "oldNotes", "newTeams", "oldTeams", "aB", "cD"]


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("listCases", "camelCase"),
        ("getURL", "camelCase"),
        ("ListCases", "PascalCase"),
        ("URLPath", "PascalCase"),
        ("list_cases", "snake_case"),
        ("list-cases", "kebab-case"),
        ("LIST_CASES", "SCREAMING_SNAKE_CASE"),
        ("list", "lower"),
        ("ID", "capitals"),
        ("Cases_List", ""),
        ("cases.list", ""),
        ("listé", ""),
        ("", ""),
    ],
)
def test_style(name, style):
    assert style_of(name) == style


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("camelCase", "httpServerId"),
        ("PascalCase", "HttpServerId"),
        ("snake_case", "http_server_id"),
        ("kebab-case", "http-server-id"),
        ("SCREAMING_SNAKE_CASE", "HTTP_SERVER_ID"),
    ],
)
def test_rewritten(style, expected):
    assert rewritten("HTTPServer_id", style) == expected


def test_one_among_many_is_odd():
    assert list(odd_ones([*CAMEL, "new_things", "word", "ID"])) == [("new_things", "camelCase", "newThings")]


def test_few_names_say_nothing():
    assert list(odd_ones([*CAMEL[:9], "new_things"])) == []


def test_a_minority_of_some_size_is_no_mistake():
    assert list(odd_ones([*CAMEL, "new_things", "old_things"])) == []


def test_one_word_is_odd_only_where_names_begin_with_a_capital():
    assert list(odd_ones([*CAMEL, "word"])) == []
    assert [odd.better for odd in odd_ones([*(name.capitalize() + "Of" for name in CAMEL), "word"])] == ["Word"]
