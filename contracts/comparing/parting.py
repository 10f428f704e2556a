"""Where two JSON values part: the way to the one thing that is another one."""

from __future__ import annotations

from typing import Any

from contracts.comparing.difference import NEW, OLD


def parting(old: Any, new: Any) -> tuple[str, tuple[str, ...]]:
    """The side on which the difference is to be seen, and the way to it; the way ends where several things differ."""
    way: list[str] = []
    while True:
        old, new = _keyed(old), _keyed(new)
        keys = [key for key in {**old, **new} if key not in old or key not in new or old[key] != new[key]]
        if len(keys) != 1:
            break
        way.append(keys[0])
        if keys[0] not in new:
            return OLD, tuple(way)
        old, new = old.get(keys[0]), new[keys[0]]
    return NEW, tuple(way)


def _keyed(value: Any) -> dict[str, Any]:
    """The members of a mapping or list by key or index; of other values there are none."""
    if isinstance(value, list):
        return {str(index): one for index, one in enumerate(value)}
    return value if isinstance(value, dict) else {}
