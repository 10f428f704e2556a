"""The formats of the request log: text for people, and one JSON object a line (``docs/request-log.md``)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from contracts.escaping import one_line, printable, printable_json, without_commands
from contracts.messages import Headers
from contracts.redaction.shapes import without_shapes
from mockserver.server.log_writer import ATOMIC

MAX_VIOLATIONS = 20
"""Maximum number of violations of a request that are shown."""

MAX_VIOLATION = 400
"""Maximum length of a violation in characters."""

MAX_TARGET = 800
"""Maximum length of path and query in characters."""

MAX_NAME = 50
"""Maximum length of a method and of the id of a stub or fault in characters."""

MAX_BODY = 1000
"""Maximum length of a body in characters."""

MAX_HEADER = 300
"""Maximum length of a header in characters."""


@dataclass(frozen=True, slots=True)
class Content:
    """Headers and body of a message, without secrets."""

    headers: Headers
    body: bytes


@dataclass(slots=True)  # not frozen, which would cost several microseconds for each request
class Entry:
    """What the log shows of a request, without secrets; texts may have any characters.

    :param time: in seconds since 1970-01-01 UTC.
    :param status: 0 if there was no response.
    :param violations: why the request was refused.
    :param contents: request and response, if they are shown.
    :param sent: name of the callback or webhook, if the mock has sent the request.
    :param origin: of the URL that it was sent to.
    """

    time: float
    method: str
    target: str
    status: int
    milliseconds: float
    api: str = ""
    operation: str = ""
    violations: Sequence[str] = ()
    stub: str = ""
    fault: str = ""
    contents: Sequence[Content] = field(default=())
    sent: str = ""
    origin: str = ""


class Lines(Protocol):
    """A format: each method returns whole lines, which are not longer than can be written at once."""

    def request(self, entry: Entry) -> str:
        """Return the lines of a request."""

    def message(self, text: str) -> str:
        """Return the lines of another message of the server, which ends with a newline."""

    def dropped(self, number: int) -> str:
        """Return a line that notes that requests are missing."""


_RED, _YELLOW, _GREEN, _CYAN, _DIM, _BOLD = "31", "33", "32", "36", "2", "1"

_STATUS_COLORS = {2: _GREEN, 3: _CYAN, 4: _YELLOW, 5: _RED}


class TextLines:
    """Text: time, method, path, status and duration in the first line, each violation in a line of its own.

    :param color: whether to use colors, which are for terminals.
    :param is_terminal: whether the time of day is enough, as the reader is there.
    """

    def __init__(self, *, color: bool = False, is_terminal: bool = False) -> None:
        self._color = color
        self._time = _time_of_day if is_terminal else _iso_time

    def request(self, entry: Entry) -> str:
        """See ``Lines``."""
        status = str(entry.status or "-")
        time_text, method = self._time(entry.time), _cut(one_line(entry.method), MAX_NAME)
        target = _cut(one_line(entry.origin + entry.target), MAX_TARGET)
        duration = f"{entry.milliseconds:.1f} ms"
        if self._color:
            time_text, duration = _colored(_DIM, time_text), _colored(_DIM, duration)
            method = _colored(_BOLD, method)
            status = _colored(_STATUS_COLORS.get(entry.status // 100, _RED), status)
        line = f"{time_text} {method} {target} {status} {duration}"
        if entry.sent:
            line += f" sent={_cut(one_line(entry.sent), MAX_NAME)}"
        if entry.stub:
            line += f" stub={_cut(one_line(entry.stub), MAX_NAME)}"
        if entry.fault:
            line += f" fault={_cut(one_line(entry.fault), MAX_NAME)}"
        line += "\n"
        if entry.violations:
            line += "".join(self._violations(entry.violations, ATOMIC - len(line.encode("utf-8", "replace"))))
        if entry.contents:
            line += "".join(self._details(entry))
        return without_commands(line)

    def message(self, text: str) -> str:
        """See ``Lines``."""
        return printable(without_shapes(text))

    def dropped(self, number: int) -> str:
        """See ``Lines``."""
        return f"note: the log is incomplete, as standard error was read too slowly; dropped entries: {number}\n"

    def _violations(self, violations: Sequence[str], space: int) -> Iterator[str]:
        """Yield the violations that fit, and the number of the others."""
        space -= 60  # for the last line
        for position, violation in enumerate(violations):
            shown = f"  {self._red(_cut(one_line(violation), MAX_VIOLATION))}\n"
            space -= len(shown.encode("utf-8", "replace"))
            if position == MAX_VIOLATIONS or space < 0:
                yield f"  {self._red(f'and {len(violations) - position} more')}\n"
                return
            yield shown

    def _red(self, text: str) -> str:
        return _colored(_RED, text) if self._color else text

    def _details(self, entry: Entry) -> Iterator[str]:
        if entry.operation:
            api = f" of {entry.api}" if entry.api else ""
            yield f"  operation {_cut(one_line(entry.operation + api), MAX_HEADER)}\n"
        for mark, content in zip("><", entry.contents, strict=False):
            for name, value in content.headers:
                yield f"  {mark} {_cut(one_line(f'{name}: {value}'), MAX_HEADER)}\n"
            if content.body:
                for line in _body(content.body).splitlines():
                    yield f"  {mark} {one_line(line)}\n"


class JsonLines:
    """One JSON object a line, in ASCII, as ``docs/request-log.schema.json`` describes it."""

    def request(self, entry: Entry) -> str:
        """See ``Lines``."""
        shown = [_cut(one, MAX_VIOLATION) for one in entry.violations[:MAX_VIOLATIONS]]
        contents = [_content(one) for one in entry.contents]
        line = self._line(entry, shown, contents)
        if len(line) > ATOMIC and contents:
            line = self._line(entry, shown, [{"headers": one["headers"]} for one in contents])
        if len(line) > ATOMIC:
            line = self._line(entry, shown, [])
        while len(line) > ATOMIC and shown:
            shown.pop()
            line = self._line(entry, shown, [])
        return line if len(line) <= ATOMIC else self._line(entry, [], [], MAX_TARGET // 8)

    def message(self, text: str) -> str:
        """See ``Lines``."""
        value = {"time": _iso_time(time.time()), "message": without_shapes(text).rstrip("\n")}
        while len(line := _dump(value)) > ATOMIC:
            value["message"] = value["message"][: len(value["message"]) // 2] + "…"
        return line

    def dropped(self, number: int) -> str:
        """See ``Lines``."""
        return _dump({"time": _iso_time(time.time()), "dropped": number})

    def _line(
        self, entry: Entry, violations: Sequence[str], contents: Sequence[dict[str, Any]], length: int = MAX_TARGET
    ) -> str:
        value: dict[str, Any] = {
            "time": _iso_time(entry.time),
            "method": _cut(entry.method, length // 5),
            "target": _cut(entry.target, length),
            "status": entry.status or None,
            "duration_ms": round(entry.milliseconds, 3),
            "api": _cut(entry.api, length // 5) or None,
            "operation": _cut(entry.operation, length // 5) or None,
            "violations": violations,
            "stub": _cut(entry.stub, length // 5) or None,
            "fault": _cut(entry.fault, length // 5) or None,
        }
        if entry.sent:
            value["sent"] = {"name": _cut(entry.sent, length // 5), "origin": _cut(entry.origin, length // 5)}
        if left := len(entry.violations) - len(violations):
            value["violations_omitted"] = left
        return _dump(value | dict(zip(("request", "response"), contents, strict=False)))


def _content(content: Content) -> dict[str, Any]:
    headers = [[name, _cut(value, MAX_HEADER)] for name, value in content.headers]
    return {"headers": headers, "body": _body(content.body)}


def _body(body: bytes) -> str:
    """Return the start of a body, or its size if it is not text."""
    try:
        return _cut(body.decode("utf-8"), MAX_BODY)
    except UnicodeDecodeError:
        return f"({len(body)} bytes)"


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def _dump(value: dict[str, Any]) -> str:
    return printable_json(_encode(value)) + "\n"


def _cut(text: str, length: int) -> str:
    """Return the start of a text, which is valid in JSON: without half of a surrogate pair (RFC 8259, section 8.2)."""
    text = text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _colored(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _time_of_day(seconds: float) -> str:
    whole = int(seconds)
    return f"{_local(whole)}.{int((seconds - whole) * 1000):03d}"


def _iso_time(seconds: float) -> str:
    """Return a time in UTC (RFC 3339)."""
    whole = int(seconds)
    return f"{_utc(whole)}.{int((seconds - whole) * 1000):03d}Z"


@lru_cache(maxsize=2)
def _local(seconds: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


@lru_cache(maxsize=2)
def _utc(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
