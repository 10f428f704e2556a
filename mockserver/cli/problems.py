"""Errors of the documents of a command on standard error."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.escaping import one_line
from contracts.standard_error import write_error
from mockserver.documents import ServedDocument, problem_lines


def report_problems(documents: Sequence[ServedDocument]) -> None:
    """Write the errors of the documents to standard error."""
    for line in problem_lines(documents):
        write_error(one_line(line))
