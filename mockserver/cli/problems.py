"""Errors of the documents of a command on standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from mockserver.console.terminal import printable
from mockserver.documents import ServedDocument, problem_lines


def report_problems(documents: Sequence[ServedDocument]) -> None:
    """Write the errors of the documents to standard error."""
    sys.stderr.write("".join(f"{printable(line)}\n" for line in problem_lines(documents)))
