"""The vendors' pages under ``docs/vendors``: every ``curl`` line does what is written beside it.

A line is read as a shell would read it, sent by the exact client of :mod:`tests.wire`, and held against the status
behind its ``#``. All lines of a page meet one server, in their order, as a reader would send them.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import contracts
from mockserver.app import create_app
from tests.wire import Request, Response, Send, in_process, over_http

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "vendors").glob("*.md"))
CONTRACT = contracts.load(ROOT / "openapi.yaml")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@dataclass(frozen=True)
class Line:
    """A ``curl`` command of a page, continuation lines joined, and the status that it is said to get."""

    text: str
    status: int


def curl_lines(page: Path) -> list[Line]:
    """The commands of a page's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    commands = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [_line(command) for command in commands if command.strip() and not command.startswith("#")]


def _line(command: str) -> Line:
    text, _, status = command.rpartition("#")
    return Line(" ".join(text.split()), int(status))


def request_of(line: Line) -> Request:
    """The request that curl sends for a command, as far as our pages use curl."""
    words = iter(shlex.split(line.text))
    assert next(words) == "curl"
    method, url, body = "", "", None
    headers = {"accept": ("Accept", "*/*")}
    for word in words:
        if word in {"-X", "--request"}:
            method = next(words)
        elif word in {"-H", "--header"}:
            name, _, value = next(words).partition(":")
            headers[name.lower()] = (name, value.strip())
        elif word in {"-b", "--cookie"}:
            headers["cookie"] = ("Cookie", next(words))
        elif word in {"-d", "--data"}:
            body = next(words).encode()
        else:
            assert not word.startswith("-"), f"what is {word}?"
            assert not url, f"two URLs: {url} and {word}"
            url = word
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc) == ("http", "127.0.0.1:8080"), url
    if body is not None:
        headers.setdefault("content-type", ("Content-Type", "application/x-www-form-urlencoded"))
        headers["content-length"] = ("Content-Length", str(len(body)))
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return Request(method or ("GET" if body is None else "POST"), target, tuple(headers.values()), body or b"")


def play(page: Path, send: Send) -> Iterator[tuple[Line, Request, Response]]:
    """Send every line of a page."""
    for line in curl_lines(page):
        request = request_of(line)
        yield line, request, send(request)


def wrong(page: Path, send: Send) -> list[str]:
    return [
        f"{line.text}: expected {line.status}, got {response.status} {response.body[:200]!r}"
        for line, _, response in play(page, send)
        if response.status != line.status
    ]


def test_there_is_a_page_for_each_api() -> None:
    assert [page.stem for page in PAGES] == sorted(api.name for api in CONTRACT.apis)


@every_page
def test_every_line_does_what_is_written_beside_it(page: Path) -> None:
    assert len(curl_lines(page)) >= 10
    assert wrong(page, in_process(create_app(CONTRACT))) == []


@every_page
def test_over_http(page: Path, serve: Callable[..., str]) -> None:
    assert wrong(page, over_http(serve())) == []


@every_page
def test_every_documented_status_is_shown(page: Path) -> None:
    lines = [(line.status, request_of(line).method) for line in curl_lines(page)]
    for operation in CONTRACT.operations:
        if operation.api == page.stem:
            shown = [operation.response(status) for status, method in lines if method == operation.method]
            assert [response.status for response in operation.responses if response not in shown] == []


@every_page
def test_every_error_in_the_table_is_the_one_that_is_sent(page: Path) -> None:
    """Each body of a failure that a line of the page meets stands in the page, told by its texts."""
    text = page.read_text(encoding="utf-8")
    for line, _, response in play(page, in_process(create_app(CONTRACT))):
        for found in re.findall(rb'"((?:[^"\\]|\\.)*)"[,}\]]', response.body) if line.status >= 400 else ():
            assert found.decode() in text, line.text


@every_page
def test_every_test_credential_is_named(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    uses = [use for item in CONTRACT.operations if item.api == page.stem for rule in item.security for use in rule.uses]
    samples = [sample.value for use in uses for sample in use.scheme.credentials.samples]
    assert samples
    assert [value for value in samples if f"`{value}`" not in text] == []


def test_a_line_is_read_as_a_shell_and_curl_read_it() -> None:
    line = _line("curl http://127.0.0.1:8080/a?b=c -H 'X-Key: a b'   -b k=v -d '{\"a\": 1}'   # 201")
    headers = (
        ("Accept", "*/*"),
        ("X-Key", "a b"),
        ("Cookie", "k=v"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Length", "8"),
    )
    assert line.status == 201
    assert request_of(line) == Request("POST", "/a?b=c", headers, b'{"a": 1}')
