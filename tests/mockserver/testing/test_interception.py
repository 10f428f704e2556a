"""Requests of all libraries reach the mock server without a port."""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
import requests
import urllib3

from contracts.errors import UsageError
from mockserver.testing import MockServer, NotMockedError
from mockserver.testing.httpx_transports import AsyncMockTransport, MockTransport
from mockserver.testing.interception import LIBRARIES
from tests.mockserver.control.kiosk import PATHS
from tests.mockserver.kit import document

BASE = "https://tickets.example.com/v2"
BODY = {"id": "9", "title": "Stalls"}

Send = Callable[[str, str, Any], tuple[int, Any]]


def with_httpx(method: str, url: str, body: Any) -> tuple[int, Any]:
    response = httpx.request(method, url, json=body)
    return response.status_code, response.json()


def with_async_httpx(method: str, url: str, body: Any) -> tuple[int, Any]:
    async def send() -> tuple[int, Any]:
        async with httpx.AsyncClient() as client:
            response = await client.request(method, url, json=body)
            return response.status_code, response.json()

    return asyncio.run(send())


def with_requests(method: str, url: str, body: Any) -> tuple[int, Any]:
    response = requests.request(method, url, json=body, timeout=30)
    return response.status_code, response.json()


def with_urllib3(method: str, url: str, body: Any) -> tuple[int, Any]:
    with urllib3.PoolManager() as pool:
        response = pool.request(method, url, json=body)
        return response.status, response.json()


def with_urllib(method: str, url: str, body: Any) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as response:
        return response.status, json.load(response)


def with_aiohttp(method: str, url: str, body: Any) -> tuple[int, Any]:
    async def send() -> tuple[int, Any]:
        async with aiohttp.ClientSession() as session, session.request(method, url, json=body) as response:
            return response.status, await response.json()

    return asyncio.run(send())


SENDERS = [with_httpx, with_async_httpx, with_requests, with_urllib3, with_urllib, with_aiohttp]


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with MockServer(document(PATHS, servers=[{"url": BASE}])) as server:
        yield server


@pytest.mark.parametrize("send", SENDERS)
def test_requests_reach_the_mock_server(mock: MockServer, send: Send) -> None:
    with mock.intercept():
        assert send("POST", f"{BASE}/tickets", BODY)[0] == 201
        status, ticket = send("GET", f"{BASE}/tickets/9?seat=%C3%A9", None)
    assert (status, ticket["title"]) == (200, "Stalls")
    mock.verify("getTicket", query={"seat": "é"})
    assert [one["status"] for one in mock.requests()] == [201, 200]


@pytest.mark.parametrize("send", SENDERS)
@pytest.mark.parametrize("abort", ["reset", "empty", "truncate"])
def test_closed_connections_are_those_of_the_library(mock: MockServer, send: Send, abort: str) -> None:
    mock.fault("getTicket", abort=abort)  # of each request: urllib3 and aiohttp try again
    expected = (
        httpx.TransportError, requests.ConnectionError, requests.exceptions.ChunkedEncodingError,
        urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, aiohttp.ClientError,
    )  # fmt: skip
    with mock.intercept():
        with pytest.raises(expected) as caught:
            send("GET", f"{BASE}/tickets/9", None)
        assert not isinstance(caught.value, NotMockedError)
        mock.reset("faults")
        assert send("GET", f"{BASE}/tickets/9", None)[0] == 200


@pytest.mark.parametrize("send", SENDERS)
def test_other_hosts_are_refused(mock: MockServer, send: Send) -> None:
    with mock.intercept(others="refuse"), pytest.raises(Exception, match="is not intercepted") as caught:
        send("GET", "https://other.invalid/", None)
    assert "tickets.example.com" in str(caught.value)


@pytest.mark.parametrize("send", SENDERS)
def test_other_hosts_pass(mock: MockServer, send: Send) -> None:
    with MockServer(document(PATHS)) as other, mock.intercept():
        assert send("GET", f"{other.url}/tickets/1", None)[0] == 200
        other.verify("getTicket", times=1)
        assert mock.requests() == []


