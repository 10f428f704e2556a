"""``contracts validate --fix``: applies safe fixes to the files, or shows them as a diff."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from contracts.cli.validation_run import ValidationRun
from contracts.errors import CasemockError
from contracts.findings import Finding
from contracts.lint.document_access import files_of, text_of
from contracts.spec.document import Document
from contracts.text_edits.apply import EditResult, Group, apply
from contracts.wording import pluralize

MOST_PASSES = 10
"""Maximum number of passes: overlapping edits wait for the next pass, and fixes can enable other fixes."""

BOM = b"\xef\xbb\xbf"


def apply_fixes(run: ValidationRun) -> list[str]:
    """Apply all fixes to the documents of a run.

    :returns: what was fixed and what could not be, one sentence each.
    :raises CasemockError: for a file that cannot be written.
    """
    done: Counter[str] = Counter()
    refused: dict[str, None] = {}
    for spec in run.specs:
        for _ in range(MOST_PASSES):
            refused_now: dict[str, None] = {}
            changed = False
            for name, path, result in _results(run, spec, refused_now):
                if result.applied:
                    _write(path, result.text)
                    done[name] += len(result.applied)
                    changed = True
            if not changed:
                refused |= refused_now
                break
    return [
        *(f"fixed {pluralize(number, 'problem')} in {name}" for name, number in done.items()),
        *refused,
    ]


def fixes_diff(run: ValidationRun) -> str:
    """Return the fixes of the first pass as a unified diff; further passes may fix more."""
    diffs: dict[str, str] = {}
    for spec in run.specs:
        for name, path, result in _results(run, spec, {}):
            diffs.setdefault(name, "".join(_diff(name, text_of(path), result.text)))
    return "".join(diffs.values())


def _results(run: ValidationRun, spec: str, refused: dict[str, None]) -> Iterator[tuple[str, Path, EditResult]]:
    """Yield name, path and edited text of each file of a document; add fixes that cannot be applied to ``refused``."""
    report = run.look(spec, run.ignores())
    if report.document is None:
        return
    findings = [finding for finding in report.findings if finding.edits and run.is_shown(finding)]
    for name, path, found in _by_file(report.document, findings):
        result = apply(text_of(path), name, list(found))
        for group, reason in result.refused:
            location = found[group].location
            refused[f"not fixed: {location.file}:{location.line} [{found[group].rule}]: {reason}"] = None
        yield name, path, result


def _by_file(document: Document, findings: list[Finding]) -> Iterator[tuple[str, Path, dict[Group, Finding]]]:
    """Yield each file with the fixes whose edits are all in it."""
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
    """Replace the content of a file atomically."""
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
