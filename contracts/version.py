"""Which casemock this is."""

from __future__ import annotations


def version() -> str:
    """The installed version of casemock; ``unknown`` in a checkout that was never installed."""
    from importlib import metadata  # noqa: PLC0415 (slow, and hardly ever needed)

    try:
        return metadata.version("casemock")
    except metadata.PackageNotFoundError:
        return "unknown"
