"""A row that is not true fails: each kind of expectation is compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compatibility.rows import Row, failures, read_table

SUCCESS = {"description": "", "content": {"application/json": {"schema": {"const": {"a": 1}}}}}
DOCUMENT = {"paths": {"/x": {"get": {"responses": {"200": SUCCESS}}}}}


def row(**data):
    return Row(Path("rows.yaml"), 1, "f", {"feature": "f", **data})


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"status": [200, 201]},
        {"header": {"content-type": True, "x-a": False}},
        {"type": "application/json"},
        {"exactly": {"a": 1}},
        {"body": {}},
        {"contains": ["a"]},
        {"schema": {"required": ["a"]}},
        {"absent": ["b"]},
    ],
)
def test_true(expect):
    assert failures(row(document=DOCUMENT, steps=[{"request": "GET /x", "expect": expect}])) == []


@pytest.mark.parametrize(
    "expect",
    [
        {"status": 201},
        {"header": {"content-type": False}},
        {"header": {"x-a": True}},
        {"header": {"content-type": "text/plain"}},
        {"type": "text/plain"},
        {"exactly": {}},
        {"body": {"a": 2}},
        {"body": [1]},
        {"text": "a"},
        {"contains": ["b"]},
        {"schema": {"required": ["b"]}},
        {"reason": "why"},
        {"absent": ["a"]},
    ],
)
def test_false(expect):
    assert len(failures(row(document=DOCUMENT, steps=[{"request": "GET /x", "expect": expect}]))) == 1


def test_schema():
    assert failures(row(schema={"type": "integer"}, valid=[1], invalid=["a"])) == []
    assert len(failures(row(schema={"type": "integer"}, valid=["a"], invalid=[1]))) == 2


def test_refused():
    assert failures(row(document={"paths": []}, refused="mapping")) == []
    assert failures(row(document={"paths": []}, refused="other text")) != []
    assert failures(row(document=DOCUMENT, refused="mapping")) == ["the document is served"]


@pytest.mark.parametrize(
    "text",
    ["- {feature: a}", "- {feature: a, schema: {}, document: {}}", "- {feature: a, schema: {}, support: 'no'}"],
)
def test_unusable_row(tmp_path, text):
    file = tmp_path / "rows.yaml"
    file.write_text(f"title: T\nintro: I\nrows:\n{text}\n", "utf-8")
    with pytest.raises(AssertionError):
        read_table(file)
    file.write_text("title: T\nintro: I\nrows:\n- {feature: a, schema: {}, valids: []}\n", "utf-8")
    with pytest.raises(AssertionError, match="valids"):
        read_table(file)


def test_lines(tmp_path):
    file = tmp_path / "rows.yaml"
    file.write_text("title: T\nintro: I\nrows:\n- {feature: a, schema: {}}\n- feature: b\n  schema: {}\n", "utf-8")
    assert [(one.feature, one.line) for one in read_table(file).rows] == [("a", 4), ("b", 5)]
