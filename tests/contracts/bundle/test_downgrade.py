"""Objects are downgraded to older versions; losses are reported with locations."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.bundle.bundle import BundleOptions, bundle_document, is_lossy
from contracts.errors import UsageError
from contracts.spec.load import load_document
from tests.contracts.bundle.kit import OK, bundled, document, losses


def get(**parts: Any) -> dict[str, Any]:
    return {"/x": {"get": {"responses": OK, **parts}}}


def scheme(**parts: Any) -> dict[str, Any]:
    return {"components": {"securitySchemes": {"s": parts}}}


DEVICE = {"deviceAuthorizationUrl": "https://a.example/d", "tokenUrl": "https://a.example/t", "scopes": {}}
QUERY = {"name": "q", "in": "querystring", "content": {"text/plain": {"schema": {}}}}

FROM_3_1: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"webhooks": {"w": {"post": {"responses": OK}}}}, [("error", "/webhooks")]),
    ({"info": {"title": "T", "version": "1", "summary": "S"}}, [("warning", "/info/summary")]),
    (
        {"info": {"title": "T", "version": "1", "license": {"name": "L", "identifier": "MIT OR Apache-2.0"}}},
        [("warning", "/info/license/identifier")],
    ),
    ({"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema"}, []),
    (scheme(type="mutualTLS"), [("error", "/components/securitySchemes/s")]),
    (
        {"paths": get(security=[{"s": ["admin"]}]), **scheme(type="http", scheme="basic")},
        [("warning", "/paths/~1x/get/security/0/s")],
    ),
    ({"paths": get(parameters=[{"name": "a", "in": "query", "schema": True}])}, []),
    (
        {"paths": get(parameters=[{"$ref": "#/components/parameters/p", "description": "D"}]),
         "components": {"parameters": {"p": {"name": "a", "in": "query", "schema": {}}}}},
        [("warning", "/paths/~1x/get/parameters/0/description")],
    ),
]  # fmt: skip

FROM_3_2: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"$self": "https://a.example/openapi"}, [("warning", "/$self")]),
    (
        {"tags": [{"name": "a", "summary": "A", "kind": "nav"}, {"name": "b", "parent": "a"}]},
        [("warning", "/tags/0/summary"), ("warning", "/tags/0/kind"), ("warning", "/tags/1/parent")],
    ),
    ({"servers": [{"url": "/", "name": "here"}]}, [("warning", "/servers/0/name")]),
    ({"paths": {"/x": {"query": {"responses": OK}}}}, [("error", "/paths/~1x/query")]),
    (
        {"paths": {"/x": {"additionalOperations": {"COPY": {"responses": OK}}}}},
        [("error", "/paths/~1x/additionalOperations")],
    ),
    ({"paths": get(parameters=[QUERY])}, [("error", "/paths/~1x/get/parameters/0")]),
    (
        {"paths": get(parameters=[{"$ref": "#/components/parameters/q"}]), "components": {"parameters": {"q": QUERY}}},
        [("error", "/components/parameters/q"), ("error", "/paths/~1x/get/parameters/0")],
    ),
    (
        {"paths": {"/x": {"get": {"responses": {"200": {"content": {"application/jsonl": {"itemSchema": {}}}}}}}}},
        [("error", "/paths/~1x/get/responses/200/content/application~1jsonl/itemSchema")],
    ),
    (scheme(type="oauth2", flows={"deviceAuthorization": DEVICE}),
     [("error", "/components/securitySchemes/s/flows/deviceAuthorization")]),
    (scheme(type="http", scheme="basic", deprecated=True), [("warning", "/components/securitySchemes/s/deprecated")]),
    ({"components": {"examples": {"e": {"dataValue": 1, "serializedValue": "1"}}}},
     [("warning", "/components/examples/e/serializedValue")]),
    ({"components": {"schemas": {"A": {"xml": {"nodeType": "cdata"}}}}},
     [("warning", "/components/schemas/A/xml/nodeType")]),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), FROM_3_1)
def test_from_3_1(parts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    result = bundled(document(**parts), version="3.0")
    assert result.tree["openapi"] == "3.0.3"
    assert sorted(found[:2] for found in losses(result)) == sorted(expected)
    assert is_lossy(result.findings) == bool(expected)


@pytest.mark.parametrize(("parts", "expected"), FROM_3_2)
@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_from_3_2(parts: dict[str, Any], expected: list[tuple[str, str]], version: str) -> None:
    result = bundled(document("3.2.0", **parts), version=version)
    assert result.tree["openapi"].startswith(f"{version}.")
    assert sorted(found[:2] for found in losses(result)) == sorted(expected)


def test_equivalent_objects() -> None:
    tree = document(
        "3.2.0",
        info={"title": "T", "version": "1", "license": {"name": "L", "identifier": "MIT"}},
        paths={"/x": {"get": {"responses": {"200": {"summary": "All"}}}, "put": {}}},
        components={
            "examples": {"e": {"dataValue": {"a": 1}}},
            "schemas": {"A": {"xml": {"nodeType": "attribute"}}, "B": False},
        },
    )
    result = bundled(tree, version="3.0")
    assert result.findings == ()
    assert result.tree["info"]["license"] == {"name": "L", "url": "https://spdx.org/licenses/MIT.html"}
    assert result.tree["paths"]["/x"] == {
        "get": {"responses": {"200": {"description": "All"}}},
        "put": {"responses": {"default": {"description": "Any response."}}},
    }
    assert result.tree["components"] == {
        "examples": {"e": {"value": {"a": 1}}},
        "schemas": {"A": {"xml": {"attribute": True}}, "B": {"not": {}}},
    }


def test_requirements_of_client_certificates_are_removed() -> None:
    tree = document(paths=get(security=[{"s": []}]), **scheme(type="mutualTLS"))
    result = bundled(tree, version="3.0").tree
    assert result["paths"]["/x"]["get"]["security"] == []
    assert "components" not in result


def test_shared_path_items_are_inlined() -> None:
    item = {"get": {"responses": OK}}
    tree = document(
        paths={"/a": {"$ref": "#/components/pathItems/I", "summary": "A"}, "/b": {"$ref": "#/components/pathItems/I"}},
        components={"pathItems": {"I": item}},
    )
    result = bundled(tree, version="3.0").tree
    assert result["paths"] == {"/a": {**item, "summary": "A"}, "/b": item}
    assert "components" not in result


def test_shared_media_types_are_inlined() -> None:
    media = {"schema": {"type": "string"}}
    content = {"text/plain": {"$ref": "#/components/mediaTypes/M"}}
    tree = document(
        "3.2.0",
        paths={"/x": {"get": {"responses": {"200": {"description": "Fine.", "content": content}}}}},
        components={"mediaTypes": {"M": media}},
    )
    result = bundled(tree, version="3.1").tree
    assert result["paths"]["/x"]["get"]["responses"]["200"]["content"] == {"text/plain": media}


def test_losses_have_the_location_of_the_original(tmp_path: Any) -> None:
    (tmp_path / "a.yaml").write_text("type: array\nprefixItems: [{type: string}]\n")
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents: {schemas: {A: {$ref: a.yaml}}}\n")
    found = bundle_document(load_document(path), BundleOptions(version="3.0")).findings
    assert [(item.location.file, item.location.line, item.line.text) for item in found] == [
        (str(tmp_path / "a.yaml"), 2, "prefixItems: [{type: string}]")
    ]


def test_same_version_changes_nothing() -> None:
    tree = document("3.0.2", paths=get())
    assert bundled(tree, version="3.0").tree == tree


def test_documents_cannot_be_converted_to_newer_versions() -> None:
    document_ = load_document(document("3.0.3"))
    with pytest.raises(UsageError, match="already"):
        bundle_document(document_, BundleOptions(version="3.2"))


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"nullable": True}, {}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"example": {"a": 1}}, {"examples": [{"a": 1}]}),
        ({"type": "string", "format": "byte"}, {"type": "string", "contentEncoding": "base64"}),
        (
            {"type": "string", "format": "binary"},
            {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
        ),
        (
            {"$ref": "#/components/schemas/B", "description": "D", "maxLength": 1},
            {"$ref": "#/components/schemas/B", "description": "D"},
        ),
    ],
)
def test_upgraded_schemas(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    tree = document("3.0.3", components={"schemas": {"A": schema, "B": {"type": "string"}}})
    result = bundled(tree, version="3.1")
    assert (result.tree["openapi"], result.findings) == ("3.1.1", ())
    assert result.tree["components"]["schemas"]["A"] == expected
