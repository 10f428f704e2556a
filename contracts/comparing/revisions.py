"""A document as git has it in a revision, with the files that it refers to: nothing is checked out.

The files are put into a folder that is gone as soon as they are read. Their names in messages are those of the
revision, ``git:main:spec/openapi.yaml``.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from contracts.errors import UsageError
from contracts.findings import Finding, Line, Location
from contracts.spec.document import Document
from contracts.spec.load import Reading, read_document
from contracts.spec.reach import REPOSITORY

PREFIX = "git:"
MOST_FILES = 2000

_REFERENCE = re.compile(rb"""\$ref["']?\s*:\s*["']?([^"'#\s,}]+)|([\w./~%+@-]+\.(?:ya?ml|json))""")
"""What may be the name of a file in a document's text; what is none does no harm, as no such file exists."""


def is_revision(source: str) -> bool:
    """Whether a source is ``git:REVISION:PATH``."""
    return source.startswith(PREFIX)


def read_revision(source: str, folder: Path) -> Reading:
    """Read a document out of a revision.

    :param source: ``git:REVISION:PATH``; the path is from the repository's top, or from the folder after ``./``.
    :param folder: inside the repository.
    :raises UsageError: where there is no git, no repository, no such revision or no such file in it.
    """
    revision, colon, path = source.removeprefix(PREFIX).partition(":")
    if not revision or not colon or not path or revision.startswith("-"):
        raise UsageError(f"expected git:REVISION:PATH, not '{source}'", hint="for example git:main:openapi.yaml")
    repository = _Repository(folder)
    commit, name = repository.commit(revision), repository.path(path)
    files = repository.files(commit, name)
    if not files:
        hint = "paths are from the repository's top; begin with ./ for this folder"
        raise UsageError(f"there is no file '{name}' in {revision}", hint=hint)
    with tempfile.TemporaryDirectory() as made:
        top = Path(made)
        (top / REPOSITORY).mkdir()
        for file, content in files.items():
            target = top / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return _renamed(read_document(top / name), f"{made}{os.sep}", f"{PREFIX}{revision}:")


class _Repository:
    """The repository that holds a folder. Raises :class:`UsageError` where none does, or git is not there."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None:
            raise UsageError("'git:' needs the program git, which is not there", hint="install it, or name a file")
        self._program, self._folder = program, folder
        top = self._ask("rev-parse", "--show-prefix")
        if top is None:
            raise UsageError(f"{folder.absolute()} is in no git repository", hint="run it inside of one")
        self._prefix = top.decode("utf-8", "surrogateescape").rstrip("\n")

    def _ask(self, *arguments: str, given: bytes = b"") -> bytes | None:
        """What git answers; ``None`` where it refuses."""
        command = [self._program, *arguments]
        done = subprocess.run(command, cwd=self._folder, input=given, capture_output=True, check=False)  # noqa: S603 (no shell; a revision cannot be an option)
        return done.stdout if done.returncode == 0 else None

    def commit(self, revision: str) -> str:
        """The hash of a revision."""
        found = self._ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if found is None:
            raise UsageError(f"git knows no revision '{revision}'", hint="see 'git log', or fetch it first")
        return found.decode().strip()

    def path(self, path: str) -> str:
        """A path from the repository's top."""
        is_relative = path.startswith(("./", "../"))
        name = posixpath.normpath(posixpath.join(self._prefix, path) if is_relative else path)
        if name.startswith(("../", "/")) or name in (".", ".."):
            raise UsageError(f"'{path}' is outside of the repository", hint="name a file below its top")
        return name

    def files(self, commit: str, root: str) -> dict[str, bytes]:
        """A file of a commit and all that it refers to, directly or not, as far as they exist, by path."""
        found: dict[str, bytes] = {}
        asked = {root}
        waiting = [root]
        while waiting and len(found) < MOST_FILES:
            come = self._contents(commit, waiting)
            found |= come
            names = {name for file, content in come.items() for name in _mentioned(file, content)}
            waiting = sorted(names - asked)
            asked |= names
        return found

    def _contents(self, commit: str, names: list[str]) -> dict[str, bytes]:
        asked = "".join(f"{commit}:{name}\n" for name in names).encode("utf-8", "surrogateescape")
        answer = self._ask("cat-file", "--batch", given=asked) or b""
        return {name: content for name, content in zip(names, _blobs(answer), strict=False) if content is not None}


def _blobs(answer: bytes) -> Iterator[bytes | None]:
    """The files in an answer of ``git cat-file --batch``, ``None`` for each that does not exist."""
    start = 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        words = answer[start:end].rsplit(b" ", 2)
        start = end + 1
        if words[-1] in (b"missing", b"ambiguous") or not words[-1].isdigit():
            yield None
            continue
        size = int(words[-1])
        yield answer[start : start + size] if words[-2] == b"blob" else None
        start += size + 1


def _mentioned(file: str, content: bytes) -> Iterable[str]:
    """Paths from the top that a file may refer to."""
    for match in _REFERENCE.finditer(content):
        text = unquote((match[1] or match[2]).decode("utf-8", "replace"))
        path = posixpath.normpath(posixpath.join(PurePosixPath(file).parent, text))
        if not path.startswith(("../", "/")) and "\n" not in path and "\0" not in path and ":" not in text:
            yield path


def _renamed(reading: Reading, old: str, new: str) -> Reading:
    """A reading whose places have other names of files."""
    findings = tuple(_moved(finding, old, new) for finding in reading.findings)
    written = reading.document
    if written is None:
        return Reading(None, findings)
    return Reading(_elsewhere(written, old, new, findings), findings)


def _elsewhere(written: Document, old: str, new: str, findings: tuple[Finding, ...]) -> Document:
    def locate(pointer: str) -> Location:
        return _place(written.locate(pointer), old, new)

    def line_of(location: Location) -> Line:
        return written.line_of(_place(location, new, old))

    name = new + written.name.removeprefix(old)
    return replace(written, name=name, files=(), locator=locate, reader=line_of, findings=findings)


def _moved(finding: Finding, old: str, new: str) -> Finding:
    return replace(finding, location=_place(finding.location, old, new), message=finding.message.replace(old, new))


def _place(location: Location, old: str, new: str) -> Location:
    if not location.file.startswith(old):
        return location
    return replace(location, file=new + location.file.removeprefix(old))
