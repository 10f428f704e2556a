"""Parameters and bodies of recorded messages are decoded with the schemas of the document."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.messages import Request
from contracts.traffic.message_values import UNREAD, body_of, media_for, parameters_of
from tests.mockserver.kit import load, only

LIST = {"type": "array", "items": {"type": "integer"}}
OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}}}


def sent(target: str, node: dict[str, Any], headers: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    node = {"schema": {"type": "string"}, "required": node["in"] == "path", **node}
    node = {key: value for key, value in node.items() if value is not None}
    path = "/x/{p}" if node["in"] == "path" else "/x"
    contract = load({path: {"get": {"parameters": [node]}}})
    found = parameters_of(only(contract), Request("GET", target, headers), contract.tree)
    return {one.key: one.value for one in found}


@pytest.mark.parametrize(
    ("target", "node", "value"),
    [
        ("/x/7", {"name": "p", "in": "path", "schema": {"type": "integer"}}, {"path:p": 7}),
        ("/v1/x/a%20b", {"name": "p", "in": "path"}, {"path:p": "a b"}),
        ("/x/1,2", {"name": "p", "in": "path", "schema": LIST}, {"path:p": [1, 2]}),
        ("/x/.1.2", {"name": "p", "in": "path", "style": "label", "explode": True, "schema": LIST}, {"path:p": [1, 2]}),
        ("/x/;p=1,2", {"name": "p", "in": "path", "style": "matrix", "schema": LIST}, {"path:p": [1, 2]}),
        (
            "/x/;p=1;p=2",
            {"name": "p", "in": "path", "style": "matrix", "explode": True, "schema": LIST},
            {"path:p": [1, 2]},
        ),
        ("/x?q=a+b&q=c", {"name": "q", "in": "query"}, {"query:q": "c"}),
        ("/x?q=1&q=2", {"name": "q", "in": "query", "schema": LIST}, {"query:q": [1, 2]}),
        ("/x?q=1,2", {"name": "q", "in": "query", "explode": False, "schema": LIST}, {"query:q": [1, 2]}),
        (
            "/x?q=1|2",
            {"name": "q", "in": "query", "style": "pipeDelimited", "explode": False, "schema": LIST},
            {"query:q": [1, 2]},
        ),
        (
            "/x?q[a]=1&q[c]=d",
            {"name": "q", "in": "query", "style": "deepObject", "explode": True, "schema": OBJECT},
            {"query:q": {"a": 1, "c": "d"}},
        ),
        ("/x?a=1&b=true", {"name": "q", "in": "query", "schema": OBJECT}, {"query:q": {"a": 1, "b": True}}),
        (
            "/x?q=a,1,b,false",
            {"name": "q", "in": "query", "explode": False, "schema": OBJECT},
            {"query:q": {"a": 1, "b": False}},
        ),
        (
            "/x?q=%7B%22a%22:1%7D",
            {"name": "q", "in": "query", "schema": None, "content": {"application/json": {"schema": OBJECT}}},
            {"query:q": {"a": 1}},
        ),
        ("/x?q=oops", {"name": "q", "in": "query", "schema": {"type": "integer"}}, {"query:q": "oops"}),
        ("/x?q=1.5", {"name": "q", "in": "query", "schema": {"type": "number"}}, {"query:q": 1.5}),
        ("/x?other=1", {"name": "q", "in": "query"}, {"query:other": "1"}),
        ("/x", {"name": "q", "in": "query"}, {}),
    ],
)
def test_parameters_in_path_and_query(target: str, node: dict[str, Any], value: dict[str, Any]) -> None:
    assert sent(target, node) == value


@pytest.mark.parametrize(
    ("node", "value"),
    [
        ({"name": "X-Ids", "in": "header", "schema": LIST}, {"header:x-ids": [1, 2]}),
        ({"name": "X-None", "in": "header"}, {}),
        ({"name": "theme", "in": "cookie"}, {"cookie:theme": "dark"}),
    ],
)
def test_parameters_in_headers_and_cookies(node: dict[str, Any], value: dict[str, Any]) -> None:
    assert sent("/x", node, (("x-ids", "1, 2"), ("Cookie", "a=b; theme=dark"))) == value


def test_api_keys_are_not_parameters() -> None:
    scheme = {"type": "apiKey", "in": "query", "name": "key"}
    contract = load({"/x": {"get": {}}}, components={"securitySchemes": {"k": scheme}})
    schemes = contract.security_schemes.values()
    found = parameters_of(only(contract), Request("GET", "/x?key=1&a=2"), contract.tree, schemes)
    assert [one.key for one in found] == ["query:a"]


# ---------------------------------------------------------------------- bodies

FORM = {"type": "object", "properties": {"n": {"type": "integer"}, "tags": {"type": "array"}, "t": {"type": "string"}}}
PART = b"\r\n".join(
    [
        *(b"--b", b'Content-Disposition: form-data; name="n"', b"", b"5"),
        *(b"--b", b'Content-Disposition: form-data; name="t"; filename="f"', b"", b"abc"),
        b"--b--",
    ]
)


@pytest.mark.parametrize(
    ("content_type", "body", "value"),
    [
        ("application/json; charset=utf-8", b'{"n": 5}', {"n": 5}),
        ("application/problem+json", b"[]", []),
        ("application/json", b"{", UNREAD),
        ("application/json", b"[" * 100_000, UNREAD),
        (
            "application/x-www-form-urlencoded",
            b"n=5&tags=a&tags=b&t=+7&x=1",
            {"n": 5, "tags": ["a", "b"], "t": " 7", "x": "1"},
        ),
        ("multipart/form-data; boundary=b", PART, {"n": 5, "t": "abc"}),
        ("application/xml", b"<o><n>5</n></o>", {"n": 5}),
        ("application/xml", b"<o", UNREAD),
        ("application/octet-stream", b"\xff", UNREAD),
        ("", b"{}", UNREAD),
    ],
)
def test_body_formats(content_type: str, body: bytes, value: Any) -> None:
    content = {content_type.partition(";")[0] or "a/b": {"schema": FORM}}
    contract = load({"/x": {"post": {"requestBody": {"content": content}}}})
    documented = only(contract).request_body
    assert documented is not None
    headers = (("Content-Type", content_type),) if content_type else ()
    found = body_of(Request("POST", "/x", headers, body), documented.content[0])
    assert found is UNREAD if value is UNREAD else _plain(found) == value


def _plain(value: Any) -> Any:
    """Return a value without the empty arrays that XML decoding adds."""
    return {k: v for k, v in value.items() if v != []} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("media_type", "found"),
    [("text/csv", "text/*"), ("text/plain", "text/plain"), ("image/png", "*/*"), ("", None)],
)
def test_media_type_ranges(media_type: str, found: str | None) -> None:
    content = {name: {"schema": {}} for name in ("*/*", "text/*", "text/plain; charset=utf-8", "application/json")}
    body = only(load({"/x": {"post": {"requestBody": {"content": content}}}})).request_body
    assert body is not None
    media = media_for(body.content, media_type)
    assert (media.name.partition(";")[0] if media else None) == found
