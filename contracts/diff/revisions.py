"""Reads a document and the files that it references from a git revision, without a checkout.

The files are copied into a temporary folder that is deleted once they are read. Messages name them by their revision:
``git:main:spec/openapi.yaml``.
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
from contracts.spec.load import LoadResult, read_document
from contracts.spec.source import REPOSITORY

PREFIX = "git:"
MAX_FILES = 2000

NO_COMMANDS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.sshCommand": "false",
    "core.alternateRefsCommand": "false",
    "credential.helper": "",
    "protocol.allow": "never",
}
"""Settings that override those of the repository, which may name commands: the repository is not trusted."""

NO_FETCH = {
    "GIT_NO_LAZY_FETCH": "1",  # since git 2.44: missing objects of a partial clone are not fetched
    "GIT_ALLOW_PROTOCOL": "none",  # the same for older versions; a remote may name a command (``ext::``)
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
"""Variables for git: it must neither fetch, ask nor write."""


_REFERENCE = re.compile(rb"""\$ref["']?\s*:\s*["']?([^"'#\s,}]+)|([\w./~%+@-]+\.(?:ya?ml|json))""")
"""Possible file names in the text of a document; names of files that do not exist are ignored."""


def is_revision(source: str) -> bool:
    """Whether a source is ``git:REVISION:PATH``."""
    return source.startswith(PREFIX)


def read_revision(source: str, folder: Path) -> LoadResult:
    """Read a document from a revision.

    :param source: ``git:REVISION:PATH``; the path is relative to the repository's root, or to the folder after ``./``.
    :param folder: inside the repository.
    :raises UsageError: if git, the repository, the revision or the file does not exist.
    """
    revision, colon, path = source.removeprefix(PREFIX).partition(":")
    if not revision or not colon or not path or revision.startswith("-"):
        raise UsageError(f"expected git:REVISION:PATH, not '{source}'", hint="for example git:main:openapi.yaml")
    repository = _Repository(folder)
    commit, name = repository.commit(revision), repository.path(path)
    files = repository.files(commit, name)
    if not files:
        hint = "paths are relative to the repository's root; start with ./ for the current folder"
        raise UsageError(f"file '{name}' does not exist in {revision}", hint=hint)
    with tempfile.TemporaryDirectory() as temporary:
        top = Path(temporary)
        (top / REPOSITORY).mkdir()
        for file, content in files.items():
            target = top / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return _renamed(read_document(top / name), f"{temporary}{os.sep}", f"{PREFIX}{revision}:")


class _Repository:
    """The repository that contains a folder. Raises :class:`UsageError` if there is none, or git is missing."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None:
            raise UsageError("'git:' requires git, which is not installed", hint="install git, or give a file")
        self._program, self._folder = program, folder
        top = self._git("rev-parse", "--show-prefix")
        if top is None:
            raise UsageError(f"{folder.absolute()} is not inside a git repository", hint="run it inside a repository")
        self._prefix = top.decode("utf-8", "surrogateescape").rstrip("\n")

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes | None:
        """Run git and return its output; ``None`` if it fails. It runs no command that the repository names."""
        overrides = [word for name, value in NO_COMMANDS.items() for word in ("-c", f"{name}={value}")]
        command = [self._program, "--no-pager", *overrides, *arguments]
        result = subprocess.run(  # noqa: S603 (no shell; a revision cannot be an option)
            command, cwd=self._folder, env=os.environ | NO_FETCH, input=stdin, capture_output=True, check=False
        )
        return result.stdout if result.returncode == 0 else None

    def commit(self, revision: str) -> str:
        """Return the hash of a revision."""
        found = self._git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if found is None:
            raise UsageError(f"unknown git revision '{revision}'", hint="see 'git log', or fetch it first")
        return found.decode().strip()

    def path(self, path: str) -> str:
        """Return a path relative to the repository's root."""
        is_relative = path.startswith(("./", "../"))
        name = posixpath.normpath(posixpath.join(self._prefix, path) if is_relative else path)
        if name.startswith(("../", "/")) or name in (".", ".."):
            raise UsageError(f"'{path}' is outside the repository", hint="give a file inside the repository")
        return name

    def files(self, commit: str, root: str) -> dict[str, bytes]:
        """Return a file of a commit and all existing files that it references, directly or indirectly, by path."""
        found: dict[str, bytes] = {}
        requested = {root}
        waiting = [root]
        while waiting and len(found) < MAX_FILES:
            contents = self._contents(commit, waiting)
            found |= contents
            names = {name for file, content in contents.items() for name in _mentioned(file, content)}
            waiting = sorted(names - requested)
            requested |= names
        return found

    def _contents(self, commit: str, names: list[str]) -> dict[str, bytes]:
        request = "".join(f"{commit}:{name}\n" for name in names).encode("utf-8", "surrogateescape")
        output = self._git("cat-file", "--batch", stdin=request) or b""
        return {name: content for name, content in zip(names, _blobs(output), strict=False) if content is not None}


def _blobs(output: bytes) -> Iterator[bytes | None]:
    """Yield the files in the output of ``git cat-file --batch``, ``None`` for each that does not exist."""
    start = 0
    while start < len(output):
        end = output.index(b"\n", start)
        words = output[start:end].rsplit(b" ", 2)
        start = end + 1
        if words[-1] in (b"missing", b"ambiguous") or not words[-1].isdigit():
            yield None
            continue
        size = int(words[-1])
        yield output[start : start + size] if words[-2] == b"blob" else None
        start += size + 1


def _mentioned(file: str, content: bytes) -> Iterable[str]:
    """Yield paths relative to the root that a file may reference."""
    for match in _REFERENCE.finditer(content):
        text = unquote((match[1] or match[2]).decode("utf-8", "replace"))
        path = posixpath.normpath(posixpath.join(PurePosixPath(file).parent, text))
        if not path.startswith(("../", "/")) and "\n" not in path and "\0" not in path and ":" not in text:
            yield path


def _renamed(reading: LoadResult, old: str, new: str) -> LoadResult:
    """Return a reading with other file names in its locations."""
    findings = tuple(_finding_with_name(finding, old, new) for finding in reading.findings)
    document = reading.document
    if document is None:
        return LoadResult(None, findings)
    return LoadResult(_with_names(document, old, new, findings), findings)


def _with_names(document: Document, old: str, new: str, findings: tuple[Finding, ...]) -> Document:
    def locate(pointer: str) -> Location:
        return _with_name(document.locate(pointer), old, new)

    def line_of(location: Location) -> Line:
        return document.line_of(_with_name(location, new, old))

    name = new + document.name.removeprefix(old)
    return replace(document, name=name, files=(), locator=locate, reader=line_of, findings=findings)


def _finding_with_name(finding: Finding, old: str, new: str) -> Finding:
    return replace(finding, location=_with_name(finding.location, old, new), message=finding.message.replace(old, new))


def _with_name(location: Location, old: str, new: str) -> Location:
    if not location.file.startswith(old):
        return location
    return replace(location, file=new + location.file.removeprefix(old))
