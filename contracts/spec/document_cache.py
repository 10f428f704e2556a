"""Compiled large documents on disk, so that the next start need not compile them again.

An entry belongs to the content of a document, the code that compiled it, and the version of Python. Only documents in
one file are kept: what other files contain may change without a change of the document.

Documents that were converted or repaired are not kept: their locations are not those of their file.

Entries are pickles. They are read only from a folder that other users cannot write to, and only classes of this package
are created from them.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import re
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contracts import garbage_collection
from contracts.spec.document import Document
from contracts.spec.late_locations import LateLocations, digest_of, has_plain_locations
from contracts.spec.lenient import LenientContract

MOST_ENTRIES = 20
MOST_BYTES = 1024 * 1024 * 1024

_SUFFIX = ".pickle"
_DIGEST = 32
_OUTSIDE = re.compile(rb"""(?<![/\w])["']?\$ref["']?[ \t]*:[ \t\r\n]*["']?[^#"'{\[ \t\r\n]|externalValue""")
"""A reference to another file, or a file of an example."""

_ALLOWED = frozenset(
    {
        *(
            ("builtins", name)
            for name in ("set", "frozenset", "dict", "list", "tuple", "slice", "complex", "bytearray")
        ),
        *(("pathlib", name) for name in ("Path", "PosixPath", "WindowsPath", "PurePosixPath")),
        *(("collections", name) for name in ("OrderedDict", "defaultdict", "deque")),
        *(("datetime", name) for name in ("date", "datetime", "time", "timezone", "timedelta")),
        ("decimal", "Decimal"),
        ("re", "_compile"),
        ("copyreg", "_reconstructor"),
    }
)
"""Classes and functions of the standard library that entries may use."""


class DocumentCache:
    """Compiled documents in a folder: ``casemock/documents`` in ``XDG_CACHE_HOME``, else in ``~/.cache``.

    It is created when it is used, for the user only.

    :ivar problem: why it cannot be used; ``""`` if it can.
    """

    def __init__(self) -> None:
        self.problem = ""
        try:
            cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        except RuntimeError:
            cache, self.problem = Path(), "the home folder is not known"
        self.folder = cache / "casemock" / "documents"

    def load(self, path: Path, name: str, compile_document: Callable[[], LenientContract]) -> LenientContract:
        """Return a compiled document, if possible from the folder.

        :param path: of the document, which should be large: writing an entry takes time.
        :param name: of the document in messages.
        :param compile_document: reads and compiles it.
        :raises DocumentError: from ``compile_document``.
        """
        try:
            content = path.read_bytes()
        except OSError:  # its error is reported where documents are read
            return compile_document()
        digest = digest_of(content)
        entry = self.folder / f"{_key(digest, name, path)}{_SUFFIX}"
        late = LateLocations(path.resolve(), name, digest)
        found = None if self.problem else self._read(entry)
        if found is not None:
            _locate_with(found.contract.document, late)
            return found
        compiled = compile_document()
        document = compiled.contract.document
        if has_plain_locations(document):
            is_whole = _OUTSIDE.search(content) is None
            _locate_with(document, late)
            del content
            if is_whole and not self.problem:
                self._write(entry, compiled)
        return compiled

    def _read(self, entry: Path) -> LenientContract | None:
        """Return the document of an entry; ``None`` if it is missing or cannot be used."""
        try:
            _check_private(self.folder)
            data = entry.read_bytes()
        except FileNotFoundError:
            return None
        except (OSError, _UnusableError) as error:
            self.problem = _reason(error)
            return None
        payload = memoryview(data)[_DIGEST:]
        if hashlib.blake2b(payload, digest_size=_DIGEST).digest() != data[:_DIGEST]:
            self._remove(entry)  # it was cut off, or the disk has changed it
            return None
        try:
            with garbage_collection.paused():
                found = _Unpickler(io.BytesIO(payload)).load()
        except Exception:  # noqa: BLE001 (an entry of another version of a library may raise anything)
            self._remove(entry)
            return None
        with contextlib.suppress(OSError):
            os.utime(entry)  # the oldest entries are removed first
        return found if isinstance(found, LenientContract) else None

    def _write(self, entry: Path, compiled: LenientContract) -> None:
        buffer = io.BytesIO()
        try:
            pickle.Pickler(buffer, protocol=5).dump(compiled)
        except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
            self.problem = f"cannot store the compiled document: {error}"
            return
        payload = buffer.getbuffer()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_private(self.folder)
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
                try:
                    file.write(hashlib.blake2b(payload, digest_size=_DIGEST).digest())
                    file.write(payload)
                    file.close()
                    Path(file.name).replace(entry)
                except BaseException:
                    self._remove(Path(file.name))
                    raise
            self._remove_oldest(entry)
        except (OSError, _UnusableError) as error:
            self.problem = _reason(error)

    def _remove_oldest(self, newest: Path) -> None:
        """Remove the entries that were not used for longest, until few and small ones remain."""
        known = [(one.stat().st_mtime, one.stat().st_size, one) for one in self.folder.glob(f"*{_SUFFIX}")]
        known.sort(reverse=True)
        total = 0
        for number, (_, size, entry) in enumerate(known):
            total += size
            if entry != newest and (number >= MOST_ENTRIES or total > MOST_BYTES):
                self._remove(entry)

    def _remove(self, entry: Path) -> None:
        with contextlib.suppress(OSError):
            entry.unlink()


class _UnusableError(Exception):
    """A folder that must not be used."""


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _check_private(folder: Path) -> None:
    """Raise :class:`_UnusableError` if another user could have written an entry."""
    if os.name != "posix":
        return
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise _UnusableError("not a folder")
    if found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise _UnusableError("other users can write to the folder")


def _key(content: bytes, name: str, path: Path) -> str:
    """Return the name of an entry.

    :param content: the digest of the document.
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in (_code(), sys.version.encode(), os.fsencode(name), os.fsencode(path.resolve()), content):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _code() -> bytes:
    """Return what changes with the code of this package: names, sizes and times of its files."""
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        known = file.stat()
        digest.update(f"{file} {known.st_size} {known.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.digest()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        is_own = module.startswith("contracts.") and isinstance(found, type) and found.__module__ == module
        if not is_own and (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
        return found


def _locate_with(document: Document, late: LateLocations) -> None:
    """Replace the text of a document by the locations in its file."""
    vars(document).update(locator=late.locate, reader=late.line_of, texts={})
