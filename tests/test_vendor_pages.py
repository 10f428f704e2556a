"""The pages under ``docs/vendors``: every ``curl`` command gets the documented status.

A command is parsed as in a shell and sent by :mod:`tests.wire`; the status is compared with the number after ``#``. All
commands of a page go to one server, in their order; those of a block with ``mockserver run --strict`` go to a strict
server.
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
    """A ``curl`` command of a page, with continuation lines joined, and the documented status.

    :param strict: the command is for a strict server.
    """

    text: str
    status: int
    strict: bool = False


STRICT = "mockserver run --strict"

Servers = Mapping[bool, Callable[[], Send]]
"""How to reach the normal (``False``) and the strict server (``True``)."""


def curl_lines(page: Path) -> list[Line]:
    """Return the commands in the shell blocks of a page."""
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
    """Return the request that curl sends for a command, for the options that our pages use."""
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
            assert not word.startswith("-"), f"unknown curl option {word}"
            assert not url, f"two URLs: {url} and {word}"
            url = word
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc) == ("http", "127.0.0.1:8080"), url
    if body is not None:
        headers.setdefault("content-type", ("Content-Type", "application/x-www-form-urlencoded"))
        headers["content-length"] = ("Content-Length", str(len(body)))
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return Request(method or ("GET" if body is None else "POST"), target, tuple(headers.values()), body or b"")


def send_commands(page: Path, servers: Servers) -> Iterator[tuple[Line, Request, Response]]:
    """Send every command of a page."""
    lines = curl_lines(page)
    sends = {strict: servers[strict]() for strict in {line.strict for line in lines}}
    for line in lines:
        request = request_of(line)
        yield line, request, sends[line.strict](request)


def mocks() -> Servers:
    """Return new servers in this process."""
    return {strict: partial(_mock, strict=strict) for strict in (False, True)}


def _mock(*, strict: bool) -> Send:
    return in_process(create_app(CONTRACT, strict=strict))


def unexpected(page: Path, servers: Servers) -> list[str]:
    return [
        f"{line.text}: expected {line.status}, got {response.status} {response.body[:200]!r}"
        for line, _, response in send_commands(page, servers)
        if response.status != line.status
    ]


def test_every_api_has_a_page() -> None:
    assert [page.stem for page in PAGES] == sorted(api.name for api in CONTRACT.apis)


@every_page
def test_every_command_gets_the_documented_status(page: Path) -> None:
    assert len(curl_lines(page)) >= 10
    assert unexpected(page, mocks()) == []


@every_page
def test_over_http(page: Path, serve: Callable[..., str]) -> None:
    servers = {False: lambda: over_http(serve()), True: lambda: over_http(serve("--strict"))}
    assert unexpected(page, servers) == []


@every_page
def test_every_documented_status_is_shown(page: Path) -> None:
    lines = [(line.status, request_of(line).method) for line in curl_lines(page)]
    for operation in CONTRACT.operations:
        if operation.api == page.stem:
            shown = [operation.response(status) for status, method in lines if method == operation.method]
            assert [response.status for response in operation.responses if response not in shown] == []


@every_page
def test_every_error_body_is_in_the_page(page: Path) -> None:
    """The page contains all strings in the error bodies that its commands get."""
    text = page.read_text(encoding="utf-8")
    for line, _, response in send_commands(page, mocks()):
        for found in re.findall(rb'"((?:[^"\\]|\\.)*)"[,}\]]', response.body) if line.status >= 400 else ():
            assert found.decode() in text, line.text


@every_page
def test_every_test_credential_is_listed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    uses = [use for item in CONTRACT.operations if item.api == page.stem for rule in item.security for use in rule.uses]
    samples = [sample.value for use in uses for sample in use.scheme.credentials.samples]
    assert samples
    assert [value for value in samples if f"`{value}`" not in text] == []


def test_a_command_is_parsed_like_a_shell_and_curl_do() -> None:
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


def test_commands_of_a_strict_block_go_to_a_strict_server() -> None:
    lines = [*_block_lines("curl a # 200\n"), *_block_lines(f"{STRICT}\n# why\ncurl b \\\n  -X C # 422\n")]
    assert lines == [Line("curl a", 200), Line("curl b -X C", 422, strict=True)]
