"""Plays a facts file against an application."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

from contracts.messages import Request, Response
from contracts.transports.in_process import AsgiTransport
from tests.mockserver.worlds.expectations import check_body, check_response, content_bytes
from tests.mockserver.worlds.facts import Facts, Step
from tests.mockserver.worlds.saved import MISSING, at_pointer, filled, target_of
from tests.mockserver.worlds.walk import walk

BOUNDARY = "worlds-boundary"


def play(app: Any, facts: Facts) -> list[str]:
    """Send the requests of a facts file in order; return a message for the first step that fails, else nothing.

    Later steps need the values and the state of earlier ones.
    """
    with closing(AsgiTransport(app)) as transport:
        player = Player(transport, facts.headers)
        for step in facts.steps:
            try:
                player.play(step)
            except (AssertionError, KeyError, ValueError) as error:
                return [f"step {step.number}: {step.method} {step.target}: {error}\n{player.last_exchange()}"]
    return []


class Player:
    """Sends the requests of steps, and keeps the saved values."""

    def __init__(self, transport: AsgiTransport, headers: Mapping[str, str]) -> None:
        self._transport = transport
        self._headers = headers
        self._saved: dict[str, Any] = {}
        self._last: tuple[Request, Response] | None = None

    def play(self, step: Step) -> None:
        """Play one step; raise :class:`AssertionError` if a fact is not true."""
        expect = filled(dict(step.expect), self._saved)
        if step.pages is not None:
            self._walk(step, step.pages, expect)
            return
        response = self._send(self._request(step))
        check_response(response, expect)
        for name, source in step.save.items():
            self._saved[name] = _saved_value(response, source)

    def last_exchange(self) -> str:
        """Return the last request and response as text."""
        if self._last is None:
            return "no request was sent"
        request, response = self._last
        body = response.body[:1500].decode("utf-8", "backslashreplace")
        lines = [f"{request.method} {request.target} {request.body[:500]!r}", f"{response.status} {body}"]
        return "\n".join([*lines, f"{response.headers}"])

    def _walk(self, step: Step, pages: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
        headers = self._merged(step)

        def get(target: str) -> Response:
            return self._send(Request("GET", target, tuple(headers.items())))

        items = walk(get, target_of(step.target, self._saved), pages)
        check_body(items, expect)
        for name, pointer in step.save.items():
            self._saved[name] = at_pointer(items, pointer)

    def _send(self, request: Request) -> Response:
        response = self._transport.send(request)
        self._last = (request, response)
        return response

    def _merged(self, step: Step) -> dict[str, str]:
        own = {name.lower(): str(value) for name, value in filled(dict(step.headers), self._saved).items()}
        return {**{name.lower(): value for name, value in self._headers.items()}, **own}

    def _request(self, step: Step) -> Request:
        media_type, body = encoded(filled(dict(step.content), self._saved))
        headers = self._merged(step)
        if media_type:
            headers.setdefault("content-type", media_type)
        return Request(step.method, target_of(step.target, self._saved), tuple(headers.items()), body)


def encoded(content: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return media type and bytes of a request body."""
    if "body" in content:
        return "application/json", json.dumps(content["body"]).encode()
    if "raw" in content:
        return content["raw"]["type"], content_bytes(content["raw"])
    if "files" in content:
        return f"multipart/form-data; boundary={BOUNDARY}", _multipart(content["files"], content.get("form", {}))
    if "form" in content:
        return "application/x-www-form-urlencoded", urlencode(content["form"], doseq=True).encode()
    return "", b""


def _multipart(files: Mapping[str, Mapping[str, str]], fields: Mapping[str, Any]) -> bytes:
    parts = [_part(f'name="{name}"', str(value).encode()) for name, value in fields.items()]
    for name, file in files.items():
        head = f'name="{name}"; filename="{file["name"]}"\r\nContent-Type: {file["type"]}'
        parts.append(_part(head, content_bytes(file)))
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def _part(head: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


def _saved_value(response: Response, source: str) -> Any:
    is_pointer = not source or source.startswith("/")
    value = at_pointer(response.json, source) if is_pointer else response.header(source)
    if value is MISSING or value is None:
        raise AssertionError(f"nothing to save at {source!r}")
    return value
