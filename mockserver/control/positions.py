"""Locations in documents as JSON."""

from __future__ import annotations

from typing import Any

from contracts.findings import Location


def position_json(location: Location) -> dict[str, Any]:
    """Return file, line and column; line and column are 0 if they are not known."""
    return {"file": location.file, "line": location.line, "column": location.column}


def location_json(location: Location) -> dict[str, Any]:
    """Return a position with the JSON pointer in the file."""
    return {**position_json(location), "pointer": location.pointer}
