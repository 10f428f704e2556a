"""Baseline files: accepted findings are ignored; new findings and stale entries fail the run.

An entry matches by rule, operation, status code and message, or by rule, file, pointer and message for findings about
documents. Line numbers, requests and responses are not compared, so the file stays valid when the document is edited.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from contracts.errors import SettingsError
from contracts.escaping import printable_json
from contracts.findings import Finding, Location, Severity
from contracts.run_result import FindingKey, Run, finding_key
from contracts.wording import pluralize

FORM = 1

VANISHED = "baseline/vanished"
"""Rule of the findings that report stale entries."""

_SCHEMA = {
    "type": "object",
    "required": ["form", "accepted"],
    "additionalProperties": False,
    "properties": {
        "form": {"const": FORM},
        "accepted": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["rule", "operation", "status", "message"],
                "additionalProperties": False,
                "properties": {
                    "rule": {"type": "string"},
                    "operation": {"type": "string"},
                    "status": {"type": "integer"},
                    "message": {"type": "string"},
                    "why": {"type": "string"},
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """One entry of a baseline.

    :param why: the reason, as written by hand in the file; may be empty.
    """

    identity: FindingKey
    why: str = ""


def read(file: Path) -> tuple[Accepted, ...]:
    """Read a baseline; a missing file is an empty baseline.

    :raises SettingsError: if the file cannot be read or is not a baseline.
    """
    location = Location(str(file))
    try:
        value = json.loads(file.read_text("utf-8"))
        Draft202012Validator(_SCHEMA).validate(value)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SettingsError(f"cannot read the baseline: {error.strerror}", location=location) from None
    except json.JSONDecodeError as error:
        position = Location(str(file), error.lineno, error.colno)
        raise SettingsError(f"not valid JSON: {error.msg}", location=position) from None
    except ValidationError as error:
        pointer = "".join(f"/{token}" for token in error.instance_path)
        hint = "recreate it with --update-baseline"
        raise SettingsError(
            f"not a valid baseline: {error.message}", location=Location(str(file), pointer=pointer), hint=hint
        ) from None
    except ValueError as error:  # not UTF-8
        raise SettingsError(f"not valid JSON: {error}", location=location) from None
    return tuple(_accepted(entry) for entry in value["accepted"])


def _accepted(entry: dict[str, Any]) -> Accepted:
    identity = (entry["rule"], entry["operation"], entry["status"], entry["message"])
    return Accepted(identity, entry.get("why", ""))


def apply(run: Run, accepted: Iterable[Accepted], file: str) -> Run:
    """Return the run without accepted findings, and with a finding for each stale entry.

    An entry is stale only if the run finished and its check ran on its operation: one shard (``--shard``) cannot tell
    whether findings of other shards are fixed.
    """
    known = {entry.identity: entry for entry in accepted}
    identities = [_identity(finding, run) for finding in run.findings]
    new = tuple(finding for finding, one in zip(run.findings, identities, strict=True) if one not in known)
    found = {*identities, *(_identity(finding, run) for finding in run.hidden)}
    covered = _covered(run)
    stale = tuple(
        _stale(entry, file)
        for entry in known.values()
        if entry.identity not in found and _was_checked(entry.identity, covered)
    )
    number = len(run.findings) - len(new)
    notes = (f"{pluralize(number, 'finding')} ignored by baseline {file}",) if number else ()
    return replace(run, findings=(*new, *stale), notes=(*run.notes, *notes))


def _identity(finding: Finding, run: Run) -> FindingKey:
    """The key of a finding; for findings about documents, the file takes the place of the operation."""
    rule, operation, status, message = finding_key(finding)
    return (rule, finding.location.file.replace("\\", "/") if run.documents else operation, status, message)


def _covered(run: Run) -> set[tuple[str, str]]:
    """Pairs of operation and check, or of file and rule, that the run covered; none if it was stopped early."""
    if not run.finished:
        return set()
    files = [file.replace("\\", "/") for one in run.documents if one.version for file in one.files]
    return {(cell.operation, cell.check) for cell in run.cells} | {
        (file, rule.id) for file in files for rule in run.rules
    }


def _was_checked(identity: FindingKey, covered: set[tuple[str, str]]) -> bool:
    """Whether the check of a finding ran on its operation; rules are named ``check/part`` or ``replay/check``."""
    rule, operation = identity[:2]
    return any((operation, part) in covered for part in (rule, *rule.split("/")))


def _stale(entry: Accepted, file: str) -> Finding:
    _, operation, _, accepted = entry.identity
    where = f" of {operation}" if operation else ""
    message = f"stale baseline entry{where}: {accepted}"
    return Finding(VANISHED, Severity.ERROR, Location(file), message, "remove it with --update-baseline")


def write(run: Run, before: Iterable[Accepted], file: Path) -> int:
    """Accept all findings of a run; keep reasons, and entries that the run did not cover.

    :returns: number of entries in the file.
    :raises SettingsError: if the file cannot be written.
    """
    known = {entry.identity: entry for entry in before}
    covered = _covered(run)
    hidden = {_identity(finding, run) for finding in run.hidden}
    kept = {key: entry for key, entry in known.items() if key in hidden or not _was_checked(key, covered)}
    for finding in run.findings:
        identity = _identity(finding, run)
        why = known[identity].why if identity in known else ""
        kept[identity] = Accepted(identity, why)
    entries = [_entry(kept[identity]) for identity in sorted(kept)]
    try:
        text = printable_json(json.dumps({"form": FORM, "accepted": entries}, ensure_ascii=False, indent=2))
        file.write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise SettingsError(f"cannot write the baseline: {error.strerror}", location=Location(str(file))) from None
    return len(entries)


def _entry(accepted: Accepted) -> dict[str, Any]:
    rule, operation, status, message = accepted.identity
    entry: dict[str, Any] = {"rule": rule, "operation": operation, "status": status, "message": message}
    return entry | ({"why": accepted.why} if accepted.why else {})
