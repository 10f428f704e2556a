"""Exchanges as JSON values, without secrets."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from contracts.messages import Headers
from contracts.redaction.encoded_bodies import omitted_size
from contracts.redaction.messages import Masker
from mockserver.exchange import MAX_BODY, Exchange, sent_json
from mockserver.http.messages import REASON, read_json

_REASON = REASON.decode()


def exchange_json(exchange: Exchange, masker: Masker) -> dict[str, Any]:
    """Return an exchange with its headers and bodies.

    A body is ``json``, ``text`` or ``base64``, and missing if it is empty; ``cut`` says that its end is not kept.
    """
    request, response = exchange.masked(masker)
    return {
        **_summary(exchange, request.target, response.headers),
        "request": {"headers": _headers(request.headers), **_body(request.body, len(exchange.request_body))},
        "response": {"headers": _headers(response.headers), **_body(response.body, len(exchange.response_body))},
        **({"sent": sent} if (sent := sent_json(exchange, masker)) else {}),
    }


def summary_json(exchange: Exchange, masker: Masker) -> dict[str, Any]:
    """Return an exchange without headers and bodies, which takes less time."""
    body = exchange.request_body if exchange.reason else b""  # the reason may repeat secrets of the body
    request, response = replace(exchange, request_body=body, response_body=b"").masked(masker)
    return {
        **_summary(exchange, request.target, response.headers),
        "request_bytes": min(len(exchange.request_body), MAX_BODY),
        "response_bytes": min(len(exchange.response_body), MAX_BODY),
        **({"sent": sent} if (sent := sent_json(exchange, masker)) else {}),
    }


def _summary(exchange: Exchange, target: str, response_headers: Headers) -> dict[str, Any]:
    return {
        "number": exchange.number,
        "time": datetime.fromtimestamp(exchange.time, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "api": exchange.api,
        "operation": exchange.operation,
        "method": exchange.method,
        "target": target,
        "status": exchange.status,
        "duration_ms": round(exchange.milliseconds, 3),
        "reason": next((value for name, value in response_headers if name.lower() == _REASON), ""),
        "stub": exchange.stub,
        "fault": exchange.fault,
    }


def _headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by lower-case name; repeated ones are joined (RFC 9110, section 5.2)."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _body(body: bytes, kept: int) -> dict[str, Any]:
    """Return the keys of a body.

    :param kept: the number of its bytes before secrets were masked.
    """
    if not body:
        return {}
    if kept > MAX_BODY or omitted_size(body):
        return {**_text(body[:MAX_BODY], 3), "cut": True}
    try:
        return {"json": read_json(body)}
    except ValueError:
        return _text(body)


def _text(body: bytes, spare: int = 0) -> dict[str, str]:
    """Return the keys of a body as text.

    :param spare: maximum number of bytes to leave out at the end, where a cut body may end within a character.
    """
    for end in range(len(body), len(body) - spare - 1, -1):
        try:
            return {"text": body[:end].decode("utf-8")}
        except UnicodeDecodeError:
            continue
    return {"base64": base64.b64encode(body).decode("ascii")}
