"""Typed access to the values of unvalidated documents."""

from __future__ import annotations

from typing import Any


def mapping(value: Any, *keys: str) -> dict[str, Any]:
    """Return the mapping below ``keys``; an empty one if it is missing or not a mapping."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """Return the value if it is a list; otherwise an empty list."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """Return the value if it is a string; otherwise ``""``."""
    return value if isinstance(value, str) else ""
