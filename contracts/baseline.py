"""Findings that are known and accepted for now, in a small file to commit: new ones and vanished ones are red.

A finding is known by its rule, operation, status and message, or by rule, file, pointer and message where documents
are looked at; not by lines, requests or answers, so that the file outlives edits of the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from contracts.errors import SettingsError
from contracts.findings import Finding, Location, Severity
from contracts.outcome import Identity, Run, identity_of

FORM = 1

VANISHED = "baseline/vanished"
"""The rule of findings that say that an accepted one is no more."""

_SHAPE = {
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
    """One accepted finding.

    :param why: why it is accepted, in the words of whoever did so.
    """

    identity: Identity
    why: str = ""


def read(file: Path) -> tuple[Accepted, ...]:
    """Read a baseline; a file that is not there is an empty one.

    :raises SettingsError: for one that cannot be read or is none.
    """
    location = Location(str(file))
    try:
        value = json.loads(file.read_text("utf-8"))
        Draft202012Validator(_SHAPE).validate(value)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", location=location) from None
    except json.JSONDecodeError as error:
        place = Location(str(file), error.lineno, error.colno)
        raise SettingsError(f"not JSON: {error.msg}", location=place) from None
    except ValidationError as error:
        pointer = "".join(f"/{token}" for token in error.instance_path)
        hint = "write it anew with --update-baseline"
        raise SettingsError(
            f"no baseline: {error.message}", location=Location(str(file), pointer=pointer), hint=hint
        ) from None
    except ValueError as error:  # not UTF-8
        raise SettingsError(f"not JSON: {error}", location=location) from None
    return tuple(_accepted(entry) for entry in value["accepted"])


def _accepted(entry: dict[str, Any]) -> Accepted:
    identity = (entry["rule"], entry["operation"], entry["status"], entry["message"])
    return Accepted(identity, entry.get("why", ""))


def apply(run: Run, accepted: Iterable[Accepted], file: str) -> Run:
    """The run without what is accepted, with a finding for each accepted one that it looked for and did not meet.

    One counts as vanished only where its check has looked at its operation in a run that came to its end: a part of
    several (``--shard``) says nothing of the others'.
    """
    known = {one.identity: one for one in accepted}
    identities = [_identity(finding, run) for finding in run.findings]
    left = tuple(finding for finding, one in zip(run.findings, identities, strict=True) if one not in known)
    met = {*identities, *(_identity(finding, run) for finding in run.hidden)}
    looked = _looked(run)
    vanished = tuple(
        _vanished(one, file) for one in known.values() if one.identity not in met and _was_sought(one.identity, looked)
    )
    number = len(run.findings) - len(left)
    notes = (f"{number} known finding{'' if number == 1 else 's'} accepted by {file}",) if number else ()
    return replace(run, findings=(*left, *vanished), notes=(*run.notes, *notes))


def _identity(finding: Finding, run: Run) -> Identity:
    """What a finding is known by; where documents are looked at, its file stands in the place of the operation."""
    rule, operation, status, message = identity_of(finding)
    return (rule, finding.location.file.replace("\\", "/") if run.examined else operation, status, message)


def _looked(run: Run) -> set[tuple[str, str]]:
    """Operations with the checks that looked at them, or files with rules; none of a run that was stopped."""
    if not run.finished:
        return set()
    files = [file.replace("\\", "/") for one in run.examined if one.version for file in one.files]
    return {(cell.operation, cell.check) for cell in run.cells} | {
        (file, rule.id) for file in files for rule in run.rules
    }


def _was_sought(identity: Identity, looked: set[tuple[str, str]]) -> bool:
    """Whether the check that a finding is of has looked at its operation: ``check/part``, or ``replay/check``."""
    rule, operation = identity[:2]
    return any((operation, part) in looked for part in (rule, *rule.split("/")))


def _vanished(accepted: Accepted, file: str) -> Finding:
    _, operation, _, said = accepted.identity
    where = f" of {operation}" if operation else ""
    message = f"an accepted finding{where} is no more: {said}"
    return Finding(VANISHED, Severity.ERROR, Location(file), message, "take it out: --update-baseline")


def write(run: Run, before: Iterable[Accepted], file: Path) -> int:
    """Accept all findings of a run; what it did not look at stays, and so do the reasons that are written down.

    :returns: how many findings are accepted now.
    :raises SettingsError: for a file that cannot be written.
    """
    known = {one.identity: one for one in before}
    looked = _looked(run)
    hidden = {_identity(finding, run) for finding in run.hidden}
    kept = {identity: one for identity, one in known.items() if identity in hidden or not _was_sought(identity, looked)}
    for finding in run.findings:
        identity = _identity(finding, run)
        why = known[identity].why if identity in known else ""
        kept[identity] = Accepted(identity, why)
    entries = [_entry(kept[identity]) for identity in sorted(kept)]
    try:
        text = json.dumps({"form": FORM, "accepted": entries}, ensure_ascii=False, indent=2)
        file.write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise SettingsError(f"cannot be written: {error.strerror}", location=Location(str(file))) from None
    return len(entries)


def _entry(one: Accepted) -> dict[str, Any]:
    rule, operation, status, message = one.identity
    entry: dict[str, Any] = {"rule": rule, "operation": operation, "status": status, "message": message}
    return entry | ({"why": one.why} if one.why else {})
