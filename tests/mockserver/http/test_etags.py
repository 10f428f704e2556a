"""Entity tags and their comparison."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mockserver.http.etags import entity_tag, matches_strongly, matches_weakly
from tests.mockserver.kit import load


def test_tag_depends_on_the_content_only() -> None:
    assert entity_tag(b"a") == entity_tag(b"a") != entity_tag(b"b")
    assert re.fullmatch(r'"[0-9a-f]{16}"', entity_tag(b""))


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ({"type": "string"}, r'"\w+"'),
        ({"type": "string", "pattern": '^W/".*"$'}, r'W/"\w+"'),
        ({"type": "string", "pattern": "^[0-9a-f]+$"}, r"\w+"),
        ({"type": "string", "pattern": '^"[0-9]+"$'}, r'"\d+"'),
        ({"type": "string", "pattern": "^[0-9]{1,13}$"}, r"\d+"),
        ({"type": "integer"}, ""),
    ],
)
def test_form_of_the_tag(schema: Any, pattern: str) -> None:
    found = load({}, components={"schemas": {"Tag": schema}}).schema("/components/schemas/Tag")
    assert re.fullmatch(pattern, entity_tag(b"a", found))


@pytest.mark.parametrize(
    ("header", "tag", "strongly", "weakly"),
    [  # the first four: RFC 9110, section 8.8.3.2
        ('W/"1"', 'W/"1"', True, True),
        ('W/"1"', 'W/"2"', False, False),
        ('W/"1"', '"1"', False, True),
        ('"1"', '"1"', True, True),
        ('"1"', '"2"', False, False),
        ("*", '"1"', True, True),
        (" * ", '"1"', True, True),
        ('"1", "2"', '"2"', True, True),
        ('"1",W/"2"', '"2"', False, True),
        ('"a, b"', '"a, b"', True, True),
        ('"a, b"', '"a"', False, False),
        ("1", '"1"', False, False),
        ("1", "1", True, True),
        ("", '"1"', False, False),
        ('"1', '"1"', False, False),
        ('"' * 10_000, '"1"', False, False),
    ],
)
def test_comparison(header: str, tag: str, strongly: bool, weakly: bool) -> None:
    assert matches_strongly(header, tag) is strongly
    assert matches_weakly(header, tag) is weakly
