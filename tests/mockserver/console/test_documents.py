"""The served documents, also in the form for Swagger UI."""

from __future__ import annotations

from typing import Any

import contracts
from mockserver.console.documents import served_documents
from mockserver.mounting import MountedApi, mount

ROOT = "/__mock__/"
RESPONSES = {"200": {"description": "Fine."}}


def document(title: str, paths: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": paths, **parts}


def two_apis() -> dict[str, Any]:
    paths = {"/a/x": {"get": {"responses": RESPONSES}}, "/b/y": {"get": {"responses": RESPONSES}}}
    apis = [{"name": "a", "prefix": "/a"}, {"name": "b", "prefix": "/b"}]
    return document("Both", paths, **{"x-mock-apis": apis})


def test_this_server_replaces_all_servers(mounted: tuple[MountedApi, ...]) -> None:
    (served,) = served_documents(mounted, ROOT)
    tree = served.at("http://here:1")
    assert served.path == "/__mock__/openapi.json"
    assert tree["servers"] == [{"url": "http://here:1"}]
    item = tree["paths"]["/things/{id}"]
    assert "servers" not in item
    assert "servers" not in item["put"]
    assert item["parameters"][0]["name"] == "id"


def test_the_contract_is_not_changed(mounted: tuple[MountedApi, ...]) -> None:
    contract = mounted[0].contract
    served_documents(mounted, ROOT)[0].for_swagger_ui("http://here:1")
    assert contract.document.tree["servers"] == [{"url": "https://api.example.com/v1"}]
    assert contract.document.tree["paths"]["/things/{id}"]["put"]["servers"]
    assert contract.document.tree["components"]["securitySchemes"]["bearer"]["type"] == "oauth2"


def test_a_single_api_is_served_at_the_root() -> None:
    contract = contracts.load(two_apis())
    (served,) = served_documents(mount([contract], "b"), ROOT)
    assert list(served.tree["paths"]) == ["/y"]
    (served,) = served_documents(mount([contract]), ROOT)
    assert list(served.tree["paths"]) == ["/a/x", "/b/y"]


def test_several_documents_have_unique_names() -> None:
    single = document("One more", {"/z": {"get": {"responses": RESPONSES}}})
    served = served_documents(mount([contracts.load(two_apis()), contracts.load(single)]), ROOT)
    assert [(item.name, item.path) for item in served] == [
        ("1", "/__mock__/openapi/1.json"),
        ("one-more", "/__mock__/openapi/one-more.json"),
    ]
    assert list(served[1].tree["paths"]) == ["/one-more/z"]


def test_servers_of_a_referenced_path_item_are_removed() -> None:
    item = {"servers": [{"url": "https://elsewhere.example.com"}], "get": {"responses": RESPONSES}}
    tree = document("T", {"/x": {"$ref": "#/components/pathItems/X"}}, components={"pathItems": {"X": item}})
    (served,) = served_documents(mount([contracts.load(tree)]), ROOT)
    assert served.tree["paths"] == {"/x": {"get": {"responses": RESPONSES}}}


def test_swagger_ui_gets_bearer_schemes_instead_of_oauth2(mounted: tuple[MountedApi, ...]) -> None:
    schemes = served_documents(mounted, ROOT)[0].for_swagger_ui("http://here:1")["components"]["securitySchemes"]
    assert (schemes["bearer"]["type"], schemes["bearer"]["scheme"]) == ("http", "bearer")
    assert schemes["login"] == {"type": "http", "scheme": "basic"}


def test_document_without_components() -> None:
    (served,) = served_documents(mount([contracts.load(document("T", {}))]), ROOT)
    assert served.for_swagger_ui("http://here:1")["paths"] == {}
