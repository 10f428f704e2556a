"""Shared parts of both implementations of ServerOps: tokens, initial cases and error bodies."""

from __future__ import annotations

import json
from typing import Any, NoReturn
from urllib.parse import quote, unquote

TOKENS: dict[str, frozenset[str]] = {
    "so_test_full": frozenset({"cases:read", "cases:write"}),
    "so_live_full": frozenset({"cases:read", "cases:write"}),
    "so_test_readonly": frozenset({"cases:read"}),
    "so_test_writeonly": frozenset({"cases:write"}),
    "so_test_nocases": frozenset({"media:read"}),
}
"""Scopes by token; other tokens are rejected."""

KNOWN_IDS = ("01JD8Q6V3XKT5M2W9RZ4C7HBNE", "01JDAB0M4Y7S6PQXG1V9N3KFTD", "case-1", "case-2")

LARGEST_BODY = 10 * 1024 * 1024

ALLOWED = "GET, HEAD, OPTIONS, PATCH"

FAILURES = {
    400: ("bad_request", "missing required field"),
    401: ("unauthorized", "missing or invalid authorization token"),
    403: ("forbidden", "token does not have the required scope"),
    404: ("not_found", "file not found"),
    405: ("method_not_allowed", "this endpoint does not take that method"),
    406: ("not_acceptable", "this endpoint answers in application/json only"),
    413: ("file_too_large", "the request body is too large"),
    415: ("unsupported_type", "the request body must be application/json"),
    500: ("internal", "an unexpected error occurred"),
}
"""Error code and message by status code."""


def failure_body(status: int, message: str = "") -> dict[str, Any]:
    """Return the body of an error response."""
    code, default = FAILURES.get(status, FAILURES[500])
    return {"error": {"code": code, "message": message or default}}


def seeded_case(number: int, identifier: str) -> dict[str, Any]:
    """Return a case in its initial state."""
    opened = f"2026-03-{number % 28 + 1:02}T09:26:53Z"
    file = f"p_01JCYT4R8B6WQ2Z5N7V9K3MXEH/{number}.log"
    attachment = {
        "id": f"f_01JD8Q7A5N2XWVK9M4T6R3Z{number:03}",
        "url": f"https://media.serverops.example/{file}",
        "key": file,
        "size": 4096 * number,
        "content_type": "text/plain",
        "sha256": f"{number:064x}",
        "original_name": f"{number}.log",
        "tags": ["log"],
        "folder": "cases",
        "abuse_status": "clean",
        "visibility": "public",
        "storage_class": "standard",
        "created_at": opened,
        "updated_at": opened,
    }
    return {
        "id": identifier,
        "title": f"Database volume full on db-{number:02}",
        "description": "Writes fail because the volume is full." if number % 2 else "",
        "status": ("open", "closed", "archived")[number % 3],
        "attachments": [attachment] * (number % 2),
        "created_at": opened,
        "updated_at": opened,
    }


def accepts_json(accept: str) -> bool:
    """Whether an Accept header accepts JSON: the most specific range counts (RFC 9110, section 12.5.1)."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        given = [name.removeprefix("q=") for name in parameters if name.startswith("q=")]
        try:
            weights[media_range] = float(given[0]) if given else 1.0
        except ValueError:
            weights[media_range] = 1.0
    ranges = ("application/json", "application/*", "*/*")
    return not accept.strip() or next((weights[one] for one in ranges if one in weights), 0.0) > 0


def normalize_path(raw_path: str) -> str:
    """Return the path with each segment encoded uniformly, so that encoded slashes stay inside their segments."""
    return "/".join(quote(unquote(segment), safe="") for segment in raw_path.split("/"))


def parse_json(body: bytes) -> Any:
    """Parse a body as strict JSON (RFC 8259).

    :raises ValueError: if it is not JSON or nested too deeply."""
    try:
        return json.loads(body.decode(), parse_constant=_reject)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _reject(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
