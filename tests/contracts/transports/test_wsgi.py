"""Transport to WSGI applications."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.validate import validator

import pytest

from contracts.errors import TransportError
from contracts.messages import Request, Response
from contracts.transports import transport as limits
from contracts.transports.in_process import WsgiTransport


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    kept = {key: value for key, value in environ.items() if not key.startswith("wsgi.")}
    start_response("201 Created", [("Content-Type", "text/plain"), ("X-Twice", "1"), ("X-Twice", "2")])
    return [repr(sorted(kept.items())).encode(), b"|", body]


def sent(request: Request) -> Response:
    return WsgiTransport(echo).send(request)


def test_environ() -> None:
    request = Request("POST", "/a%2Fb/%C3%A9?q=%20", (("X-One", "1"), ("x-one", "2"), ("content-type", "a/b")), b"x\0y")
    answer = sent(request)
    text = answer.body.decode()
    assert (answer.status, answer.header("x-twice"), answer.body[-4:]) == (201, "1, 2", b"|x\0y")
    for pair in (
        ("PATH_INFO", "/a/b/Ã©"),
        ("RAW_URI", "/a%2Fb/%C3%A9?q=%20"),
        ("QUERY_STRING", "q=%20"),
        ("HTTP_X_ONE", "1, 2"),
        ("CONTENT_TYPE", "a/b"),
        ("CONTENT_LENGTH", "3"),
    ):
        assert repr(pair) in text


def test_wsgiref_validator() -> None:
    def app(_: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"x"]

    assert WsgiTransport(validator(app)).send(Request("GET", "/", (("accept", "*/*"),))).body == b"x"


def test_head_response_has_no_body() -> None:
    assert sent(Request("HEAD", "/")).body == b""


def test_written_and_returned_chunks_are_joined_and_closed() -> None:
    closed = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            yield b"later"

        def close(self) -> None:
            closed.append(True)

    def app(_: dict[str, Any], start_response: Callable[..., Any]) -> Body:
        start_response("200 OK", [])(b"first, ")
        return Body()

    assert WsgiTransport(app).send(Request("GET", "/")).body == b"first, later"
    assert closed == [True]


def fails(_: dict[str, Any], __: Callable[..., Any]) -> list[bytes]:
    raise RuntimeError("out of order")


def sends_nothing(_: dict[str, Any], __: Callable[..., Any]) -> list[bytes]:
    return []


def fails_before_the_body(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    start_response("200 OK", [])
    raise RuntimeError("out of order")
    yield b"x"


def sends_text(_: dict[str, Any], start_response: Callable[..., Any]) -> list[str]:
    start_response("200 OK", [])
    return ["x"]


def splits_headers(_: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("x-one", "a\r\nx-two: b")])
    return [b"x"]


@pytest.mark.parametrize("app", [fails, sends_nothing, fails_before_the_body, sends_text, splits_headers])
def test_failing_application_gets_500(app: Any) -> None:
    response = WsgiTransport(app).send(Request("GET", "/"))
    assert (response.status, response.media_type, response.header("connection")) == (500, "text/html", "close")


def never_ends(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    start_response("200 OK", [])
    while True:
        yield b"x" * 1000


def fails_halfway(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    start_response("200 OK", [])
    yield b"x"
    raise RuntimeError("out of order")


def too_short(_: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Length", "2")])
    return [b"x"]


@pytest.mark.parametrize(
    ("app", "kind", "message"),
    [
        (fails_halfway, "broken", "incomplete response: the application raised RuntimeError: out of order"),
        (too_short, "broken", "incomplete response: the body is shorter than its Content-Length"),
        (never_ends, "too-large", "the response body is larger than 5000 bytes"),
    ],
)
def test_incomplete_response_raises_transport_error(
    app: Any, kind: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST_BODY", 5000)
    with pytest.raises(TransportError) as raised:
        WsgiTransport(app).send(Request("GET", "/"))
    assert (raised.value.kind, raised.value.message) == (kind, message)


def fails_afterwards(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Length", "1")])
    yield b"x"
    raise RuntimeError("out of order")


def test_a_complete_response_counts_although_the_application_fails_afterwards() -> None:
    assert WsgiTransport(fails_afterwards).send(Request("GET", "/")).body == b"x"


def test_bodies_are_cut_at_their_length() -> None:
    def too_long(_: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "1")])
        return [b"x", b"y"]

    assert WsgiTransport(too_long).send(Request("GET", "/")).body == b"x"


def test_an_absolute_target_gives_its_path() -> None:
    assert repr(("PATH_INFO", "/a")) in sent(Request("GET", "http://else.where/a?b=c")).body.decode()
