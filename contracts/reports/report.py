"""What a report is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contracts.outcome import Run


@dataclass(frozen=True)
class Report:
    """A form of report.

    :param name: what ``--format`` takes.
    :param render: the whole report as text; the same run gives the same text.
    """

    name: str
    render: Callable[[Run], str]
