"""Nonsense to every endpoint of the admin API is refused with a reason, and never an exception."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mockserver.control.shop import ADMIN, Shop, shop
from tests.mockserver.kit import OK, Client, json_content

HOOK = {"post": {"requestBody": {"content": json_content({"type": "object"})}, "responses": {"200": OK}}}
STREAMS = frozenset({"/events"})

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
NAMES = st.sampled_from(
    ["apis", "validate", "kit", "collections", "/pets", "items", "content", "counter", "sent_urls", "id", "item",
     "deleted", "stored_in", "media_type", "name", "data", "now", "advance", "token", "scopes", "url", "body",
     "request", "response", "operation", "method", "path", "path_params", "query", "headers", "status", "code",
     "example", "times", "priority", "fault", "delay_ms", "rate", "nth", "retry_after", "abort", "body_schema",
     "matches", "contains", "absent", "sequence", "at_least", "at_most", "enabled"]
)  # fmt: skip
VALUES = st.recursive(
    SCALARS | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
QUERIES = st.sampled_from(
    [
        "",
        "?only=state",
        "?only=,",
        "?only=%00",
        "?limit=-1",
        "?limit=x",
        "?since=1e9",
        "?a=b",
        "?%FF",
        "?status=9XX",
        "?=",
    ]
)


@cache
def server() -> Shop:
    return Shop(shop(webhooks={"ping": HOOK}))


@cache
def routes() -> tuple[tuple[str, str], ...]:
    found = [(one.method, one.template) for one in server().app.control.admin.routes]
    return tuple(one for one in found if one[1] not in STREAMS)


def path(template: str, value: str) -> str:
    for name in re.findall(r"\{([^}]*)\}", template):
        template = template.replace(f"{{{name}}}", quote(value, safe="/" if name.endswith("+") else ""))
    return template


def check(method: str, target: str, body: Any) -> None:
    reply = Client(server().app)(method, f"{ADMIN}{target}", body, {"host": "localhost"})
    assert reply.finished == 1
    assert 200 <= reply.status < 500
    if reply.status >= 400 and method != "HEAD":
        assert reply.json["error"]


ROUTES = st.deferred(lambda: st.sampled_from(routes()))
SEGMENTS = st.sampled_from(["pets", "pets/7/visits", "me", "ping", "1"]) | st.text(min_size=1, max_size=5)
EXAMPLES = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@EXAMPLES
@given(ROUTES, SEGMENTS, QUERIES, VALUES)
def test_json_of_any_form(route: tuple[str, str], segment: str, query: str, body: Any) -> None:
    check(route[0], path(route[1], segment) + query, body)


@EXAMPLES
@given(ROUTES, SEGMENTS, st.binary(max_size=20) | st.sampled_from([b"[" * 200, b"{", b"\xff", b'{"a":1,"a":2}']))
def test_bodies_that_are_not_json(route: tuple[str, str], segment: str, body: bytes) -> None:
    check(route[0], path(route[1], segment), body)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "X"])
@pytest.mark.parametrize(
    "target", ["/", "//", "/nothing", "/tokens/", "/tokens/1/2", "/%2e%2e/pets", "/state/%00", "/clock"]
)
def test_other_paths_and_methods(method: str, target: str) -> None:
    check(method, target, b"")


def test_large_names_are_not_repeated() -> None:
    name = "x" * 1_000_000
    for method, target in (("PUT", "/state"), ("POST", "/tokens"), ("PATCH", "/clock"), ("POST", "/webhooks/ping")):
        reply = server().admin(method, target, {name: 1})
        assert reply.status == 422
        assert len(reply.body) < 1000
    assert len(server().admin("PUT", "/state", {"apis": {name: {}}}).body) < 5000
    body = {"apis": {"kit": {"collections": {f"/{name}": {}}}}}
    assert len(server().admin("PUT", "/state", body).body) < 5000
    assert len(server().admin("PUT", "/state/pets", [{"id": name}]).body) < 5000
