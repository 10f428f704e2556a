"""The vendors' pages under ``docs/vendors``: every ``curl`` line does what is written beside it.

A line is read as a shell would read it, sent by the exact client of :mod:`tests.wire`, and held against the status
behind its ``#``. All lines of a page meet one server, in their order, as a reader would send them; but those of a block
with ``mockserver run --strict`` meet a strict one.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import contracts
from contracts.messages import Request, Response
from mockserver.app import create_app
from tests.wire import Send, in_process, over_http

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "vendors").glob("*.md"))
CONTRACT = contracts.load(ROOT / "openapi.yaml")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@dataclass(frozen=True)
class Line:
    """A ``curl`` command of a page, continuation lines joined, and the status that it is said to get.

    :param strict: it is for a server that is strict.
    """

    text: str
    status: int
    strict: bool = False


STRICT = "mockserver run --strict"

Servers = Mapping[bool, Callable[[], Send]]
"""By whether it is strict, how to reach the server that the lines are for."""


def curl_lines(page: Path) -> list[Line]:
    """The commands of a page's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in _block_lines(block)]


def _block_lines(block: str) -> Iterator[Line]:
    commands = block.replace("\\\n", " ").splitlines()
    strict = STRICT in commands
    for command in commands:
        if command.strip() and command != STRICT and not command.startswith("#"):
            yield _line(command, strict=strict)


def _line(command: str, *, strict: bool = False) -> Line:
    text, _, status = command.rpartition("#")
    return Line(" ".join(text.split()), int(status), strict)


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


def play(page: Path, servers: Servers) -> Iterator[tuple[Line, Request, Response]]:
    """Send every line of a page."""
    lines = curl_lines(page)
    sends = {strict: servers[strict]() for strict in {line.strict for line in lines}}
    for line in lines:
        request = request_of(line)
        yield line, request, sends[line.strict](request)


def mocks() -> Servers:
    """Fresh ones in this process."""
    return {strict: partial(_mock, strict=strict) for strict in (False, True)}


def _mock(*, strict: bool) -> Send:
    return in_process(create_app(CONTRACT, strict=strict))


def wrong(page: Path, servers: Servers) -> list[str]:
    return [
        f"{line.text}: expected {line.status}, got {response.status} {response.body[:200]!r}"
        for line, _, response in play(page, servers)
        if response.status != line.status
    ]


def test_there_is_a_page_for_each_api() -> None:
    assert [page.stem for page in PAGES] == sorted(api.name for api in CONTRACT.apis)


@every_page
def test_every_line_does_what_is_written_beside_it(page: Path) -> None:
    assert len(curl_lines(page)) >= 10
    assert wrong(page, mocks()) == []


@every_page
def test_over_http(page: Path, serve: Callable[..., str]) -> None:
    servers = {False: lambda: over_http(serve()), True: lambda: over_http(serve("--strict"))}
    assert wrong(page, servers) == []


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
    for line, _, response in play(page, mocks()):
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
    assert (line.status, line.strict) == (201, False)
    assert request_of(line) == Request("POST", "/a?b=c", headers, b'{"a": 1}')


def test_the_lines_of_a_strict_block_are_for_a_strict_server() -> None:
    lines = [*_block_lines("curl a # 200\n"), *_block_lines(f"{STRICT}\n# why\ncurl b \\\n  -X C # 422\n")]
    assert lines == [Line("curl a", 200), Line("curl b -X C", 422, strict=True)]
