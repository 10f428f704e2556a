"""Extensions are taken out of objects, not out of data or names; tags keep their parents."""

from __future__ import annotations

from contracts.bundling.trim import drop_tags
from tests.contracts.bundling.kit import OK, bundled, document


def test_extensions_go_and_what_looks_like_one_stays() -> None:
    schema = {
        "x-faker": "name",
        "properties": {"x-age": {"type": "integer", "x-a": 1}},
        "example": {"x-age": 1},
        "discriminator": {"propertyName": "x-age", "mapping": {"x-a": "#/components/schemas/Pet"}, "x-b": 1},
    }
    tree = document(
        paths={"x-note": 1, "/a": {"x-mock-errors": {}, "get": {"responses": {**OK, "x-c": 1}, "x-d": 1}}},
        components={"schemas": {"Pet": schema}},
        tags=[{"name": "a", "x-e": 1}],
        **{"x-mock-order": ["parameters"]},
    )
    result = bundled(tree, strip=True).tree
    assert result == document(
        paths={"/a": {"get": {"responses": OK}}},
        components={
            "schemas": {
                "Pet": {
                    "properties": {"x-age": {"type": "integer"}},
                    "example": {"x-age": 1},
                    "discriminator": {"propertyName": "x-age", "mapping": {"x-a": "#/components/schemas/Pet"}},
                }
            }
        },
        tags=[{"name": "a"}],
    )


def test_tags_keep_their_parents() -> None:
    tags = [{"name": "a", "parent": "b"}, {"name": "b", "parent": "c"}, {"name": "c"}, {"name": "d"}]
    tree = document(paths={"/a": {"get": {"tags": ["a"], "responses": OK}}}, tags=tags)
    drop_tags(tree)
    assert [tag["name"] for tag in tree["tags"]] == ["a", "b", "c"]
