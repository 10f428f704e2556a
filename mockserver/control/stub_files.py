"""The files of ``--stubs``: a YAML or JSON file, or a folder of them, each with a stub or a list of stubs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from contracts.errors import DocumentError
from contracts.findings import Finding
from contracts.spec.pointers import split_pointer
from mockserver.control.admin_request import AdminError
from mockserver.control.stub import compile_stub
from mockserver.control.stub_responses import InvalidStub
from mockserver.mounting import MountedApi
from mockserver.state.data_files import DataFiles, DataValue, read_whole_files

RULE = "stub"
"""Rule of the findings about stubs."""

MAX_FINDINGS = 100
"""Maximum number of reported errors."""


@dataclass(frozen=True)
class StubFiles:
    """The content of the files of ``--stubs``.

    :param stubs: their JSON, in the order of the files.
    :param files: the files that were read.
    :param folders: the folders that were searched for them.
    """

    stubs: tuple[Mapping[str, Any], ...]
    files: frozenset[Path]
    folders: frozenset[Path]


def load_stubs(path: str, apis: Sequence[MountedApi]) -> StubFiles:
    """Read and validate stubs.

    :raises DocumentError: with the errors of all files.
    """
    files = read_whole_files(Path(path))
    findings = [replace(found, rule=RULE) for found in files.findings]
    stubs = []
    for value in _stubs(files):
        errors = list(_errors(value, apis))
        findings += errors
        if not errors:
            stubs.append(value.value)
    if findings:
        raise DocumentError(findings[:MAX_FINDINGS])
    read = frozenset(file.resolve() for file in files.files)
    return StubFiles(tuple(stubs), read, frozenset(folder.resolve() for folder in files.folders))


def _stubs(files: DataFiles) -> Iterator[DataValue]:
    """Yield each stub with its position in its file."""
    for value in files.values:
        if isinstance(value.value, list):
            for index, stub in enumerate(value.value):
                yield replace(value, value=stub, pointer=f"{value.pointer}/{index}")
        else:
            yield value


def _errors(value: DataValue, apis: Sequence[MountedApi]) -> Iterator[Finding]:
    try:
        compile_stub(value.value, apis)
    except InvalidStub as error:
        for location, message in error.errors:
            yield _finding(value, message, error.hint, location)
    except AdminError as error:
        yield _finding(value, error.message, error.hint, error.location)


def _finding(value: DataValue, message: str, hint: str, pointer: str) -> Finding:
    return replace(value.error(message, hint, *split_pointer(pointer)), rule=RULE)
