"""Masking of secrets in messages."""

from __future__ import annotations

import json

import pytest

from contracts.messages import Request, Response
from contracts.redaction.messages import Masker, masked_body
from contracts.redaction.names import is_secret
from contracts.redaction.shapes import MASK
from contracts.redaction.text import masked_text
from contracts.redaction.values import without_secrets

TOKEN = "sk_live_0123456789"


@pytest.mark.parametrize(
    "name",
    [
        *("password", "newPassword", "client_secret", "access_token", "X-Api-Key", "apiKey", "tokens", "pin", "otp"),
        *("session", "sessionId", "Authorization", "private-key", "credentials", "csrfToken"),
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["title", "nextPageToken", "tokenizer", "spin", "pinned", "keyboard", "author", ""])
def test_other_names(name: str) -> None:
    assert not is_secret(name)


def test_structure_is_kept() -> None:
    value = {
        "user": "a",
        "password": "b",
        "secret": {"old": "c", "on": True, "n": [1, None]},
        "max_tokens": 5,
        "pin": 7,
    }
    assert without_secrets(value) == {
        "user": "a",
        "password": MASK,
        "secret": {"old": MASK, "on": True, "n": [0, None]},
        "max_tokens": 5,
        "pin": 0,
    }


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('{"password": "a \\" b", "x": 1', '{"password": "…", "x": 1'),
        ("<login><password>a b</password></login>", "<login><password>…</password></login>"),
        ('<user apiKey="abc" name="n"/>', '<user apiKey="…" name="n"/>'),
        ("https://x/?access_token=abc&y=1", "https://x/?access_token=…&y=1"),
        ("no secrets here", "no secrets here"),
    ],
)
def test_text_formats(text: str, masked: str) -> None:
    assert masked_text(text) == masked


def masked(body: bytes, content_type: str) -> bytes:
    return masked_body(Response(200, (("content-type", content_type),), body))


def test_multipart_fields() -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--b\r\n\r\nrest\r\n--b--'
    found = masked(body, "multipart/form-data; boundary=b").decode()
    assert "hunter2" not in found
    assert "rest" in found


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"user=a&pass%77ord=b+c&x", "application/x-www-form-urlencoded", "user=a&pass%77ord=…&x"),
        (b'{"token": "a"}', "application/json", '{"token": "…"}'),
        (b'{"a":1}', "application/json", '{"a":1}'),
        (b'[{"token": ""}]', "text/plain", '[{"token": ""}]'),
        (b"", "application/json", ""),
    ],
)
def test_bodies(body: bytes, content_type: str, expected: str) -> None:
    assert masked(body, content_type).decode() == expected


def test_binary_bodies_are_unchanged() -> None:
    assert masked(b"\xff\x00password=1", "application/octet-stream") == b"\xff\x00password=1"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"login": {"password": "hunter2"}, "secret": {"old": ["hunter2"]}}'),
        ("application/x-www-form-urlencoded", b"password=hunter2"),
    ],
)
def test_secrets_of_the_request_are_masked_in_the_response(content_type: str, body: bytes) -> None:
    request = Request("POST", "/login", (("content-type", content_type),), body)
    response = Response(400, (("x-mock-reason", "'hunter2' is too short"),), b'{"message": "\'hunter2\' is too short"}')
    request_, response_ = Masker().exchange(request, response)
    assert "hunter2" not in repr(request_) + repr(response_)
    assert response_.json == {"message": "'…' is too short"}


def test_secrets_are_not_masked_in_numbers() -> None:
    body = b'{"password": "123456\\"", "id": 1234567}'
    response = Response(400, (), b'{"id": 12345678, "message": "\\"123456\\\\\\"\\" is not a password"}')
    request_, response_ = Masker().exchange(Request("POST", "/login", (), body), response)
    assert request_.body == b'{"password": "\xe2\x80\xa6", "id": 1234567}'
    assert response_.json == {"id": 12345678, "message": '"…" is not a password'}


def test_credentials_are_masked_wherever_they_are_repeated() -> None:
    headers = (
        ("Authorization", f"Bearer {TOKEN}"),
        ("Cookie", f"sid={TOKEN}1; theme=dark"),
        ("X-Shop", f"{TOKEN}2"),
        ("Referer", f"https://x/?secret={TOKEN}3"),
        ("Accept", "a/b"),
    )
    request = Request("POST", f"/reset/{TOKEN}4?key={TOKEN}5&x=1&token={TOKEN}6", headers, f"text {TOKEN}".encode())
    response = Response(
        200,
        (("Set-Cookie", f"sid={TOKEN}7; Path=/; HttpOnly"), ("Location", f"/a?token={TOKEN}8")),
        json.dumps({"echo": f"you sent {TOKEN}", "password": TOKEN, "kept": "value"}).encode(),
    )
    masker = Masker(frozenset({"x-shop"}), frozenset({"key"}))
    request_, response_ = masker.exchange(request, response, "/reset/{token}")
    assert TOKEN not in repr(request_) + repr(response_)
    assert request_.target == f"/reset/{MASK}?key={MASK}&x=1&token={MASK}"
    assert dict(request_.headers)["Authorization"] == f"Bearer {MASK}"
    assert dict(request_.headers)["Cookie"] == f"sid={MASK}; theme={MASK}"
    assert dict(request_.headers)["Accept"] == "a/b"
    assert dict(response_.headers)["Set-Cookie"] == f"sid={MASK}; Path=/; HttpOnly"
    assert response_.json["kept"] == "value"


def test_access_control_allow_credentials_is_not_masked() -> None:
    headers = (("Access-Control-Allow-Credentials", "true"),)
    _, response = Masker().exchange(Request("GET", "/"), Response(200, headers))
    assert response.headers == headers
