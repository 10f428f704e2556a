"""The journal file: one line of JSON per request and response, with secrets masked (see ``docs/journal.md``).

A line is appended by one system call, so lines of several processes do not interleave.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from itertools import count

from contracts.errors import UsageError
from contracts.spec.known_secrets import masker_of
from contracts.spec.model import Contract
from contracts.standard_error import write_error
from contracts.traffic.journal import JournalEntry, line_of
from mockserver.exchange import Exchange, sent_json
from mockserver.http.messages import REASON

_KINDS = {
    stat.S_IFIFO: "it is a named pipe, not a file",
    stat.S_IFSOCK: "it is a socket, not a file",
    stat.S_IFCHR: "it is a device, not a file",
    stat.S_IFBLK: "it is a device, not a file",
}
"""Why a path cannot be a journal: the reader of one of these can block its writer."""


def _open_file(path: str, flags: int) -> int:
    """Open a file as :func:`open` does, but nothing that is not a file, and without waiting for a reader.

    :raises OSError: if it is not a file.
    """
    if (problem := _kind(path)) is not None:  # opening a device may have effects
        raise OSError(errno.EINVAL, problem)
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # replaced meanwhile
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a file")
    return descriptor


def _kind(path: str) -> str | None:
    """Return why a path is not a file; ``None`` if it is one, or does not exist."""
    try:
        return _KINDS.get(stat.S_IFMT(os.stat(path).st_mode))  # noqa: PTH116 (as for open)
    except OSError:
        return None


class JournalFile:
    """Appends exchanges to a file.

    :param path: created if missing.
    :param known: the credentials of the settings.
    :raises UsageError: if the file cannot be written.
    """

    def __init__(self, path: str, contracts: Sequence[Contract], known: Sequence[str] = ()) -> None:
        check_journal(path)
        self._path = path
        self._masker = masker_of(contracts, known)
        self._numbers = count(1)
        self._is_torn = False
        self._has_warned = False

    def __call__(self, exchange: Exchange) -> None:
        """Append an exchange, unless a fault closed the connection before there was a response."""
        if not exchange.status and exchange.sent is None:
            return
        request, response = exchange.masked(self._masker)
        # The reason is also a header of the response, which is masked there.
        reason = response.header(REASON.decode()) or "" if exchange.reason else ""
        sent = sent_json(exchange, self._masker) or {}
        entry = JournalEntry(
            next(self._numbers), exchange.operation, exchange.template, request, response, reason, sent=sent
        )
        self._append(line_of(entry))

    def _append(self, line: bytes) -> None:
        """Append a line. The first failure prints a warning; the response is sent in any case."""
        line = b"\n" + line if self._is_torn else line
        try:
            # Path.open is twice as slow.
            with open(self._path, "ab", buffering=0, opener=_open_file) as file:
                written = file.write(line)
            self._is_torn = written < len(line)
            problem = "a line was written only in part" if self._is_torn else ""
        except OSError as error:
            problem = (error.strerror or "unknown reason").lower()
        if problem and not self._has_warned:
            self._has_warned = True
            write_error(f"warning: the journal {self._path} is incomplete: {problem}")


def check_journal(path: str) -> None:
    """Check that a file can be appended to.

    :raises UsageError: if not.
    """
    try:
        with open(path, "ab", buffering=0, opener=_open_file):
            pass
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"cannot write the journal {path}: {reason}", hint="choose another file") from None
