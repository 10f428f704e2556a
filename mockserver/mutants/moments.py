"""Properties that say when an item began and when it last changed, told by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

BEGAN = re.compile(r"created|inserted|opened|checked_?in", re.IGNORECASE)
CHANGED = re.compile(r"updated|modified|changed|edited", re.IGNORECASE)


def named(item: Mapping[str, Any], pattern: re.Pattern[str]) -> list[str]:
    """The members with such a name that hold a moment, at the first level."""
    return [name for name, value in item.items() if pattern.search(name) and _moment(value) is not None]


def moved(moment: str, days: int) -> str:
    """The moment some days later, written in the same way; before them for a negative number."""
    parsed = _moment(moment)
    date = len("2026-01-01")
    return f"{(parsed + timedelta(days=days)).date().isoformat()}{moment[date:]}" if parsed else moment


def _moment(value: Any) -> datetime | None:
    """Raises nothing: what is no moment is ``None``."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return None
