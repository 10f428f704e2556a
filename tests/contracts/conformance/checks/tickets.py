"""A small correct server of tickets with comments, an action and a bill, in the style of Django REST framework."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from contracts.messages import Request, Response
from tests.contracts.conformance.checks.notes import JSON, answer

Item = dict[str, Any]
STATE = {"type": "string", "enum": ["open", "closed"]}
ERROR = {"404": {"description": "not found"}, "400": {"description": "invalid"}}


def _content(schema: Any) -> dict[str, Any]:
    return {"content": {JSON: {"schema": schema}}}


def _ok(schema: Any) -> dict[str, Any]:
    return {"description": "OK", **_content(schema)}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def document(refusal: str = "The ticket is closed", code: str = "") -> Item:
    """Return the document.

    :param refusal: the description of 409 of the action that closes a ticket.
    :param code: the description of the code of a ticket.
    """
    text = {"type": "string", "minLength": 1, "maxLength": 80}
    title = _object(["code"], code={**text, **({"description": code} if code else {})})
    ticket = _object(["id", "code", "state"], id={"type": "integer", "readOnly": True}, code=text, state=STATE)
    comment = _object(["id", "text"], id={"type": "integer", "readOnly": True}, text=text)
    page = _object(["count", "results"], count={"type": "integer"}, results={"type": "array", "items": ticket})
    sizes = [{"name": name, "in": "query", "schema": {"type": "integer", "minimum": 1}} for name in ("page", "size")]
    identifier = [{"name": "ticket", "in": "path", "required": True, "schema": {"type": "integer"}}]
    bill = _object(["amount"], amount={"type": "integer", "minimum": 1, "maximum": 9})
    conflict = {"409": {"description": refusal}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tickets", "version": "1"},
        "paths": {
            "/tickets": {
                "get": {"operationId": "list", "parameters": sizes, "responses": {"200": _ok(page), **ERROR}},
                "post": {
                    "operationId": "create",
                    "requestBody": {"required": True, **_content(title)},
                    "responses": {"201": _ok(ticket), "409": {"description": ""}, **ERROR},
                },
            },
            "/tickets/{ticket}": {
                "parameters": identifier,
                "get": {"operationId": "read", "responses": {"200": _ok(ticket), **ERROR}},
            },
            "/tickets/{ticket}/close": {
                "parameters": identifier,
                "post": {"operationId": "close", "responses": {"200": _ok(ticket), **conflict, **ERROR}},
            },
            "/tickets/{ticket}/bill": {
                "parameters": identifier,
                "get": {"operationId": "readBill", "responses": {"200": _ok(bill), **ERROR}},
                "put": {
                    "operationId": "pay",
                    "requestBody": {"required": True, **_content(bill)},
                    "responses": {"201": _ok(bill), **conflict, **ERROR},
                },
            },
            "/tickets/{ticket}/comments": {
                "parameters": identifier,
                "get": {
                    "operationId": "listComments",
                    "responses": {"200": _ok({"type": "array", "items": comment}), **ERROR},
                },
                "post": {
                    "operationId": "comment",
                    "requestBody": {"required": True, **_content(_object(["text"], text=text))},
                    "responses": {"201": _ok(comment), **ERROR},
                },
            },
        },
    }


class Tickets:
    """The server, with one closed ticket; tests override methods."""

    base = "http://tickets.example"

    def __init__(self) -> None:
        self.tickets: dict[str, Item] = {"1": {"id": 1, "code": "first", "state": "closed"}}
        self.comments: dict[str, list[Item]] = {"1": []}
        self.bills: dict[str, Item] = {}
        self.number = 0

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """Handle a request."""
        path, _, query = request.target.partition("?")
        segments = path.strip("/").split("/")[1:]
        if not segments:
            return self.list(dict(parse_qsl(query))) if request.method == "GET" else self.create(_body(request))
        if segments[0] not in self.tickets:
            return Response(404)
        return self.below(request, segments[0], "".join(segments[1:]))

    def close(self) -> None:
        """Nothing to close."""

    def below(self, request: Request, key: str, name: str) -> Response:
        match request.method, name:
            case "GET", "":
                return answer(self.tickets[key])
            case "POST", "close":
                return self.closed(key)
            case "GET", "bill":
                return answer(self.bills[key]) if key in self.bills else Response(404)
            case "PUT", "bill":
                return self.pay(key, _body(request))
            case "GET", "comments":
                return answer(self.listed(key))
            case "POST", "comments":
                return self.comment(key, _body(request))
        return Response(405)

    def list(self, query: dict[str, str]) -> Response:
        page, size = int(query.get("page", "1")), int(query.get("size", "20"))
        rows = [*self.tickets.values()]
        shown = rows[(page - 1) * size : page * size]
        following = f"/tickets?page={page + 1}&size={size}" if page * size < len(rows) else None
        return answer({"count": self.count(rows, shown), "next": following, "previous": None, "results": shown})

    def count(self, rows: list[Item], shown: list[Item]) -> int:
        return len(rows)

    def create(self, body: Item) -> Response:
        if self.refuses(body):
            return Response(409)
        key = str(len(self.tickets) + 1)
        self.tickets[key] = {"id": int(key), "code": body["code"], "state": "open"}
        self.comments[key] = []
        return answer(self.tickets[key], 201, location=f"/tickets/{key}")

    def refuses(self, body: Item) -> bool:
        return any(one["code"] == body["code"] for one in self.tickets.values())

    def closed(self, key: str) -> Response:
        if self.tickets[key]["state"] != "open":
            return Response(409)
        self.tickets[key]["state"] = "closed"
        return answer(self.tickets[key])

    def pay(self, key: str, body: Item) -> Response:
        if self.tickets[key]["state"] != "open":
            return Response(409)
        self.bills[key] = body
        return answer(body, 201)

    def comment(self, key: str, body: Item) -> Response:
        self.number += 1
        self.comments[key].append({"id": self.number, "text": body["text"]})
        return answer(self.comments[key][-1], 201)

    def listed(self, key: str) -> list[Item]:
        return self.comments[key]


def _body(request: Request) -> Item:
    return json.loads(request.body or b"{}")
