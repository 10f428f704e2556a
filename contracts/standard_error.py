"""Messages on standard error. Nothing else writes to it (``tests/test_output_paths.py``)."""

from __future__ import annotations

import sys

from contracts.escaping import printable
from contracts.redaction.shapes import without_shapes


def write_status(text: str) -> None:
    """Replace the status line on a terminal, which is removed if the text is empty."""
    sys.stderr.write(f"\r{printable(without_shapes(text))}\x1b[K")
    sys.stderr.flush()


def write_error(message: str) -> None:
    """Write a message, which may have several lines, to standard error, and flush.

    What does not print is escaped and credentials are masked, as messages quote documents, requests and responses.
    """
    sys.stderr.write(f"{printable(without_shapes(message))}\n")
    sys.stderr.flush()
