"""A request is routed once; whatever needs the result later reads it from the ASGI scope."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.http import routing
from mockserver.pipeline import Pipeline
from tests.mockserver.kit import Client, document, path_parameter, response

ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
ERROR = response({"const": "failed"})
TREE = document(
    {
        "/shop/pets/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response(ITEM), "404": ERROR, "500": ERROR}},
        }
    },
    **{"x-mock-apis": [{"name": "shop", "prefix": "/shop"}, {"name": "zoo", "prefix": "/zoo"}]},
)

PREFLIGHT = {"origin": "https://app.example", "access-control-request-method": "GET"}
REQUESTS = {
    "success": ("GET", "/shop/pets/7", {}, 200),
    "error": ("GET", "/shop/pets/404", {}, 404),
    "HEAD": ("HEAD", "/shop/pets/7", {}, 200),
    "unknown path": ("GET", "/shop/nowhere", {}, 404),
    "unknown path outside of all APIs": ("GET", "/nowhere", {}, 404),
    "wrong method": ("DELETE", "/shop/pets/7", {}, 405),
    "OPTIONS": ("OPTIONS", "/shop/pets/7", {}, 204),
    "preflight": ("OPTIONS", "/shop/pets/7", PREFLIGHT, 204),
    "console": ("GET", "/__mock__/", {}, 200),
}


@pytest.fixture
def routings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The served path of each search of the tree of paths."""
    searched: list[str] = []
    search: Any = routing.find

    def counted(root: Any, segments: list[str], index: int, values: list[str]) -> Any:
        searched.append("/".join(segments))
        return search(root, segments, index, values)

    monkeypatch.setattr(routing, "find", counted)
    return searched


@pytest.fixture(params=[False, True], ids=["plain", "journal"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Client:
    settings = {"journal": str(tmp_path / "journal.ndjson")} if request.param else {}
    return Client(create_app(TREE, **settings))


@pytest.mark.parametrize("name", REQUESTS)
def test_once(name: str, client: Client, routings: list[str]) -> None:
    method, target, headers, status = REQUESTS[name]
    assert client(method, target, headers=headers).status == status
    assert routings == ([target] if name != "console" else [])  # our own pages need no search


@pytest.mark.parametrize("target", ["/shop/pets/7", "/shop/nowhere", "/nowhere"])
def test_once_for_a_crash(target: str, client: Client, routings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Pipeline, "__call__", crash)
    monkeypatch.setattr("mockserver.fallback.Fallback.__call__", crash)
    assert client("GET", target).status == 500
    assert routings == [target]


def test_a_host_name_has_candidates_and_one_search_for_each(client: Client, routings: list[str]) -> None:
    assert client("GET", "/pets/7", headers={"host": "shop.localhost"}).status == 200
    assert routings == ["/shop/pets/7"]
    routings.clear()
    assert client("GET", "/nowhere", headers={"host": "shop.localhost"}).status == 404
    assert routings == ["/shop/nowhere", "/nowhere"]
