"""Requests to the admin API, and the errors of requests that it refuses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.spec.pointers import child_pointer
from contracts.wording import suggestion
from mockserver.http.messages import MockResponse, json_response, read_json

MAX_NAME = 80
"""Maximum length of the name of an unknown property in a message."""


MAX_TEXT = 1000
"""Maximum length of a message, a location and a hint, which may have names and values of the request."""


class AdminError(Exception):
    """A request that the admin API refuses.

    :param message: what is wrong, in one sentence.
    :param location: where: a JSON pointer in the body such as ``/request/path``, ``query/limit``, ``header/host``, or
        ``""`` for the whole request.
    :param hint: how to fix it; may be empty.
    """

    def __init__(self, message: str, *, location: str = "", hint: str = "", status: int = 422) -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint
        self.status = status

    def response(self) -> MockResponse:
        """Return the response: ``{"error": …, "location": …, "hint": …}``."""
        value = {"error": self.message, "location": self.location, "hint": self.hint}
        response = json_response(self.status, {name: _limited(text) for name, text in value.items() if text})
        if self.status == 401:
            response.headers.append((b"www-authenticate", b"Bearer"))  # RFC 9110, section 15.5.2
        return response


@dataclass(frozen=True)
class AdminRequest:
    """A request to the admin API.

    :param path_values: decoded values by the name in the path template.
    :param query: decoded query parameters; of repeated ones, the last.
    :param headers: by lower-case name.
    :param body: the raw body.
    :param base_url: scheme and authority that the client used.
    """

    method: str
    path_values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""

    def json(self, default: Any = None) -> Any:
        """Return the parsed body; ``default`` if it is empty. Raises :class:`AdminError` (400)."""
        if not self.body:
            if default is None:
                raise AdminError("a JSON body is required", status=400)
            return default
        try:
            return read_json(self.body)
        except ValueError as error:
            raise AdminError(str(error), location="body", status=400) from None

    def known_query(self, *names: str) -> Mapping[str, str]:
        """Return the query parameters. Raises :class:`AdminError` for an unknown one."""
        for name in self.query:
            if name not in names:
                shown = name[:MAX_NAME]
                hint = suggestion(shown, names) or (f"known parameters: {', '.join(names)}" if names else "omit it")
                raise AdminError(f"unknown query parameter '{shown}'", location=f"query/{shown}", hint=hint)
        return self.query

    def integer(self, name: str, default: int, *, low: int, high: int) -> int:
        """Return a query parameter as an integer. Raises :class:`AdminError` if it is not one between the bounds."""
        text = self.query.get(name)
        if text is None:
            return default
        if text.isascii() and text.isdecimal() and len(text) <= 18 and low <= int(text) <= high:
            return int(text)
        message = f"query parameter '{name}' must be an integer from {low} to {high}, not '{text[:40]}'"
        raise AdminError(message, location=f"query/{name}")


def _limited(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def known_keys(value: Any, location: str, *names: str) -> Mapping[str, Any]:
    """Return an object that has no other keys than these.

    :param location: its JSON pointer in the body.
    :raises AdminError: if it is not an object, or has another key.
    """
    if not isinstance(value, dict):
        raise AdminError(f"must be an object, not {_type(value)}", location=location)
    for name in value:
        if name not in names:
            shown = name[:MAX_NAME]
            hint = suggestion(shown, names) or f"known properties: {', '.join(names)}"
            raise AdminError(f"unknown property '{shown}'", location=child_pointer(location, shown), hint=hint)
    return value


def _type(value: Any) -> str:
    names = {type(None): "null", bool: "a boolean", str: "a string", list: "an array", dict: "an object"}
    return names.get(type(value), "a number")


@dataclass(frozen=True)
class Stream:
    """A response that does not end: server-sent events.

    :param next: waits for the next bytes, at most a few seconds: an empty comment keeps the connection open.
    :param close: called when the client has closed the connection.
    """

    next: Callable[[], Awaitable[bytes]]
    close: Callable[[], None]
    media_type: str = "text/event-stream"


Outcome = MockResponse | Stream
Handler = Callable[[AdminRequest], Outcome | Awaitable[Outcome]]
"""Handles a request; raises :class:`AdminError`."""


@dataclass(frozen=True)
class AdminRoute:
    """A route of the admin API.

    :param template: path template below ``/__mock__/admin``, such as ``/stubs/{id}``; ``{path+}`` at the end stands for
        the rest of the path, with its slashes.
    """

    method: str
    template: str
    handle: Handler
