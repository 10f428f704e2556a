"""Reads HAR 1.2 files ("HTTP Archive", W3C web performance group), which browsers, proxies and clients record.

Each entry has a request, which can be sent again, and the recorded response.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jsonschema_rs import Draft202012Validator

from contracts.content_encoding import decoded
from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.spec.pointers import child_pointer
from contracts.spec.source import read_source
from contracts.spec.validation_errors import errors_of
from contracts.traffic.har_forms import files_without_content, form_body
from contracts.traffic.recorded_case import ExpectedExchange, RecordedCase

CONNECTION_HEADERS = frozenset(
    {"connection", "content-length", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"}
    # Bodies are recorded decoded (HAR 1.2, content.compression), so responses are requested without compression.
    | {"accept-encoding"}
)
"""Request headers that belong to the recorded connection and are not sent again (RFC 9110, section 7.6.1)."""

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
"""``null`` is allowed because some tools write all keys, even without a value."""
_CONTENT: dict[str, Any] = {
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
        "postData": _CONTENT,
    },
}
_RESPONSE: dict[str, Any] = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"type": "integer"}, "headers": _PAIRS, "content": _CONTENT},
}
SCHEMA = Draft202012Validator(
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
"""The part of HAR 1.2 that is used."""


@dataclass(frozen=True)
class HarOptions:
    """Options for reading a HAR file.

    :param recorded_at: base URL of the entries to read; ``""``: all, with their full paths.
    :param exact: whether bodies must equal the recorded ones.
    :param ignore: JSON pointers of values that may differ; ``*`` is any item or property.
    """

    recorded_at: str = ""
    exact: bool = False
    ignore: tuple[str, ...] = ()


def read_har(path: Path, options: HarOptions | None = None, name: str = "") -> RecordedCase:
    """Read a file as a case.

    :param name: the file name in messages; default: its path.
    :raises DocumentError: if the file is invalid, with the location of each problem.
    """
    options = options or HarOptions()
    name = name or str(path)
    exchanges, notes = [], []
    for location, entry, request in _entries(path, options, name):
        if isinstance(request, Request):
            exchanges.append(ExpectedExchange(request, dict(_expected(entry["response"], options)), location))
            files = files_without_content(entry["request"].get("postData") or {})
            notes += [f"{location.file}:{location.line}: {_unrecorded(file)}" for file in files]
        else:
            notes.append(f"{location.file}:{location.line}: {request}, skipped the entry")
    return RecordedCase(name, "Responses equal the recorded ones.", "", tuple(exchanges), notes=tuple(notes))


def _unrecorded(file: str) -> str:
    return f"the content of file {file!r} was not recorded, sends an empty file"


def read_answers(
    path: Path, options: HarOptions, name: str = ""
) -> Iterator[tuple[Location, tuple[Request, Response, bool] | str]]:
    """Yield each entry: request, response, and whether the body could be decoded; or why the entry is skipped.

    Raises the same errors as :func:`read_har`.
    """
    for location, entry, request in _entries(path, options, name or str(path)):
        if isinstance(request, str):
            yield location, request
        else:
            yield location, (_with_content_type(request, entry["request"]), *_response(entry["response"]))


def _entries(path: Path, options: HarOptions, name: str) -> Iterator[tuple[Location, Mapping[str, Any], Request | str]]:
    """Yield the entries with their locations, and their requests or why they are skipped."""
    source = read_source(path, name)
    # Duplicate keys and similar problems, which the recording tool caused, are harmless here.
    errors = list(errors_of(SCHEMA, source.without_surrogates().tree))
    if errors:
        raise DocumentError(
            [_finding(source.locate(child_pointer("", *one.instance_path)), one.message) for one in errors]
        )
    for index, entry in enumerate(source.tree["log"]["entries"]):
        try:
            request = _skip_reason(entry, options) or _request(entry["request"], options)
        except ValueError as error:  # an invalid URL, or a lone surrogate
            request = f"cannot be sent ({error})"
        yield source.locate(f"/log/entries/{index}"), entry, request


def _finding(location: Location, message: str) -> Finding:
    hint = "expected an object with log.entries; save the traffic again as HAR 1.2 'with content'"
    return Finding("har-form", Severity.ERROR, location, message, hint)


def _skip_reason(entry: Mapping[str, Any], options: HarOptions) -> str:
    url, status = entry["request"]["url"], entry["response"]["status"]
    if urlsplit(url).scheme not in {"http", "https"}:
        return "not an HTTP URL"
    if not 200 <= status <= 599:
        return f"no complete response was recorded (status {status})"
    if not _is_below(url, options.recorded_at):
        return f"URL does not begin with {options.recorded_at}"
    return ""


def _is_below(url: str, base: str) -> bool:
    url, base = _normalized(url), _normalized(base).rstrip("/")
    return not base or url == base or url.startswith((f"{base}/", f"{base}?"))


def _normalized(url: str) -> str:
    """Return a URL with scheme and host in lower case, without default port (RFC 3986, 6.2.2.1 and 6.2.3)."""
    found = _ORIGIN.match(url)
    if not found:
        return url
    scheme, host = found[1].lower(), found[2].lower()
    return f"{scheme}://{host.removesuffix(_DEFAULT_PORTS[scheme])}{url[found.end() :]}"


# ---------------------------------------------------------------------- request


def _request(recorded: Mapping[str, Any], options: HarOptions) -> Request:
    headers = list(_headers(recorded))
    body, content_type = _payload(recorded.get("postData") or {}, dict(headers).get("content-type"))
    if content_type:
        headers = [*(pair for pair in headers if pair[0] != "content-type"), ("content-type", content_type)]
    if body:
        headers.append(("content-length", str(len(body))))
    return Request(recorded["method"].upper(), _target(recorded["url"], options), tuple(headers), body)


def _target(url: str, options: HarOptions) -> str:
    if options.recorded_at:
        rest = _normalized(url)[len(_normalized(options.recorded_at).rstrip("/")) :]
    else:
        parts = urlsplit(url)
        rest = parts.path + (f"?{parts.query}" if parts.query else "")
    rest = rest.partition("#")[0]
    # Some tools record URLs decoded; characters that are valid in URLs stay unchanged (RFC 3986, section 2).
    return quote(rest if rest.startswith("/") else f"/{rest}", safe="!#$%&'()*+,/:;=?@[]~")


def _with_content_type(request: Request, recorded: Mapping[str, Any]) -> Request:
    """Return a request with ``Content-Type``, if only ``postData.mimeType`` has it."""
    media_type = (recorded.get("postData") or {}).get("mimeType")
    if not request.body or not media_type or request.header("content-type") is not None:
        return request
    return request.with_header("content-type", media_type)


def _headers(recorded: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the headers to send again, without pseudo-headers such as ``:authority`` (RFC 9113, section 8.3)."""
    for pair in recorded.get("headers") or ():
        name = pair["name"].lower()
        if name not in CONNECTION_HEADERS and not name.startswith(":"):
            yield name, pair["value"].replace("\r", "").replace("\n", "")


