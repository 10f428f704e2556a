"""The temporary folder that the workers of one server share, and the removal of those that killed servers left.

The server holds a lock of a file in its folder, which the kernel releases when the process ends, however that happens.
A process id would say less: it may be that of another process now, or of one in another container with the same folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from contracts.errors import ServeError

if sys.platform != "win32":
    import fcntl

PREFIX = "casemock-"
_LOCK = "lock"


@contextlib.contextmanager
def shared_folder() -> Iterator[Path]:
    """Yield a new folder that is removed at the end; first remove the folders of servers that were killed.

    :raises ServeError: if it cannot be created.
    """
    remove_abandoned()
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    except OSError as error:
        raise _refusal(error) from None
    descriptor = -1
    try:
        descriptor = _lock_new(folder)
        yield folder
    except OSError as error:
        if descriptor < 0:
            raise _refusal(error) from None
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if descriptor >= 0:
            os.close(descriptor)


def _refusal(error: OSError) -> ServeError:
    reason = (error.strerror or str(error)).lower()
    hint = "--workers needs a writable temporary folder with free space: see TMPDIR, or choose a --store"
    return ServeError(f"cannot create a temporary folder: {reason}", hint=hint)


def _lock_new(folder: Path) -> int:
    """Create the lock of a folder and hold it; return its file descriptor."""
    unlocked = folder / f"new-{_LOCK}"
    descriptor = os.open(unlocked, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if sys.platform != "win32":
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unlocked.rename(folder / _LOCK)  # only now: another process must not find a lock that is not held yet
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def remove_abandoned(parent: Path | None = None) -> None:
    """Remove the folders of servers that have ended without removing them.

    :param parent: where they are; by default the folder for temporary files.
    """
    with contextlib.suppress(OSError):
        for folder in sorted((parent or Path(tempfile.gettempdir())).glob(f"{PREFIX}*")):
            with contextlib.suppress(OSError):
                _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    """Remove the folder of a server of the same user, if no process holds its lock."""
    if sys.platform != "win32":
        if folder.lstat().st_uid != os.getuid():
            return
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        finally:
            os.close(descriptor)
