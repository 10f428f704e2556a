"""The texts of a document that are Markdown."""

import pytest

from contracts.lint.descriptions import descriptions, prose
from contracts.spec.traversal import Visit


def test_of_the_document_come_those_of_what_is_no_visit():
    tree = {
        "info": {"description": "a"},
        "tags": [{"description": "b"}, 3, {"description": 4}],
        "servers": [{"description": "c"}],
        "externalDocs": {"description": "d"},
    }
    found = dict(descriptions(Visit("document", tree, (), "")))
    assert found == {
        "/info/description": "a",
        "/externalDocs/description": "d",
        "/tags/0/description": "b",
        "/servers/0/description": "c",
    }


def test_of_an_object():
    trail = (((), "paths"), "/cases")
    assert list(descriptions(Visit("path-item", {"description": "a"}, trail, "paths"))) == [
        ("/paths/~1cases/description", "a")
    ]
    assert list(descriptions(Visit("path-item", {"description": ["a"]}, trail, "paths"))) == []


@pytest.mark.parametrize(
    "markdown",
    ["say `TODO` here", "say ``a ` TODO`` here", "say\n```\nTODO\n```\nhere", "~~~\nTODO", "say\n\n    TODO\n\nhere"],
)
def test_code_is_no_prose(markdown):
    assert "TODO" in markdown
    assert "TODO" not in prose(markdown)


def test_what_stands_beside_code_is_prose():
    assert prose("TODO: say `a` and `b` TODO").count("TODO") == 2
