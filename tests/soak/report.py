"""The figures of a run as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure.

    :param limit: what it must be; empty if it is only shown.
    """

    part: str
    name: str
    value: str
    limit: str = ""
    is_good: bool = True


def table(rows: Sequence[Row]) -> str:
    """Return a table in Markdown."""
    lines = ["| part | figure | value | must be | |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {one.part} | {one.name} | {one.value} | {one.limit} | {_mark(one)} |" for one in rows]
    return "\n".join(lines)


def _mark(row: Row) -> str:
    return ("ok" if row.is_good else "FAILED") if row.limit else ""


def megabytes(size: float) -> str:
    """Return a size in MB."""
    return f"{size / 1e6:.1f} MB"
