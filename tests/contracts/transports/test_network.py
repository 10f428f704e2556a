"""Transport over HTTP: requests are sent unchanged, and bad responses raise an error in time."""

from __future__ import annotations

import gzip
import itertools
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event

import httpcore
import pytest

from contracts.errors import TransportError, UsageError
from contracts.messages import Request, Response
from contracts.transports import network
from contracts.transports.deadlines import SHORTEST, Deadlines
from contracts.transports.network import NetworkTransport, over_http
from tests.contracts.transports.servers import OK, Responder, Server, serving

GZIP = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n%s"
LARGE = 2 * 1024 * 1024


def exchange(response: bytes | Responder, request: Request | None = None) -> Response:
    with serving(response) as server, closing(over_http(server.base)) as transport:
        return transport.send(request or Request("GET", "/"))


def kind_of(response: bytes | Responder) -> str:
    with pytest.raises(TransportError) as caught:
        exchange(response)
    return caught.value.kind


@pytest.mark.parametrize("target", ["/a%2Fb/%7E~/../c//d?q=%20+%2B&x[]=1&y=a|b", "/%e4%F6", "/'\"<>", "?q=1"])
def test_target_is_sent_unchanged(target: str) -> None:
    with serving() as server, closing(over_http(f"{server.base}/v1/")) as transport:
        transport.send(Request("GET", target))
        assert server.received[0].startswith(b"GET /v1" + target.encode() + b" HTTP/1.1\r\n")


def test_added_headers() -> None:
    with serving() as server, closing(over_http(server.base)) as transport:
        transport.send(Request("PATCH", "/a", (("X-One", " 1 "), ("x-one", "é")), b"body"))
        head, _, body = server.received[0].partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")[1:]
        assert body == b"body"
        assert lines[-2:] == [b"X-One: 1", b"x-one: \xe9"]
        assert [line.partition(b":")[0] for line in lines[:-2]] == [b"host", b"user-agent", b"content-length"]
        assert lines[1].startswith(b"user-agent: casemock/")


def test_given_headers_are_not_added_again() -> None:
    with serving() as server, closing(over_http(server.base)) as transport:
        transport.send(Request("POST", "/", (("User-Agent", "me"), ("Host", "else.where"), ("Content-Length", "0"))))
        head = server.received[0].lower()
        assert (head.count(b"user-agent:"), head.count(b"host:"), head.count(b"content-length:")) == (1, 1, 1)


def test_post_without_body_has_content_length() -> None:
    with serving() as server, closing(over_http(server.base)) as transport:
        transport.send(Request("POST", "/"))
        assert b"\r\ncontent-length: 0\r\n" in server.received[0]


def test_connections_are_reused_without_cookies() -> None:
    response = b"HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n"
    with serving(response) as server, closing(over_http(server.base)) as transport:
        responses = [transport.send(Request("GET", "/")) for _ in range(5)]
        assert server.connections == 1
        assert responses[0].header("Set-Cookie") == "a=b"
        assert not any(b"cookie" in message.lower() for message in server.received)


def test_redirects_and_proxies_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    response = exchange(b"HTTP/1.1 302 Found\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n")
    assert (response.status, response.header("location")) == (302, "/again")


def test_concurrent_requests() -> None:
    with serving() as server, closing(over_http(server.base)) as transport, ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(transport.send, [Request("GET", f"/{number}") for number in range(40)]))
        assert [response.body for response in responses] == [b"hi"] * 40
        assert sorted(message.split()[1] for message in server.received) == sorted(b"/%d" % n for n in range(40))


@pytest.mark.parametrize(
    "endless",
    [b"HTTP/1.1 200 OK\r\nx-endless: ", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b""],
    ids=["header", "body", "nothing"],
)
def test_slow_response_times_out(endless: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "TIMEOUT", 0.3)
    drop = b"1\r\nx\r\n" if b"chunked" in endless else b"x" if endless else b""
    gone = Event()

    def drip(send: Callable[[bytes], object]) -> None:
        send(endless)
        while not gone.wait(0.02):
            send(drop)

    assert kind_of(drip) == "timeout"
    gone.set()


