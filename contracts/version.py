"""Package version."""

from __future__ import annotations


def version() -> str:
    """The installed version of casemock; ``unknown`` if it is not installed."""
    from importlib import metadata  # noqa: PLC0415 (slow to import, rarely needed)

    try:
        return metadata.version("casemock")
    except metadata.PackageNotFoundError:
        return "unknown"