def _payload(posted: Mapping[str, Any], content_type: str | None) -> tuple[bytes, str]:
    """Return the body, and its ``Content-Type`` if that differs from the recorded header."""
    if posted.get("text"):
        return _bytes(posted), ""
    return form_body(posted, content_type or posted.get("mimeType") or "")


def _bytes(recorded: Mapping[str, Any]) -> bytes:
    text: str = recorded["text"]
    if recorded.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            return text.encode()
    return text.encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------------- response


def _expected(recorded: Mapping[str, Any], options: HarOptions) -> Iterator[tuple[str, Any]]:
    yield "status", recorded["status"]
    content = recorded.get("content") or {}
    media_type = _media_type(recorded, content)
    if media_type:
        yield "media_type", media_type
    if options.exact and content.get("text"):
        yield from _exactly(_bytes(content), media_type, options)


def _response(recorded: Mapping[str, Any]) -> tuple[Response, bool]:
    """Return the response decoded, without ``Content-Encoding``, and whether its body could be decoded."""
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
    """Return the media type of ``Content-Type`` without parameters; of ``content.mimeType`` if it is missing."""
    named = [value for name, value in _headers(recorded) if name == "content-type"]
    value: str = named[0] if named else content.get("mimeType") or ""
    essence = value.partition(";")[0].strip().lower()
    return "" if essence == "x-unknown" else essence  # what Chromium writes for a missing Content-Type


def _exactly(body: bytes, media_type: str, options: HarOptions) -> Iterator[tuple[str, Any]]:
    if media_type.endswith(("/json", "+json")):
        try:
            yield "like", {"json": json.loads(body), "ignore": options.ignore}
        except ValueError:
            pass
        else:
            return
    yield "base64", base64.b64encode(body).decode()