def test_endless_body_is_too_large() -> None:
    def pour(send: Callable[[bytes], object]) -> None:
        send(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in itertools.count():
            send(b"x" * 65536)

    assert kind_of(pour) == "too-large"


def test_gzip_body_is_decoded_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(b"x" * LARGE)
    assert exchange(GZIP % (len(packed), packed)).body == b"x" * LARGE
    assert kind_of(GZIP % (4, b"none")) == "broken"
    monkeypatch.setattr(network, "LARGEST_BODY", LARGE - 1)
    assert kind_of(GZIP % (len(packed), packed)) == "too-large"


@pytest.mark.parametrize(
    "response",
    [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi"],
)
def test_incomplete_response_is_broken(response: bytes) -> None:
    def once(send: Callable[[bytes], object]) -> None:
        send(response)
        raise ConnectionError

    assert kind_of(once) == "broken"


def test_closed_port_is_unreachable() -> None:
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{bound.getsockname()[1]}"
        with closing(over_http(base)) as transport, pytest.raises(TransportError) as caught:
            transport.send(Request("GET", "/"))
    assert (caught.value.kind, base in str(caught.value)) == ("unreachable", True)


def test_unknown_host_is_unreachable() -> None:
    with closing(over_http("http://nowhere.invalid")) as transport, pytest.raises(TransportError) as caught:
        transport.send(Request("GET", "/"))
    assert caught.value.kind == "unreachable"


def test_plain_http_on_tls_port_is_a_tls_error() -> None:
    with serving(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
        base = server.base.replace("http:", "https:")
        with closing(over_http(base, verify=False)) as transport, pytest.raises(TransportError) as caught:
            transport.send(Request("GET", "/"))
        assert (caught.value.kind, "http://" in caught.value.hint) == ("tls", True)


def test_invalid_request_raises_value_error() -> None:
    with serving() as server, closing(over_http(server.base)) as transport:
        with pytest.raises(ValueError, match="not a valid HTTP"):
            transport.send(Request("GET", "/a b"))
        assert transport.send(Request("GET", "/a")).status == 200


INVALID_URLS = (
    *("", "localhost:8080", "ftp://a", "http://", "http://a:b", "http://[::1", "http://a?b=c", "http://a#b"),
    "http://user:secret@a",
)


@pytest.mark.parametrize("base", INVALID_URLS)
def test_invalid_base_urls_are_rejected(base: str) -> None:
    with pytest.raises(UsageError) as caught:
        over_http(base)
    assert str(caught.value).startswith("--url")
    assert "secret" not in str(caught.value)


def test_unreadable_ca_file() -> None:
    with pytest.raises(UsageError, match="--cacert: cannot read 'no-such"):
        over_http("https://localhost", authorities="no-such.pem")


def test_remaining_time_is_at_most_the_limit() -> None:
    deadlines = Deadlines()
    deadlines.begin(1000.0)
    assert SHORTEST <= deadlines.left() <= 1000.0


def test_no_connection_after_the_deadline() -> None:
    deadlines = Deadlines()
    deadlines.begin(0.0)
    with serving() as server, pytest.raises(httpcore.TimeoutException):
        deadlines.connect_tcp("localhost", int(server.base.rpartition(":")[2]))


def test_deadline_per_thread() -> None:
    deadlines = Deadlines()

    def left(seconds: float) -> float:
        deadlines.begin(seconds)
        return deadlines.left()

    deadlines.begin(0.0)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(left, 1000.0).result() > 0
    with pytest.raises(httpcore.TimeoutException):
        deadlines.left()


def test_open_connection_uses_the_deadline_of_the_current_thread() -> None:
    deadlines = Deadlines()
    deadlines.begin(1000.0)
    with serving() as server:
        stream = deadlines.connect_tcp("localhost", int(server.base.rpartition(":")[2]))
        stream.write(b"GET / HTTP/1.1\r\n\r\n")
        assert OK.startswith(stream.read(65536))
        deadlines.begin(0.0)
        with pytest.raises(httpcore.TimeoutException):
            stream.read(1)
        with pytest.raises(httpcore.TimeoutException):
            stream.write(b"x")
        stream.close()


def test_a_fresh_connection_is_used_once() -> None:
    with serving() as server, closing(over_http(server.base)) as transport:
        for fresh in (False, False, True, True, False):
            assert transport.send(Request("GET", "/"), fresh=fresh).body == b"hi"
        assert server.connections == 3


@contextmanager
def closing_without_notice(requests: int) -> Iterator[tuple[Server, NetworkTransport]]:
    """Run a server that closes each connection, without a response, when it has received some requests on it."""
    counts: Counter[object] = Counter()

    def respond(send: Callable[[bytes], object]) -> None:
        connection = send.__self__  # type: ignore[attr-defined]
        counts[connection] += 1
        if counts[connection] >= requests:
            raise ConnectionError
        send(OK)

    with serving(respond) as server, closing(over_http(server.base)) as transport:
        yield server, transport


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_on_a_connection_that_the_server_closes_is_repeated(method: str) -> None:
    with closing_without_notice(requests=2) as (server, transport):
        assert [transport.send(Request(method, "/")).body for _ in range(3)] == [b"hi"] * 3
        assert [message.split()[1] for message in server.received] == [b"/"] * 4


def test_a_new_connection_that_breaks_is_an_error() -> None:
    with closing_without_notice(requests=1) as (server, transport):
        for fresh in (False, True):
            with pytest.raises(TransportError) as caught:
                transport.send(Request("GET", "/"), fresh=fresh)
            assert caught.value.kind == "broken"
        assert len(server.received) == 2


def test_a_response_that_breaks_on_an_open_connection_is_an_error() -> None:
    count = itertools.count()

    def respond(send: Callable[[bytes], object]) -> None:
        if next(count):
            send(OK[:10])
            raise ConnectionError
        send(OK)

    with serving(respond) as server, closing(over_http(server.base)) as transport:
        transport.send(Request("GET", "/"))
        with pytest.raises(TransportError) as caught:
            transport.send(Request("GET", "/"))
        assert (caught.value.kind, len(server.received)) == ("broken", 2)


@pytest.mark.parametrize(
    "response",
    [
        b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 503 Service Unavailable\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    ],
)
def test_a_connection_is_not_reused_after_a_server_error(response: bytes) -> None:
    with serving(response) as server, closing(over_http(server.base)) as transport:
        assert len({transport.send(Request("GET", "/")).status for _ in range(3)}) == 1
        assert server.connections == 3


def test_a_request_after_a_timeout_gets_its_own_response(monkeypatch: pytest.MonkeyPatch) -> None:
    released, count = Event(), itertools.count()

    def respond(send: Callable[[bytes], object]) -> None:
        number = next(count)
        if number == 1:
            released.wait(10)
        send(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d" % number)

    with serving(respond) as server, closing(over_http(server.base)) as transport:
        assert transport.send(Request("GET", "/")).body == b"0"
        monkeypatch.setattr(network, "TIMEOUT", 0.1)
        with pytest.raises(TransportError) as caught:
            transport.send(Request("GET", "/"))
        monkeypatch.setattr(network, "TIMEOUT", 10.0)
        released.set()
        assert caught.value.kind == "timeout"
        assert [transport.send(Request("GET", "/")).body for _ in range(2)] == [b"2", b"3"]
        assert (server.connections, len(server.received)) == (2, 4)
