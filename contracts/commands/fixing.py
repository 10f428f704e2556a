"""``contracts validate --fix``: what has one right answer is mended in the files themselves, or shown as a diff."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from contracts.commands.validate_task import Task
from contracts.edits.apply import Group, Outcome, apply
from contracts.errors import CasemockError
from contracts.findings import Finding
from contracts.linting.texts import files_of, text_of
from contracts.spec.document import Document

MOST_PASSES = 10
"""How often a document is looked at again: edits that overlap wait for the next time, and some make others possible."""

BOM = b"\xef\xbb\xbf"


def mend(task: Task) -> list[str]:
    """Mend the documents of a task.

    :returns: what was done and what could not be, one sentence each.
    :raises CasemockError: for a file that cannot be written.
    """
    done: Counter[str] = Counter()
    refused: dict[str, None] = {}
    for spec in task.specs:
        for _ in range(MOST_PASSES):
            refused_now: dict[str, None] = {}
            changed = False
            for name, path, outcome in _outcomes(task, spec, refused_now):
                if outcome.applied:
                    _write(path, outcome.text)
                    done[name] += len(outcome.applied)
                    changed = True
            if not changed:
                refused |= refused_now
                break
    return [
        *(f"mended {number} place{'' if number == 1 else 's'} in {name}" for name, number in done.items()),
        *refused,
    ]


def would_change(task: Task) -> str:
    """What mending would change at first, as a unified diff; more may become possible then."""
    diffs: dict[str, str] = {}
    for spec in task.specs:
        for name, path, outcome in _outcomes(task, spec, {}):
            diffs.setdefault(name, "".join(_diff(name, text_of(path), outcome.text)))
    return "".join(diffs.values())


def _outcomes(task: Task, spec: str, refused: dict[str, None]) -> Iterator[tuple[str, Path, Outcome]]:
    """What edits make of each file of a document; what cannot be done is put into ``refused``."""
    verdict = task.look(spec, task.ignores())
    if verdict.document is None:
        return
    findings = [finding for finding in verdict.findings if finding.edits and task.is_shown(finding)]
    for name, path, found in _by_file(verdict.document, findings):
        outcome = apply(text_of(path), name, list(found))
        for group, reason in outcome.refused:
            place = found[group].location
            refused[f"not mended: {place.file}:{place.line} [{found[group].rule}]: {reason}"] = None
        yield name, path, outcome


def _by_file(document: Document, findings: list[Finding]) -> Iterator[tuple[str, Path, dict[Group, Finding]]]:
    """For each file the edits that are all in it."""
    files = files_of(document)
    groups: dict[str, dict[Group, Finding]] = {}
    for finding in findings:
        names = {edit.location.file for edit in finding.edits}
        if len(names) == 1 and (name := names.pop()) in files:
            groups.setdefault(name, {})[finding.edits] = finding
    for name, found in groups.items():
        yield name, files[name], found


def _diff(name: str, old: str, new: str) -> Iterator[str]:
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name)
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _write(path: Path, text: str) -> None:
    """Put a text in a file's place at one stroke: who reads it meanwhile has the old one or the new one."""
    temporary = ""
    try:
        content = (BOM if path.read_bytes().startswith(BOM) else b"") + text.encode()
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(path, temporary)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise CasemockError(f"cannot write {path}: {error.strerror}") from None
