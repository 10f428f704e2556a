"""The files of ``--data``: a YAML or JSON file, or a folder of them, read as values by collection path."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.spec.messages import describe_type
from contracts.spec.pointers import child_pointer
from contracts.spec.source import Source, read_source

RULE = "initial-data"
"""Rule of the findings about initial data."""

SUFFIXES = (".yaml", ".yml", ".json")
"""Extensions of the files that are read from a folder; other files are ignored."""

MOST_FILES = 10_000
"""Maximum number of files in a folder."""

DEEPEST = 32
"""Maximum depth of a folder."""


@dataclass(frozen=True, eq=False)
class DataValue:
    """What a file contains for one path.

    :param path: as written in the file, or derived from the name of the file: ``/tickets``, ``/tickets/7``.
    :param pointer: JSON pointer of the value in its file.
    """

    path: str
    value: Any
    source: Source = field(repr=False)
    pointer: str

    def error(self, message: str, hint: str, *tokens: str | int) -> Finding:
        """Return an error about the value, or about the value that these tokens lead to."""
        location = self.source.locate(child_pointer(self.pointer, *tokens))
        return Finding(RULE, Severity.ERROR, location, message, hint)


@dataclass(eq=False)
class DataFiles:
    """The content of all files.

    :param files: the paths that were read, also of files with errors.
    :param folders: all folders that were searched.
    """

    values: list[DataValue] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    def read(self, path: Path) -> Source | None:
        """Read a file; an error becomes a finding."""
        self.files.append(path)
        try:
            source = read_source(path, str(path)).without_surrogates()
        except DocumentError as error:
            self.findings.extend(error.findings)
            return None
        self.findings.extend(source.findings)
        return source


def read_data(path: Path) -> DataFiles:
    """Read a file that maps collection paths to items, or a folder whose file names are collection paths."""
    found = DataFiles()
    if _is_folder(path):
        _read_folder(path, found)
    elif source := found.read(path):
        _read_paths(source, found)
    return found


def read_whole_files(path: Path) -> DataFiles:
    """Read a file, or all files of a folder, each as one value."""
    found = DataFiles()
    if _is_folder(path):
        _read_folder(path, found)
    elif source := found.read(path):
        found.values.append(DataValue(path.name, source.tree, source, ""))
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a parent folder may not be searched; reading the file reports it
        return False


def _read_paths(source: Source, found: DataFiles) -> None:
    if not isinstance(source.tree, dict):
        message = f"must be a mapping of collection paths to items, not {describe_type(source.tree)}"
        found.findings.append(DataValue("", None, source, "").error(message, "start with a path such as '/pets:'"))
        return
    found.values.extend(DataValue(key, value, source, child_pointer("", key)) for key, value in source.tree.items())


def _read_folder(folder: Path, found: DataFiles) -> None:
    for parts, path in _files_in(folder, found):
        if source := found.read(path):
            found.values.append(DataValue("/".join(("", *parts[:-1], path.stem)), source.tree, source, ""))
    if not found.files and not found.findings:
        hint = f"add a file such as {folder / 'pets.yaml'}"
        found.findings.append(_error(folder, "no YAML or JSON files in the folder", hint))


def _files_in(root: Path, found: DataFiles) -> Iterator[tuple[tuple[str, ...], Path]]:
    """Yield the data files of a folder with the parts of their paths, sorted; hidden files are skipped."""
    pending: list[tuple[tuple[str, ...], frozenset[str]]] = [((), frozenset())]
    count = 0
    while pending:
        parts, ancestors = pending.pop(0)
        folder = root.joinpath(*parts)
        real = os.path.realpath(folder)
        if problem := _folder_problem(folder, len(parts), is_loop=real in ancestors):
            found.findings.append(problem)
            continue
        found.folders.append(folder)
        for name in _names_in(folder, found):
            path = folder / name
            if _is_folder(path):
                pending.append(((*parts, name), ancestors | {real}))
            elif path.suffix.lower() in SUFFIXES:
                count += 1
                if count > MOST_FILES:
                    found.findings.append(_error(root, f"more than {MOST_FILES:,} files", "join files"))
                    return
                if problem := _file_problem(path):
                    found.findings.append(problem)
                else:
                    yield (*parts, name), path


def _names_in(folder: Path, found: DataFiles) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        found.findings.append(_error(folder, f"cannot read the folder: {reason}", "check the permissions"))
        return []


def _folder_problem(folder: Path, depth: int, *, is_loop: bool) -> Finding | None:
    if is_loop:
        return _error(folder, "a symbolic link to a folder that contains it", "remove the link")
    if depth > DEEPEST:
        return _error(folder, f"nested more than {DEEPEST} folders deep", "move the files up")
    if depth and folder.suffix.lower() in SUFFIXES:
        return _error(folder, "is a folder, not a file", "remove the extension from the name of the folder")
    return None


def _file_problem(path: Path) -> Finding | None:
    """Refuse pipes and devices, which may block; a missing target of a link is reported when the file is read."""
    if path.exists() and not path.is_file():
        return _error(path, "not a regular file", "remove it from the folder")
    return None


def _error(path: Path, message: str, hint: str) -> Finding:
    return Finding(RULE, Severity.ERROR, Location(str(path)), message, hint)
