"""Recorded traffic: HAR 1.2 files (the "HTTP Archive" of the W3C's web performance group) as a case.

Browsers, proxies and clients write them. Each entry is a request that is sent again, and the answer that came then.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jsonschema_rs import Draft202012Validator

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.recordings.cases import Case, Exchange
from contracts.recordings.codings import decoded
from contracts.spec.document import child_pointer
from contracts.spec.source import read_source

NOT_AGAIN = frozenset(
    {"connection", "content-length", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"}
    # Bodies are recorded decoded (HAR 1.2, content.compression), so they are asked for as they are.
    | {"accept-encoding"}
)
"""Headers of a request that belong to the connection it was recorded on (RFC 9110, section 7.6.1)."""

_ORIGIN = re.compile(r"(?i)(https?)://([^/?#]*)")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}

_PAIRS: dict[str, Any] = {
    "type": ["array", "null"],
    "items": {
        "type": "object",
        "required": ["name", "value"],
        "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
    },
}
"""``null`` stands for what may be left out: some recorders write all members down, whether they know them or not."""
_TEXT: dict[str, Any] = {
    "type": ["object", "null"],
    "properties": {name: {"type": ["string", "null"]} for name in ("mimeType", "text", "encoding")},
}
_REQUEST: dict[str, Any] = {
    "type": "object",
    "required": ["method", "url"],
    "properties": {
        "method": {"type": "string", "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"},
        "url": {"type": "string"},
        "headers": _PAIRS,
        "postData": _TEXT,
    },
}
_RESPONSE: dict[str, Any] = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"type": "integer"}, "headers": _PAIRS, "content": _TEXT},
}
FORM = Draft202012Validator(
    {
        "type": "object",
        "required": ["log"],
        "properties": {
            "log": {
                "type": "object",
                "required": ["entries"],
                "properties": {
                    "entries": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["request", "response"],
                            "properties": {"request": _REQUEST, "response": _RESPONSE},
                        },
                    }
                },
            }
        },
    }
)
"""As much of HAR 1.2 as is read here."""


@dataclass(frozen=True)
class Reading:
    """How a recording is read.

    :param recorded_at: what the URLs of the entries to send begin with; ``""``: all, each with its whole path.
    :param exact: bodies must be the recorded ones.
    :param ignore: JSON pointers of what may differ in them; ``*`` is any item or member.
    """

    recorded_at: str = ""
    exact: bool = False
    ignore: tuple[str, ...] = ()


def read_har(path: Path, reading: Reading | None = None, name: str = "") -> Case:
    """Read one file; the entries are sent in their order.

    :param name: what messages call it; left out: its path.
    :raises DocumentError: with everything that makes it unusable, each with its place.
    """
    reading = reading or Reading()
    told = name or str(path)
    exchanges, notes = [], []
    for location, entry, request in _entries(path, reading, told):
        if isinstance(request, Request):
            exchanges.append(Exchange(request, dict(_expected(entry["response"], reading)), location))
        else:
            notes.append(f"{location.file}:{location.line}: {request}, so the entry was not sent")
    return Case(told, "The answers are as they were recorded.", "", tuple(exchanges), notes=tuple(notes))


def read_answers(
    path: Path, reading: Reading, name: str = ""
) -> Iterator[tuple[Location, tuple[Request, Response, bool] | str]]:
    """Each entry: what was sent, what came, and whether that could be read, or why the entry is left out.

    Raises as :func:`read_har`.
    """
    for location, entry, request in _entries(path, reading, name or str(path)):
        if isinstance(request, str):
            yield location, request
        else:
            yield location, (_typed(request, entry["request"]), *_response(entry["response"]))


def _entries(path: Path, reading: Reading, name: str) -> Iterator[tuple[Location, Mapping[str, Any], Request | str]]:
    """The entries with their places, each with its request, or with why it is left out."""
    source = read_source(path, name)
    # Doubtful members, e.g. one that stands twice, are the recorder's, and harmless here.
    errors = list(FORM.iter_errors(source.without_surrogates().tree))
    if errors:
        raise DocumentError(
            [_fault(source.locate(child_pointer("", *one.instance_path)), one.message) for one in errors]
        )
    for index, entry in enumerate(source.tree["log"]["entries"]):
        try:
            request = _left_out(entry, reading) or _request(entry["request"], reading)
        except ValueError as error:  # of a URL that is none, or of half a character in a text
            request = f"it cannot be sent ({error})"
        yield source.locate(f"/log/entries/{index}"), entry, request


def _fault(location: Location, message: str) -> Finding:
    hint = "a HAR file is an object with log.entries; save the traffic anew, 'with content', as HAR 1.2"
    return Finding("har-form", Severity.ERROR, location, message, hint)


def _left_out(entry: Mapping[str, Any], reading: Reading) -> str:
    url, status = entry["request"]["url"], entry["response"]["status"]
    if urlsplit(url).scheme not in {"http", "https"}:
        return "its URL is not one of HTTP"
    if not 200 <= status <= 599:
        return f"no whole answer was recorded (status {status})"
    if not _is_below(url, reading.recorded_at):
        return f"its URL does not begin with {reading.recorded_at}"
    return ""


def _is_below(url: str, base: str) -> bool:
    url, base = _plain(url), _plain(base).rstrip("/")
    return not base or url == base or url.startswith((f"{base}/", f"{base}?"))


def _plain(url: str) -> str:
    """A URL with its scheme and host in lower case and no default port (RFC 3986, sections 6.2.2.1 and 6.2.3)."""
    found = _ORIGIN.match(url)
    if not found:
        return url
    scheme, host = found[1].lower(), found[2].lower()
    return f"{scheme}://{host.removesuffix(_DEFAULT_PORTS[scheme])}{url[found.end() :]}"


# ---------------------------------------------------------------------- request


def _request(recorded: Mapping[str, Any], reading: Reading) -> Request:
    body = _payload(recorded.get("postData") or {})
    headers = list(_headers(recorded))
    if body:
        headers.append(("content-length", str(len(body))))
    return Request(recorded["method"].upper(), _target(recorded["url"], reading), tuple(headers), body)


def _target(url: str, reading: Reading) -> str:
    if reading.recorded_at:
        rest = _plain(url)[len(_plain(reading.recorded_at).rstrip("/")) :]
    else:
        parts = urlsplit(url)
        rest = parts.path + (f"?{parts.query}" if parts.query else "")
    rest = rest.partition("#")[0]
    # Some recorders write a URL as a person reads it; what may stand in one stays as it is (RFC 3986, section 2).
    return quote(rest if rest.startswith("/") else f"/{rest}", safe="!#$%&'()*+,/:;=?@[]~")


def _typed(request: Request, recorded: Mapping[str, Any]) -> Request:
    """A request with the media type of its body, where a recorder wrote that down beside the body only."""
    media_type = (recorded.get("postData") or {}).get("mimeType")
    if not request.body or not media_type or request.header("content-type") is not None:
        return request
    return request.with_header("content-type", media_type)


def _headers(recorded: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The headers to send again; ``:authority`` and the like are no headers (RFC 9113, section 8.3)."""
    for pair in recorded.get("headers") or ():
        name = pair["name"].lower()
        if name not in NOT_AGAIN and not name.startswith(":"):
            yield name, pair["value"].replace("\r", "").replace("\n", "")


