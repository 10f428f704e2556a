"""The journal format: recorded exchanges as NDJSON, one per line; described by ``docs/journal.md`` and its JSON Schema.

Writer and reader are in one module so that they stay consistent.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from contracts.messages import Headers, Request, Response
from contracts.redaction.encoded_bodies import omitted_size

FORMAT = 1
"""Version of the format, the first key of each line; increases with each incompatible change."""

LONGEST = 1 << 20
"""Maximum number of bytes that are written of a body; longer bodies are cut, as text or base64."""


@dataclass(frozen=True)
class JournalEntry:
    """One exchange.

    :param number: starts at 1 in each process that writes.
    :param operation: id of the operation that handled the request; ``""``: none.
    :param path: its path template; ``""``: none.
    :param reason: why the mock rejected the request, if it says so.
    :param sent: what the mock recorded about a request that it has sent; empty for one that it has received.
    :param is_whole: whether both bodies are complete; cut bodies cannot be validated.
    """

    number: int
    operation: str
    path: str
    request: Request
    response: Response
    reason: str = ""
    is_whole: bool = True
    sent: Mapping[str, Any] = field(default_factory=dict)


# ---------------------------------------------------------------------- writing


def line_of(entry: JournalEntry) -> bytes:
    """Return an entry as a line, including the line end."""
    value = {
        "journal": FORMAT,
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
    if entry.sent:
        value["sent"] = dict(entry.sent)
    # Lone surrogates are written as escapes because UTF-8 cannot encode them.
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _message(message: Request | Response) -> dict[str, Any]:
    return {"headers": [list(pair) for pair in message.headers], **_body(message.body)}


def _body(body: bytes) -> dict[str, Any]:
    """Return a body as ``json``, otherwise as ``text``, otherwise as ``base64``; nothing if it is empty."""
    if not body:
        return {}
    if size := omitted_size(body):
        return {**_text(body), "cut": size}
    if len(body) > LONGEST:
        return {**_text(_cut(body)), "cut": len(body)}
    try:
        value = json.loads(body, object_pairs_hook=_unique_keys, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return _text(body)
    return {"json": value}


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; objects with duplicate keys would not be read back unchanged and are written as text."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("duplicate key")
    return found


def _finite(string: str) -> float:
    number = float(string)
    if not isfinite(number):
        raise ValueError(f"{string} is not a JSON number")
    return number


def _cut(body: bytes) -> bytes:
    """Return the first bytes of a body, ending at a character boundary."""
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


# ---------------------------------------------------------------------- reading


def entry_of(line: bytes) -> JournalEntry:
    """Read one line.

    :raises ValueError: for a line that is not an entry, with the reason.
    """
    try:
        value = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"not valid JSON: {error}") from None
    if not isinstance(value, dict) or "journal" not in value:
        raise ValueError("missing key 'journal'")
    if value["journal"] != FORMAT:
        raise ValueError(f"unsupported journal format {value['journal']!r}; expected {FORMAT}")
    sent, received = _required(value, "request", dict), _required(value, "response", dict)
    request = Request(_required(value, "method", str), _required(value, "target", str), _headers(sent), _bytes(sent))
    status = _required(value, "status", int)
    return JournalEntry(
        _required(value, "number", int),
        _optional(value, "operation"),
        _optional(value, "path"),
        request,
        Response(status, _headers(received), _bytes(received)),
        _optional(value, "reason"),
        "cut" not in sent and "cut" not in received,
        value["sent"] if isinstance(value.get("sent"), dict) else {},
    )


def _required(value: Mapping[str, Any], name: str, kind: type) -> Any:
    if not isinstance(value.get(name), kind):
        raise ValueError(f"key '{name}' is missing or has the wrong type")
    return value[name]


def _optional(value: Mapping[str, Any], name: str) -> str:
    """Return a string; ``""`` if it is missing or ``null``."""
    found = value.get(name)
    if found is not None and not isinstance(found, str):
        raise ValueError(f"key '{name}' must be a string")
    return found or ""


def _headers(message: Mapping[str, Any]) -> Headers:
    pairs = message.get("headers", [])
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in pairs
    ):
        raise ValueError("'headers' must be a list of pairs of strings")
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
