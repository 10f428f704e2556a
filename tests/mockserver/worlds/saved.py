"""Saved values of earlier responses, and JSON pointers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from tests.mockserver.worlds.facts import SAVED_VALUE

ORIGIN = "http://localhost"
"""The origin of the mock in process."""

MISSING: Any = object()
"""The value at a pointer that leads nowhere."""


def at_pointer(value: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer (RFC 6901), or ``MISSING``."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return MISSING
    return value


def filled(node: Any, saved: Mapping[str, Any]) -> Any:
    """Return a copy in which ``{name}`` is replaced by the saved value; a string of only ``{name}`` gets its type."""
    if isinstance(node, dict):
        return {key: filled(value, saved) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value, saved) for value in node]
    if not isinstance(node, str):
        return node
    whole = SAVED_VALUE.fullmatch(node)
    return saved[whole[1]] if whole else SAVED_VALUE.sub(lambda found: str(saved[found[1]]), node)


def target_of(template: str, saved: Mapping[str, Any]) -> str:
    """Return path and query with the saved values, which are percent-encoded; a saved URL must be one of the mock."""
    whole = SAVED_VALUE.fullmatch(template)
    if whole:
        return local_target(str(saved[whole[1]]))
    return SAVED_VALUE.sub(lambda found: quote(str(saved[found[1]]), safe=""), template)


def local_target(url: str) -> str:
    """Return path and query of a URL of the mock.

    :raises AssertionError: if the URL leads elsewhere.
    """
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    if origin not in {"", ORIGIN} or not parts.path.startswith("/"):
        raise AssertionError(f"the URL does not lead to the mock: {url}")
    return parts.path + (f"?{parts.query}" if parts.query else "")