def _payload(recorded: Mapping[str, Any]) -> bytes:
    if recorded.get("text") is not None:
        return _bytes(recorded)
    params = recorded.get("params")
    listed = params if isinstance(params, list) else []
    pairs = [(one.get("name", ""), one.get("value", "")) for one in listed if isinstance(one, dict)]
    return urlencode(pairs).encode()


def _bytes(recorded: Mapping[str, Any]) -> bytes:
    text: str = recorded["text"]
    if recorded.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            return text.encode()
    return text.encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------------- answer


def _expected(recorded: Mapping[str, Any], reading: Reading) -> Iterator[tuple[str, Any]]:
    yield "status", recorded["status"]
    content = recorded.get("content") or {}
    media_type = _media_type(recorded, content)
    if media_type:
        yield "media_type", media_type
    if reading.exact and content.get("text"):
        yield from _exactly(_bytes(content), media_type, reading)


def _response(recorded: Mapping[str, Any]) -> tuple[Response, bool]:
    """The answer without what says how its body was coded, and whether the body could be read."""
    content = recorded.get("content") or {}
    pairs = list(_headers(recorded))
    headers = [pair for pair in pairs if pair[0] != "content-encoding"]
    media_type = _media_type(recorded, content)
    if media_type and not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", media_type))
    body: bytes | None = _bytes(content) if content.get("text") else b""
    if body and content.get("encoding") == "base64":
        body = decoded(body, ",".join(value for name, value in pairs if name == "content-encoding"))
    return Response(recorded["status"], tuple(headers), body or b""), body is not None


def _media_type(recorded: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """The essence of the recorded ``Content-Type``; ``content.mimeType`` counts where the header is not recorded."""
    named = [value for name, value in _headers(recorded) if name == "content-type"]
    written: str = named[0] if named else content.get("mimeType") or ""
    essence = written.partition(";")[0].strip().lower()
    return "" if essence == "x-unknown" else essence  # what Chromium writes where there is none


def _exactly(body: bytes, media_type: str, reading: Reading) -> Iterator[tuple[str, Any]]:
    if media_type.endswith(("/json", "+json")):
        try:
            yield "like", {"json": json.loads(body), "ignore": reading.ignore}
        except ValueError:
            pass
        else:
            return
    yield "base64", base64.b64encode(body).decode()
