"""Files with request bodies that are too long for curl commands, beside a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from contracts.curl import needs_file
from contracts.errors import CasemockError
from contracts.findings import Finding
from contracts.messages import Request
from contracts.reports.report import masked
from contracts.run_result import Run


def with_body_files(run: Run, report: Path) -> Run:
    """Write the bodies and return the run, with secrets masked, whose requests name their files.

    The files of ``report.html`` are ``report-requests/0001.bin`` and so on; equal bodies share one. Nothing is written
    if all commands are short enough.

    :raises CasemockError: for a file that cannot be written.
    """
    run = masked(run)
    folder = report.parent / f"{report.stem}-requests"
    files: dict[bytes, str] = {}
    findings = tuple(_with_files(finding, run.subject, folder, files) for finding in run.findings)
    try:
        for body, name in files.items():
            folder.mkdir(exist_ok=True)
            Path(name).write_bytes(body)
    except OSError as error:
        raise CasemockError(f"cannot write {folder}: {error.strerror}") from None
    return replace(run, findings=findings)


def _with_files(finding: Finding, base: str, folder: Path, files: dict[bytes, str]) -> Finding:
    if finding.evidence is None:
        return finding
    requests = tuple(_with_file(request, base, folder, files) for request in finding.evidence.requests)
    return replace(finding, evidence=replace(finding.evidence, requests=requests))


def _with_file(request: Request, base: str, folder: Path, files: dict[bytes, str]) -> Request:
    if not needs_file(request.curl(base)):
        return request
    name = files.setdefault(request.body, str(folder / f"{len(files) + 1:04}.bin"))
    return replace(request, body_file=name)
