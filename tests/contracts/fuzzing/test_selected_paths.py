"""Operations of one path that differ by a header or the query are called as they are served."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import contracts
from contracts.conformance.session import Session, SessionPlan
from contracts.findings import Finding
from contracts.fuzzing.engine import Exploration, explore
from contracts.fuzzing.engine_document import engine_document
from contracts.messages import Request, Response


def _operation(name: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"const": name}}}
    responses = {"200": {"description": "OK", "content": content}, "400": {"description": "invalid"}}
    return {"operationId": name, "parameters": list(parameters), "responses": responses}


def _parameter(location: str, name: str, kind: str = "string") -> dict[str, Any]:
    return {"name": name, "in": location, "required": location == "path", "schema": {"type": kind}}


TARGET = _parameter("header", "x-target")
SOURCE = {
    "openapi": "3.1.0",
    "info": {"title": "Selected", "version": "1"},
    "paths": {
        "/#X-Target=Get": {"post": _operation("get", TARGET, _parameter("query", "page", "integer"))},
        "/#X-Target=List": {"post": _operation("list", TARGET)},
        "/rest?action=a": {"get": _operation("a", _parameter("query", "action"))},
        "/rest#action=b": {"get": _operation("b", _parameter("query", "action"))},
        "/rest": {"put": _operation("plain")},
        "/items?kind={kind}": {"get": _operation("kind", _parameter("path", "kind", "integer"))},
        "/items#of={of}": {"delete": _operation("of", _parameter("path", "of", "integer"))},
        "/any?deep": {"get": _operation("deep", _parameter("query", "deep"))},
        "/files#upload": {"post": _operation("upload")},
    },
}


METHODS = ("GET", "POST", "PUT", "DELETE")


class Server:
    """Serves the operations by path, query and header.

    :ivar requests: the requests by the operation that they select; ``""``: none.
    """

    base = "http://selected.example"

    def __init__(self) -> None:
        self.requests: dict[str, list[Request]] = {}

    def close(self) -> None:
        """Close nothing."""

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        query = {name: values[-1] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
        name = self._name(request, query)
        self.requests.setdefault(name, []).append(request)
        if not name:
            methods = [one for one in METHODS if self._name(replace(request, method=one), query)]
            return Response(405, (("allow", ", ".join(methods)),))
        numbers = {"get": ("page",), "kind": ("kind",), "of": ("of",)}.get(name, ())
        if not all(_is_integer(query[one]) for one in numbers if one in query) or len(query) != len(set(query)):
            return Response(400)
        if len(parse_qs(request.query).get("page", ())) > 1:
            return Response(400)
        return Response(200, (("content-type", "application/json"),), json.dumps(name).encode())

    def _name(self, request: Request, query: dict[str, str]) -> str:
        known = {
            ("POST", "/"): {"Get": "get", "List": "list"}.get(request.header("X-Target") or "", ""),
            ("GET", "/rest"): query.get("action", "") if query.get("action") in {"a", "b"} else "",
            ("PUT", "/rest"): "plain",
            ("GET", "/items"): "kind" if "kind" in query else "",
            ("DELETE", "/items"): "of" if "of" in query else "",
            ("GET", "/any"): "deep" if "deep" in query else "",
            ("POST", "/files"): "upload",
        }
        return known.get((request.method, request.path), "")


def _is_integer(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _session(server: Server) -> Session:
    return Session(contracts.load(SOURCE), server, SessionPlan(allow_destructive=True))


def test_each_operation_gets_its_requests() -> None:
    server = Server()
    findings = [one for one in explore(_session(server), Exploration(max_examples=5)) if isinstance(one, Finding)]
    assert [(one.rule, one.message) for one in findings] == []
    names = {"get", "list", "a", "b", "plain", "kind", "of", "deep", "upload"}
    assert names <= server.requests.keys()
    assert all(any(_is_plain(one) for one in server.requests[name]) for name in names)
    assert not [one for one in server.requests.get("", ()) if (one.method, one.path) == ("POST", "/")]


def _is_plain(request: Request) -> bool:
    return "#" not in request.target and "%23" not in request.target and "%3F" not in request.target


def test_parameters_that_select_an_operation_are_not_varied() -> None:
    document = engine_document(_session(Server()))
    names = {
        path: [(one["name"], one["required"]) for operation in item.values() for one in operation["parameters"]]
        for path, item in document.tree["paths"].items()
    }
    assert names["/#X-Target=Get"] == [("page", False)]
    assert names["/rest?action=a"] == names["/rest#action=b"] == []
    assert names["/any?deep"] == [("deep", True)]
    assert names["/items?kind={kind}"] == [("kind", True)]
    assert set(document.selected) == set(document.operations) - {"PUT /rest"}
