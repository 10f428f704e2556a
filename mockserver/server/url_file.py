"""``--url-file``: a file with the URL of the server, for programs that have started it on a free port."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from contracts.errors import UsageError

_CONTENT = re.compile(rb"(?:https?://[^\s/]+/?)?\s*")
"""The content of a file that may be replaced: a URL of ours, or nothing, as in a new temporary file."""

_MAX_CONTENT = 1000


@contextlib.contextmanager
def url_file(path: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes the URL to the file; remove the file at the end.

    The file of a server that was killed is removed first, so a file always has the URL of a server that has started.

    :param path: ``""`` for no file.
    :raises UsageError: if the file cannot be written, or has other content.
    """
    if not path:
        yield lambda _: None
        return
    file = Path(path)
    with _reported(path):
        _remove_old(file)
    written: list[str] = []

    def publish(url: str) -> None:
        with _reported(path):
            _write(file, f"{url}\n")
        written.append(f"{url}\n")

    try:
        yield publish
    finally:
        with contextlib.suppress(OSError):
            if written and file.read_text("utf-8") == written[-1]:  # otherwise that of another server
                file.unlink()


@contextlib.contextmanager
def _reported(path: str) -> Iterator[None]:
    """Raise :class:`UsageError` for an error of the operating system."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"cannot write the URL to {path}: {reason}", hint="choose another file") from None


def _remove_old(file: Path) -> None:
    """Remove the file of an earlier server. Raises ``OSError`` if it is another file, or cannot be written."""
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        mode = 0
    if stat.S_ISDIR(mode):
        raise OSError(0, "is a directory")
    if mode and not stat.S_ISREG(mode):  # reading a named pipe would wait for a writer
        raise OSError(0, "it is not a file")
    file.parent.stat()
    if not os.access(file.parent, os.W_OK):
        raise OSError(0, "the folder is not writable")
    if not mode:
        return
    with file.open("rb") as opened:
        content = opened.read(_MAX_CONTENT)
    if len(content) == _MAX_CONTENT or not _CONTENT.fullmatch(content):
        raise OSError(0, "the file has other content than a URL")
    file.unlink()


def _write(file: Path, text: str) -> None:
    """Write a file that is complete from the beginning, for readers that wait for it."""
    handle, temporary = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
