"""Reading documents of any form: what is not of the type that was asked for counts as nothing."""

from __future__ import annotations

from typing import Any


def mapping(value: Any, *keys: str) -> dict[str, Any]:
    """The mapping below ``keys``; an empty one where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value where it is a string, else ``""``."""
    return value if isinstance(value, str) else ""
