"""Bodies in JSON Patch (RFC 6902), with which an operation updates an item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.conformance.request_builder import body_media
from contracts.generation.media_types import essence
from contracts.spec.model import Operation

JSON_PATCH = "application/json-patch+json"


def takes_json_patch(writer: Operation) -> bool:
    """Whether the request body of an operation is sent as JSON Patch."""
    media = body_media(writer)
    return media is not None and essence(media.name) == JSON_PATCH


def json_patch(current: Mapping[str, Any], changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the operations that set properties of an item (RFC 6902, sections 4.1 and 4.3)."""
    return [
        {"op": "replace" if name in current else "add", "path": f"/{_escaped(name)}", "value": value}
        for name, value in changes.items()
    ]


def _escaped(name: str) -> str:
    """Return a name as a token of a JSON pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")
