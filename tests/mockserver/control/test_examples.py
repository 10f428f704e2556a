"""The examples of ``docs/control.md`` work, one after the other."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.conftest import Serve
from tests.mockserver.control.shop import ADMIN, Shop, shop
from tests.mockserver.kit import OK, json_content

PAGE = Path(__file__).parents[3] / "docs/control.md"
RECEIVER = "http://localhost:3000"

PET = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
INFO = {"title": "Shop", "version": "1"}
WEBHOOKS = {"petAdded": {"post": {"requestBody": {"content": json_content(PET)}, "responses": {"200": OK}}}}


def commands() -> list[list[str]]:
    """The arguments of each curl command."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("curl ")]
    lines = [line for line in lines if "/events" not in line]  # its response does not end
    assert lines
    return [shlex.split(line.replace("$admin", ADMIN), comments=True) for line in lines]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_examples_in_python(receiver: str, serve: Serve, tmp_path: Path) -> None:
    """One block after the other, with a real server."""
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(shop(webhooks=WEBHOOKS, info=INFO)))
    url = serve("--quiet", file)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        code = block.replace("http://localhost:8080", url.rstrip("/")).replace(RECEIVER, receiver)
        exec(code, names)
    names["admin"].close()
    names["api"].close()
    assert len(blocks) > 12


def test_each_row_has_examples() -> None:
    text = PAGE.read_text()
    for section in re.findall(r"\]\(#([a-z]+)\) \|", text):
        body = re.split(r"^## ", text, flags=re.MULTILINE | re.IGNORECASE)
        (own,) = [one for one in body if one.partition("\n")[0].lower() == section]
        assert "```sh\n" in own, section
        assert "```python\n" in own, section


def test_examples(receiver: str) -> None:
    server = Shop(shop(webhooks=WEBHOOKS, info=INFO))
    files: dict[str, bytes] = {}
    for command, *arguments in commands():
        assert command == "curl"
        method, target, body, output = "", "", b"", ""
        rest = iter(arguments)
        for argument in rest:
            match argument:
                case "-X":
                    method = next(rest)
                case "-d" | "--data-binary":
                    text = next(rest)
                    body = files[text[1:]] if text.startswith("@") else text.replace(RECEIVER, receiver).encode()
                case ">":
                    output = next(rest)
                case _:
                    target = argument.removeprefix(ADMIN)
        if target == "/requests":  # after a reset
            for _ in range(7):
                server("GET", "/pets")
        reply = server.admin(method or ("POST" if body else "GET"), target, body)
        assert reply.status < 300, f"{arguments}: {reply.body.decode()}"
        files[output] = reply.body
