"""Compares two documents and assigns a level to each change: its effect on clients of the old document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from contracts.diff.change import Action, AffectedElement, Change, ChangeRule, Direction, Element, Level, Part
from contracts.diff.changes.registry import rules_by_kind
from contracts.diff.collector import LocatedDifference
from contracts.diff.compare import compare
from contracts.diff.difference import NEW, OLD, Difference
from contracts.diff.revisions import is_revision, read_revision
from contracts.diff.schema_pair import ANY
from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.load import LoadResult, read_document
from contracts.spec.source import Folders

MAX_LENGTH = 80
"""Characters of a value that a message shows."""

OFF = "off"
"""The level that disables a rule."""

ORDER = (Level.BREAKING, Level.RISKY, Level.SAFE)
"""The levels, most severe first."""

SHOWN = 3
"""Usages of the changed element that a finding names."""


def read(source: str, *, allow_folders: Folders = ()) -> LoadResult:
    """Read one of the two documents: a file, or ``git:REVISION:PATH``.

    :param allow_folders: folders whose files a document may reference, besides its own folder and its repository.
    :raises UsageError: for a revision or a path that git does not know.
    """
    if is_revision(source):
        return read_revision(source, Path())
    return read_document(source, allow_folders=allow_folders)


def compared(
    old: LoadResult, new: LoadResult, levels: Mapping[str, str] | None = None
) -> tuple[Document, Document, list[Change]]:
    """Return both documents, as far as they could be read, and their :func:`changes`.

    :raises DocumentError: if one is not an OpenAPI document.
    """
    documents = [replace(_usable(reading), findings=reading.findings) for reading in (old, new)]
    return documents[0], documents[1], changes(documents[0], documents[1], levels)


def _usable(reading: LoadResult) -> Document:
    if reading.document is None:
        raise DocumentError(reading.findings)
    return reading.document


def changes(old: Document, new: Document, levels: Mapping[str, str] | None = None) -> list[Change]:
    """Return all changes from one document to another, most severe first, each with all affected elements.

    A change in a component is reported once, at the component, however many operations use it.

    :param levels: overrides by rule id: ``breaking``, ``risky``, ``safe``, ``off``.
    """
    texts = list(old.texts.values())  # empty ones are those of documents that were not read from files
    if texts and all(texts) and texts == list(new.texts.values()):
        return []
    overrides = levels or {}
    merged: dict[tuple[object, ...], Change] = {}
    affected: dict[tuple[object, ...], dict[AffectedElement, None]] = {}
    for located in compare(old, new).all():
        difference, rule = located.difference, rules_by_kind()[located.kind]
        if overrides.get(rule.id) == OFF:
            continue
        values = _shown(difference.old), _shown(difference.new)
        key = (rule.kind, difference.side, difference.pointer, difference.name, *values)
        if key not in merged:
            merged[key] = _change(rule, located, old if difference.side == OLD else new, overrides)
        affected.setdefault(key, {}).update(dict.fromkeys(located.affected))
    found = [replace(change, affected=tuple(affected[key])) for key, change in merged.items()]
    found += _unchanged_version(old, new, found, overrides)
    return sorted(found, key=_rank)


def _change(rule: ChangeRule, located: LocatedDifference, document: Document, levels: Mapping[str, str]) -> Change:
    difference = located.difference
    location = document.locate(difference.pointer)
    level = Level(levels.get(rule.id, rule.level))
    text = rule.message.format(name=difference.name, old=_shown(difference.old), new=_shown(difference.new))
    subject = _subject(located)
    message = f"{subject}: {text}" if subject else text
    line = document.line_of(location)
    return Change(rule.kind, level, message, location, located.affected, rule.remedy, line)


def _subject(located: LocatedDifference) -> str:
    """Return the name of the value that a schema difference is about, unless its message names it."""
    if not located.is_of_schema or located.difference.field or not located.affected:
        return ""
    affected = located.affected[0]
    whole = _whole_value(affected)
    if not affected.field:
        return whole
    names = [token for token in affected.field if token != ANY]
    return f"{'items of ' if affected.field[-1] == ANY else ''}{repr(names[-1]) if names else whole}"


def _whole_value(affected: AffectedElement) -> str:
    if affected.part is Part.PARAMETER:
        location, _, name = affected.name.partition(":")
        return f"'{name}' ({location})"
    return f"header '{affected.name}'" if affected.name else f"{affected.part} body"


def _shown(value: Any) -> str:
    text = "none" if value in (None, "") else str(value)
    return text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"


def _rank(change: Change) -> tuple[int, str, int, int, str, str]:
    location = change.location
    return ORDER.index(change.level), location.file, location.line, location.column, change.id, change.message


def _unchanged_version(
    old: Document, new: Document, found: Iterable[Change], levels: Mapping[str, str]
) -> list[Change]:
    """Return a change if there are breaking changes and the version of the API is the same."""
    before, after = _version(old), _version(new)
    difference = Difference(Element.API_VERSION, Action.UNCHANGED, NEW, "/info/version", old=before)
    located = LocatedDifference(difference, Direction.NONE, ())
    rule = rules_by_kind()[located.kind]
    if not before or before != after or levels.get(rule.id) == OFF:
        return []
    return [_change(rule, located, new, levels)] if any(one.level is Level.BREAKING for one in found) else []


def _version(document: Document) -> str:
    info = document.tree.get("info")
    return str(info.get("version", "")) if isinstance(info, dict) else ""


def finding_of(change: Change) -> Finding:
    """Return a change as a finding for the reports."""
    hint = "; ".join(filter(None, [_usages(change.affected), change.hint]))
    touches = tuple(dict.fromkeys(one.operation for one in change.affected if one.operation))
    level, location = change.level.severity, change.location
    return Finding(change.id, level, location, change.message, hint, line=change.line, touches=touches)


def level_of(finding: Finding) -> Level:
    """Return the level of the change that a finding was made from."""
    return {Severity.ERROR: Level.BREAKING, Severity.WARNING: Level.RISKY, Severity.HINT: Level.SAFE}[finding.severity]


def _usages(affected: Sequence[AffectedElement]) -> str:
    """Return a list of the first affected elements, for hints."""
    names = list(dict.fromkeys(described(one) for one in affected if one.operation))
    if not names:
        return ""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"in {', '.join(names[:SHOWN])}{more}"


def described(affected: AffectedElement) -> str:
    """Return a short name of an element, e.g. ``GET /cases 200 items/*/state``."""
    if affected.part is Part.SECURITY:
        return affected.operation
    part = "request" if affected.part is Part.REQUEST else ""
    return " ".join(filter(None, [affected.operation, affected.status, part, affected.name, "/".join(affected.field)]))
