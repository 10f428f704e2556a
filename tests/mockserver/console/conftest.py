"""Fixtures: a document with everything that the console shows, and a client for ASGI applications."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import contracts
from mockserver.console.app import Console
from mockserver.mounting import MountedApi, mount
from mockserver.settings import Settings
from mockserver.state.stores.memory import MemoryStore

Ask = Callable[..., httpx.Response]

OK = {"200": {"description": "Fine.", "content": {"application/json": {"schema": {"type": "object"}}}}}
TEXT = {"type": "string"}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things <b>&amp;", "version": "1", "description": "{{ 7 * 7 }} <script>alert(1)</script>"},
    "servers": [{"url": "https://api.example.com/v1"}],
    "security": [{"bearer": ["things:read"]}],
    "paths": {
        "/things/{id}": {
            "servers": [{"url": "https://elsewhere.example.com"}],
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT, "example": "a b/c"}],
            "get": {"operationId": "getThing", "summary": "One thing", "responses": OK},
            "put": {
                "operationId": "putThing",
                "servers": [{"url": "https://elsewhere.example.com"}],
                "security": [{"key": [], "session": []}],
                "parameters": [
                    {"name": "X-Trace", "in": "header", "required": True, "schema": {"type": "integer"}, "example": 7},
                    {"name": "dry", "in": "query", "required": True, "schema": {"type": "boolean"}, "example": True},
                    {"name": "tz", "in": "cookie", "required": True, "schema": TEXT, "example": "UTC"},
                    {"name": "not-needed", "in": "query", "schema": TEXT, "example": "no"},
                ],
                "requestBody": {
                    "content": {
                        "text/plain": {"schema": TEXT},
                        "application/json": {"example": {"it's": "@home"}, "schema": {"type": "object"}},
                    }
                },
                "responses": OK,
            },
            "delete": {"operationId": "deleteThing", "security": [], "deprecated": True, "responses": OK},
        },
        "/forms": {
            "post": {
                "operationId": "form",
                "security": [{}, {"login": []}],
                "requestBody": {"content": {"multipart/form-data": {"example": {"name": "@file", "n": 1}}}},
                "responses": OK,
            },
        },
        "/login": {"get": {"operationId": "login", "security": [{"login": []}], "responses": OK}},
        "/search": {"get": {"operationId": "search", "security": [{"query": []}], "responses": OK}},
        "/wallet": {"get": {"operationId": "wallet", "security": [{"certificate": []}], "responses": OK}},
    },
    "components": {
        "securitySchemes": {
            "bearer": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {"tokenUrl": "https://id.example.com", "scopes": {"things:read": "Read."}}
                },
                "x-mock-credentials": {
                    "samples": [
                        {"value": "nobody", "scopes": []},
                        {"value": "reader", "scopes": ["things:read"], "note": "reads"},
                        {"value": "gone", "accepted": False, "note": "shows the refusal"},
                    ]
                },
            },
            "key": {
                "type": "apiKey",
                "in": "header",
                "name": "X-Key",
                "x-mock-credentials": {"pattern": "^k_[a-z]{8}$"},
            },
            "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
            "query": {"type": "apiKey", "in": "query", "name": "api key"},
            "login": {"type": "http", "scheme": "basic"},
            "certificate": {"type": "mutualTLS"},
        }
    },
}


@pytest.fixture(scope="session")
def mounted() -> tuple[MountedApi, ...]:
    return mount([contracts.load(DOCUMENT)])


@pytest.fixture(scope="session")
def console(mounted: tuple[MountedApi, ...]) -> Console:
    return Console(mounted, Settings(tokens={"hush": None}), MemoryStore())


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Send one request to an ASGI application."""

    def ask(app: Any, method: str, target: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://mock.test:8080") as client:
                return await client.request(method, target, **options)

        return asyncio.run(send())

    return ask
