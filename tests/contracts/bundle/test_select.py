"""A selected part of a document has everything that it uses, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.bundle.select import BundleSelection
from contracts.errors import UsageError
from tests.contracts.bundle.kit import OK, bundled, document, losses

PET = {"type": "object", "properties": {"name": {"type": "string"}}}


def operation(*tags: str, **parts: Any) -> dict[str, Any]:
    return {"tags": list(tags), "responses": OK, **parts}


def responding(schema: dict[str, Any], **parts: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "Fine.", "content": content, **parts}}}


SHOP = document(
    tags=[{"name": "pets"}, {"name": "shop"}],
    security=[{"key": []}],
    paths={
        "/pets": {
            "summary": "Pets",
            "get": operation("pets", operationId="listPets"),
            "post": operation("shop", security=[{"token": []}]),
        },
        "/shop/{id}": {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {}}],
                       "delete": operation("shop", security=[])},
    },
    webhooks={"sold": {"post": operation("pets")}},
    components={"securitySchemes": {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "token": {"type": "http", "scheme": "bearer"},
    }},
)  # fmt: skip


def test_tag() -> None:
    tree = bundled(SHOP, part=BundleSelection(tags=("pets",))).tree
    assert {path: list(item) for path, item in tree["paths"].items()} == {"/pets": ["summary", "get"]}
    assert list(tree["webhooks"]) == ["sold"]
    assert tree["tags"] == [{"name": "pets"}]
    assert list(tree["components"]["securitySchemes"]) == ["key"]


def test_unused_default_security_is_removed() -> None:
    tree = bundled(SHOP, part=BundleSelection(tags=("shop",))).tree
    assert {path: list(item) for path, item in tree["paths"].items()} == {
        "/pets": ["summary", "post"],
        "/shop/{id}": ["parameters", "delete"],
    }
    assert "security" not in tree
    assert list(tree["components"]["securitySchemes"]) == ["token"]


@pytest.mark.parametrize(
    ("pattern", "paths"), [("/pets", ["/pets"]), ("/s*", ["/shop/{id}"]), ("*", list(SHOP["paths"]))]
)
def test_path(pattern: str, paths: list[str]) -> None:
    result = bundled(SHOP, part=BundleSelection(paths=(pattern,)))
    assert list(result.tree["paths"]) == paths
    assert losses(result) == [("hint", "/webhooks", "removed webhooks")]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (BundleSelection(tags=("nobody",)), "no operation selected"),
        (BundleSelection(paths=("/pet",)), "no operation selected"),
        (BundleSelection(api="shop"), "--api shop: the document has no x-mock-apis"),
    ],
)
def test_nothing_selected(part: BundleSelection, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        bundled(SHOP, part=part)
    assert caught.value.message == message


APIS = document(
    paths={
        "/a/x": {"get": {"operationId": "ax", **responding({"$ref": "#/components/schemas/Pet"}, links={
            "self": {"operationRef": "#/paths/~1a~1x/get"},
            "other": {"operationId": "bx"},
            "third": {"$ref": "#/components/links/other"},
        })}},
        "/a/b/x": {"get": {"operationId": "bx", **responding({"$ref": "#/components/schemas/Other"})}},
    },
    components={
        "schemas": {"Other": {"type": "string"}, "Pet": PET},
        "links": {"other": {"operationRef": "#/paths/~1a~1b~1x/get"}},
    },
    **{"x-mock-apis": [{"name": "a", "prefix": "/a", "title": "Api of A", "servers": ["https://a.example"]},
                       {"name": "b", "prefix": "/a/b"}]},
)  # fmt: skip


def test_apis_have_their_native_paths() -> None:
    tree = bundled(APIS, part=BundleSelection("a")).tree
    assert list(tree["paths"]) == ["/x"]
    assert (tree["info"]["title"], tree["servers"]) == ("Api of A", [{"url": "https://a.example"}])
    assert tree["x-mock-apis"] == [{"name": "a", "title": "Api of A", "servers": ["https://a.example"]}]
    assert tree["components"] == {"schemas": {"Pet": PET}}


def test_links_to_removed_operations_are_removed() -> None:
    tree = bundled(APIS, part=BundleSelection("a")).tree
    assert tree["paths"]["/x"]["get"]["responses"]["200"]["links"] == {"self": {"operationRef": "#/paths/~1x/get"}}


def test_paths_belong_to_the_longest_prefix() -> None:
    assert list(bundled(APIS, part=BundleSelection("b")).tree["paths"]) == ["/x"]
    with pytest.raises(UsageError, match="unknown API 'c'"):
        bundled(APIS, part=BundleSelection("c"))


def test_references_to_removed_paths_become_components() -> None:
    inside = "#/paths/~1pets/get/responses/200/content/application~1json/schema"
    tree = document(
        paths={
            "/pets": {"get": responding({"type": "object", "properties": {"a": {"$ref": inside}, "b": {}}})},
            "/dogs": {"get": responding({"$ref": inside}), "put": responding({"$ref": f"{inside}/properties/b"})},
        }
    )
    result = bundled(tree, part=BundleSelection(paths=("/dogs",))).tree
    assert result["components"]["schemas"] == {
        "get-pets-200": {
            "type": "object",
            "properties": {"a": {"$ref": "#/components/schemas/get-pets-200"}, "b": {}},
        }
    }
    assert result["paths"]["/dogs"]["put"] == responding({"$ref": "#/components/schemas/get-pets-200/properties/b"})


def test_references_between_kept_paths_are_corrected() -> None:
    reference = "#/paths/~1a~1x/get/responses/200/content/application~1json/schema"
    tree = document(
        paths={"/a/x": {"get": responding(PET)}, "/a/y": {"get": responding({"$ref": reference})}},
        **{"x-mock-apis": [{"name": "a", "prefix": "/a"}]},
    )
    kept = bundled(tree, part=BundleSelection("a")).tree["paths"]["/y"]["get"]
    assert kept == responding({"$ref": reference.replace("~1a~1x", "~1x")})


def test_shared_path_items_are_filtered() -> None:
    item = {"get": operation("pets"), "post": operation("shop")}
    tree = document(paths={"/a": {"$ref": "#/components/pathItems/Both"}}, components={"pathItems": {"Both": item}})
    result = bundled(tree, part=BundleSelection(tags=("pets",))).tree
    assert list(result["paths"]["/a"]) == ["get"]
    assert "components" not in result
