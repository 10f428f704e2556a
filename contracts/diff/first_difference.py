"""The first location at which two JSON values differ."""

from __future__ import annotations

from typing import Any

from contracts.diff.difference import NEW, OLD


def first_difference(old: Any, new: Any) -> tuple[str, tuple[str, ...]]:
    """Return the side that shows the difference and the path to it; the path ends where several keys differ."""
    path: list[str] = []
    while True:
        old, new = _keyed(old), _keyed(new)
        keys = [key for key in {**old, **new} if key not in old or key not in new or old[key] != new[key]]
        if len(keys) != 1:
            break
        path.append(keys[0])
        if keys[0] not in new:
            return OLD, tuple(path)
        old, new = old.get(keys[0]), new[keys[0]]
    return NEW, tuple(path)


def _keyed(value: Any) -> dict[str, Any]:
    """Return the values of a mapping or list by key or index; empty for other values."""
    if isinstance(value, list):
        return {str(index): one for index, one in enumerate(value)}
    return value if isinstance(value, dict) else {}
