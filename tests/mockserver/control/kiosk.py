"""A small document with the responses that stubs, faults and rate limits are about."""

from __future__ import annotations

from typing import Any

from mockserver.app import MockApp, create_app
from tests.mockserver.kit import Client, Reply, document, json_content, path_parameter

ADMIN = "/__mock__/admin"

TICKET = {
    "type": "object",
    "required": ["id", "title"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string", "maxLength": 40},
        "seats": {"type": "integer"},
    },
}
ERROR = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
    "additionalProperties": False,
}

LIMIT_HEADERS = {
    "X-RateLimit-Limit": {"schema": {"type": "integer"}},
    "X-RateLimit-Remaining": {"schema": {"type": "integer"}},
    "X-RateLimit-Reset": {"description": "Unix time of the next window", "schema": {"type": "integer"}},
}


def error(**more: Any) -> dict[str, Any]:
    return {"description": "an error", "content": json_content(ERROR), **more}


def ticket(**more: Any) -> dict[str, Any]:
    return {"description": "a ticket", "content": json_content(TICKET, **more)}


PATHS: dict[str, Any] = {
    "/tickets": {
        "get": {
            "operationId": "listTickets",
            "responses": {
                "200": {
                    "description": "all tickets",
                    "content": json_content({"type": "array", "items": TICKET}),
                }
            },
        },
        "post": {
            "operationId": "createTicket",
            "requestBody": {"required": True, "content": json_content(TICKET)},
            "responses": {"201": ticket(), "422": error()},
        },
    },
    "/tickets/mine": {"get": {"operationId": "getMine", "responses": {"200": {"description": "no body"}}}},
    "/tickets/{id}": {
        "parameters": [path_parameter("id")],
        "get": {
            "operationId": "getTicket",
            "responses": {
                "200": {
                    **ticket(examples={"gold": {"value": {"id": "g1", "title": "Gold"}}}),
                    "headers": LIMIT_HEADERS,
                },
                "404": error(),
                "429": error(
                    headers={
                        "Retry-After": {"schema": {"type": "integer"}},
                        "RateLimit-Limit": {"schema": {"type": "integer"}},
                        "RateLimit-Remaining": {"schema": {"type": "integer"}},
                        "RateLimit-Reset": {"schema": {"type": "integer"}},
                    }
                ),
                "503": error(),
            },
        },
        "put": {
            "operationId": "replaceTicket",
            "requestBody": {"required": True, "content": json_content(TICKET)},
            "responses": {"200": ticket()},
        },
        "delete": {"operationId": "deleteTicket", "responses": {"204": {"description": "deleted"}}},
    },
}

DOCUMENT = document(PATHS)


class Mock:
    """A client of an application with this document, and of its admin API."""

    def __init__(self, app: MockApp | None = None, **settings: Any) -> None:
        self.app = app or create_app(DOCUMENT, **{"journal_size": 10_000, **settings})
        self.control = self.app.control
        self.send = Client(self.app)

    def admin(self, method: str, path: str, body: Any = b"") -> Reply:
        return self.send(method, ADMIN + path, body, {"host": "127.0.0.1"})

    def stub(self, request: Any, response: Any, **more: Any) -> Reply:
        return self.admin("POST", "/stubs", {"request": request, "response": response, **more})

    def fault(self, request: Any, **fault: Any) -> Reply:
        return self.admin("POST", "/faults", {"request": request, "fault": fault})

    def statuses(self, number: int, target: str = "/tickets/1") -> list[int]:
        """The status codes of this number of requests."""
        return [self.send("GET", target).status for _ in range(number)]