def test_methods_are_restored() -> None:
    owners = [httpx.HTTPTransport, httpx.AsyncHTTPTransport, http.client.HTTPConnection, http.client.HTTPSConnection,
              urllib3.connection.HTTPConnection, urllib3.connection.HTTPSConnection, aiohttp.TCPConnector]  # fmt: skip
    before = [dict(vars(owner)) for owner in owners]
    with MockServer(document(PATHS, servers=[{"url": BASE}])) as mock, mock.intercept(BASE):
        assert before != [dict(vars(owner)) for owner in owners]
        with mock.intercept("http://other.example.com"):
            assert with_httpx("GET", f"{BASE}/tickets/1", None)[0] == 200
        assert with_requests("GET", "https://tickets.example.com/tickets/1", None)[0] == 200
    assert before == [dict(vars(owner)) for owner in owners]
    assert len(LIBRARIES) == 4


def test_the_innermost_server_responds(mock: MockServer) -> None:
    with MockServer(document(PATHS)) as inner, mock.intercept(BASE):
        inner.stub("getTicket", code=404)
        with inner.intercept("https://tickets.example.com"):
            assert with_requests("GET", f"{BASE.removesuffix('/v2')}/tickets/1", None)[0] == 404
        assert with_requests("GET", f"{BASE}/tickets/1", None)[0] == 200


def test_a_session_does_not_keep_connections_to_the_mock_server(mock: MockServer) -> None:
    with requests.Session() as session:
        for _ in range(2):
            with mock.intercept():
                assert session.get(f"{BASE}/tickets/1", timeout=30).status_code == 200
                assert session.get(f"{BASE}/tickets/1", timeout=30).status_code == 200


def test_connections_are_closed_at_the_end(mock: MockServer) -> None:
    for _ in range(100):
        with mock.thread.connect() as connection:
            mock.thread.disconnect()
            connection.setblocking(False)
            assert connection.recv(1) == b""


def test_requests_of_several_threads(mock: MockServer) -> None:
    statuses: list[int] = []

    def send(number: int) -> None:
        items = [(sender, {**BODY, "id": f"{number}-{sender.__name__}"}) for sender in (with_httpx, with_requests)]
        statuses.extend(sender("POST", f"{BASE}/tickets", item)[0] for sender, item in items)

    with mock.intercept():
        threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [201] * 16
    assert mock.verify("createTicket", times=16) == 16


def test_transports_of_httpx(mock: MockServer) -> None:
    with httpx.Client(transport=MockTransport(mock.thread)) as client:
        assert client.get("http://anything.example/tickets/1").status_code == 200

    async def send() -> int:
        async with httpx.AsyncClient(transport=AsyncMockTransport(mock.thread)) as client:
            return (await client.get("http://anything.example/tickets/1")).status_code

    assert asyncio.run(send()) == 200


@pytest.mark.parametrize("url", ["tickets.example.com", "/v2", "ftp://a.example", "http://", "http://[", "http://a:x"])
def test_urls_that_are_not_absolute(mock: MockServer, url: str) -> None:
    with pytest.raises(UsageError, match="is not an absolute URL"):
        mock.intercept(url)


def test_a_document_without_server_urls_needs_base_urls() -> None:
    with MockServer(document(PATHS)) as mock, pytest.raises(UsageError, match="no absolute server URLs") as caught:
        mock.intercept()
    assert "mock.intercept('https://api.example.com')" in caught.value.hint


LATER = """
import sys
from mockserver.testing import MockServer
with MockServer(sys.argv[1]) as mock, mock.intercept("https://tickets.example.com"):
    unused = {{"aiohttp", "httpx", "urllib3"}} & {{*sys.modules}}
    assert not unused, unused
    {send}
assert "{library}" in sys.modules
assert not [one for one in sys.meta_path if type(one).__module__.startswith("mockserver")]
"""

SENDING = {
    "aiohttp": """import asyncio, importlib.resources, aiohttp
    async def send():
        async with aiohttp.ClientSession() as client, client.get("https://tickets.example.com/v2/tickets") as found:
            return found.status
    assert asyncio.run(send()) == 200
    assert importlib.resources.files("aiohttp").joinpath("__init__.py").is_file()""",
    "httpx": """import httpx
    assert httpx.get("https://tickets.example.com/v2/tickets").status_code == 200""",
    "urllib3": """import requests
    assert requests.get("https://tickets.example.com/v2/tickets", timeout=30).status_code == 200""",
}


@pytest.mark.parametrize("library", SENDING)
def test_libraries_that_are_imported_later(library: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document(PATHS, servers=[{"url": BASE}])), "utf-8")
    program = LATER.format(send=SENDING[library], library=library)
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
