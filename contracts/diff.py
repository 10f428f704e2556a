"""Two documents compared, and each change judged: what it does to a client that keeps to the old one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from contracts.comparing.api import compare
from contracts.comparing.change import Aspect, Change, Level
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.judgement import Judgement
from contracts.comparing.ledger import Noted
from contracts.comparing.pair import ANY
from contracts.comparing.revisions import is_revision, read_revision
from contracts.compat.registry import by_topic
from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.load import Reading, read_document

LONGEST = 80
"""Characters of a value that a message shows."""

OFF = "off"
"""What a judgement is set to that is not wanted."""

ORDER = (Level.BREAKING, Level.RISKY, Level.SAFE)
"""The levels, the gravest first."""

SHOWN = 3
"""Uses of what changed that a finding names."""


def read(source: str) -> Reading:
    """Read one of the two documents: a file, or ``git:REVISION:PATH``.

    :raises UsageError: for a revision or a path that git does not know.
    """
    return read_revision(source, Path()) if is_revision(source) else read_document(source)


def compared(
    old: Reading, new: Reading, levels: Mapping[str, str] | None = None
) -> tuple[Document, Document, list[Change]]:
    """Two documents as far as they could be read, and :func:`changes`.

    :raises DocumentError: where one is no document, or is so broken that it cannot be compared.
    """
    sides = [replace(_usable(reading), findings=reading.findings) for reading in (old, new)]
    try:
        return sides[0], sides[1], changes(sides[0], sides[1], levels)
    except Exception:
        errors = [one for one in (*old.findings, *new.findings) if one.severity is Severity.ERROR]
        if not errors:
            raise
        raise DocumentError(errors) from None


def _usable(reading: Reading) -> Document:
    if reading.document is None:
        raise DocumentError(reading.findings)
    return reading.document


def changes(old: Document, new: Document, levels: Mapping[str, str] | None = None) -> list[Change]:
    """All changes from one document to another, the gravest first, each with everything that it touches.

    A change in a component is told once, at the component's place, however many operations use it.

    :param levels: of judgements, by id, where they are not their own: ``breaking``, ``risky``, ``safe``, ``off``.
    """
    given = levels or {}
    merged: dict[tuple[object, ...], Change] = {}
    aspects: dict[tuple[object, ...], dict[Aspect, None]] = {}
    for noted in compare(old, new).all():
        difference = noted.difference
        judgement = by_topic()[difference.topic, noted.direction]
        if given.get(judgement.id) == OFF:
            continue
        values = _shown(difference.old), _shown(difference.new)
        key = (judgement.id, difference.side, difference.pointer, difference.name, *values)
        if key not in merged:
            merged[key] = _change(judgement, noted, old if difference.side == OLD else new, given)
        aspects.setdefault(key, {}).update(dict.fromkeys(noted.aspects))
    found = [replace(change, aspects=tuple(aspects[key])) for key, change in merged.items()]
    found += _of_version(old, new, found, given)
    return sorted(found, key=_rank)


def _change(judgement: Judgement, noted: Noted, document: Document, levels: Mapping[str, str]) -> Change:
    difference = noted.difference
    location = document.locate(difference.pointer)
    level = Level(levels.get(judgement.id, judgement.level))
    said = judgement.message.format(name=difference.name, old=_shown(difference.old), new=_shown(difference.new))
    subject = _subject(noted)
    message = f"{subject}: {said}" if subject else said
    return Change(judgement.id, level, message, location, noted.aspects, judgement.remedy, document.line_of(location))


def _subject(noted: Noted) -> str:
    """What a difference in a schema is about, where it does not say so itself."""
    if not noted.is_of_schema or noted.difference.field or not noted.aspects:
        return ""
    aspect = noted.aspects[0]
    whole = f"the {aspect.part}"
    if aspect.part == "parameter":
        location, _, name = aspect.name.partition(":")
        whole = f"'{name}' ({location})"
    elif aspect.name:
        whole = f"the header '{aspect.name}'"
    if not aspect.field:
        return whole
    names = [token for token in aspect.field if token != ANY]
    return f"{'items of ' if aspect.field[-1] == ANY else ''}{repr(names[-1]) if names else whole}"


def _shown(value: Any) -> str:
    text = "none" if value in (None, "") else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _rank(change: Change) -> tuple[int, str, int, int, str, str]:
    place = change.location
    return ORDER.index(change.level), place.file, place.line, place.column, change.id, change.message


def _of_version(old: Document, new: Document, found: Iterable[Change], levels: Mapping[str, str]) -> list[Change]:
    """What there is to say where something breaks and the version of the API stays."""
    versions = [_version(document) for document in (old, new)]
    is_same = versions[0] == versions[1] != ""
    judgement = by_topic()["version-unchanged", ""]
    if not is_same or levels.get(judgement.id) == OFF or not any(one.level is Level.BREAKING for one in found):
        return []
    difference = Difference("version-unchanged", NEW, "/info/version", old=versions[0])
    return [_change(judgement, Noted(difference, "", ()), new, levels)]


def _version(document: Document) -> str:
    info = document.tree.get("info")
    return str(info.get("version", "")) if isinstance(info, dict) else ""


def finding_of(change: Change) -> Finding:
    """A change as the reports show it."""
    hint = "; ".join(filter(None, [_touched(change.aspects), change.hint]))
    touches = tuple(dict.fromkeys(aspect.operation for aspect in change.aspects if aspect.operation))
    level, place = change.level.severity, change.location
    return Finding(change.id, level, place, change.message, hint, line=change.line, touches=touches)


def level_of(finding: Finding) -> Level:
    """The level of the change that a finding was made of."""
    return {Severity.ERROR: Level.BREAKING, Severity.WARNING: Level.RISKY, Severity.HINT: Level.SAFE}[finding.severity]


def _touched(aspects: Sequence[Aspect]) -> str:
    """Where clients meet a change, in short."""
    places = list(dict.fromkeys(described(one) for one in aspects if one.operation))
    if not places:
        return ""
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return f"in {', '.join(places[:SHOWN])}{more}"


def described(aspect: Aspect) -> str:
    """An aspect in words, e.g. ``GET /cases 200 items/*/state``."""
    part = "request" if aspect.part == "request" else ""
    words = [aspect.operation, aspect.status, part, aspect.name, "/".join(aspect.field)]
    return " ".join(filter(None, words if aspect.part != "security" else words[:1]))
