"""What a report is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contracts.outcome import Run
from contracts.reports.masking import masked


@dataclass(frozen=True)
class Report:
    """A form of report.

    :param name: what ``--format`` takes.
    :param form: the whole report as text, of a run without secrets; the same run gives the same text.
    """

    name: str
    form: Callable[[Run], str]

    def render(self, run: Run) -> str:
        """The report of a run, without its secrets."""
        return self.form(masked(run))
