"""The journal: recorded exchanges as NDJSON, one a line, as ``docs/journal.md`` and its JSON Schema describe it.

What writes a line and what reads one stand together here, so that one form is kept.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from contracts.messages import Headers, Request, Response

FORM = 1
"""Grows with each change that a reader may trip over; the first member of each line."""

LONGEST = 1 << 20
"""Bytes of a body that are written; of a longer one this many, as text or base64."""


@dataclass(frozen=True)
class Entry:
    """One exchange.

    :param number: counts from 1 in each process that writes.
    :param operation: id of the operation that answered; ``""``: none did.
    :param path: its path template; ``""`` as above.
    :param reason: why the mock answered so, where it says why.
    :param is_whole: whether both bodies are written down as they were; a cut one cannot be judged.
    """

    number: int
    operation: str
    path: str
    request: Request
    response: Response
    reason: str = ""
    is_whole: bool = True


def line_of(entry: Entry) -> bytes:
    """An entry as a line, its end included."""
    value = {
        "journal": FORM,
        "number": entry.number,
        "operation": entry.operation or None,
        "path": entry.path or None,
        "method": entry.request.method,
        "target": entry.request.target,
        "request": _message(entry.request),
        "status": entry.response.status,
        "response": _message(entry.response),
    }
    if entry.reason:
        value["reason"] = entry.reason
    # Half of a character (a lone surrogate) stays an escape: UTF-8 has no form for it.
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _message(message: Request | Response) -> dict[str, Any]:
    return {"headers": [list(pair) for pair in message.headers], **_body(message.body)}


def _body(body: bytes) -> dict[str, Any]:
    """A body as a JSON value, else as text, else in base64; none where it is empty."""
    if not body:
        return {}
    if len(body) > LONGEST:
        return {**_text(_cut(body)), "cut": len(body)}
    try:
        value = json.loads(body, object_pairs_hook=_members, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return _text(body)
    return {"json": value}


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; what would not be read back as it was, as one with a name twice, is written as text instead."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member stands twice")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text} is no number that JSON can have")
    return number


def _cut(body: bytes) -> bytes:
    """The beginning of a body, to the end of a character."""
    try:
        body[:LONGEST].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > LONGEST - 4:
            return body[: error.start]
    return body[:LONGEST]


def _text(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode("ascii")}


def entry_of(line: bytes) -> Entry:
    """Read one line.

    :raises ValueError: for what is no entry, with what is wrong.
    """
    try:
        value = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(value, dict) or "journal" not in value:
        raise ValueError("not an exchange: it has no member 'journal'")
    if value["journal"] != FORM:
        raise ValueError(f"form {value['journal']!r} of the journal is not known, {FORM} is")
    sent, came = _member(value, "request", dict), _member(value, "response", dict)
    request = Request(_member(value, "method", str), _member(value, "target", str), _headers(sent), _bytes(sent))
    status = _member(value, "status", int)
    return Entry(
        _member(value, "number", int),
        _name(value, "operation"),
        _name(value, "path"),
        request,
        Response(status, _headers(came), _bytes(came)),
        _name(value, "reason"),
        "cut" not in sent and "cut" not in came,
    )


def _member(value: Mapping[str, Any], name: str, kind: type) -> Any:
    if not isinstance(value.get(name), kind):
        raise ValueError(f"its member '{name}' is missing or of another type")
    return value[name]


def _name(value: Mapping[str, Any], name: str) -> str:
    """A text that may be left out or ``null``, which is ``""``."""
    found = value.get(name)
    if found is not None and not isinstance(found, str):
        raise ValueError(f"its member '{name}' is no text")
    return found or ""


def _headers(message: Mapping[str, Any]) -> Headers:
    pairs = message.get("headers", [])
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in pairs
    ):
        raise ValueError("its headers are not a list of pairs of texts")
    return tuple((name, value) for name, value in pairs)


def _bytes(message: Mapping[str, Any]) -> bytes:
    if "json" in message:
        return json.dumps(message["json"], ensure_ascii=False).encode("utf-8", "surrogatepass")
    if isinstance(message.get("text"), str):
        text: str = message["text"]
        return text.encode("utf-8", "surrogatepass")
    if isinstance(message.get("base64"), str):
        return base64.b64decode(message["base64"])
    return b""
