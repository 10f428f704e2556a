"""The document of a contract test, strict or lenient, and notes about what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.cli.target import load_contract
from contracts.errors import DocumentError
from contracts.spec.lenient_kinds import EMPTY_OPERATION
from contracts.wording import pluralize

if TYPE_CHECKING:
    from contracts.spec.lenient import LeftOut
    from contracts.spec.model import Contract

MAX_NOTES = 100
"""Maximum number of notes about a document."""

MAX_NAMED = 3
"""Number of locations and operations that a note names."""


@dataclass(frozen=True)
class TestedDocument:
    """A document with what a test must know about it.

    :param notes: what was changed or left out.
    :param untested: ids of operations that cannot be tested.
    """

    __test__ = False  # not a test of pytest

    contract: Contract
    notes: tuple[str, ...] = ()
    untested: frozenset[str] = frozenset()


def read_tested(source: str, *, lenient: bool, allow_remote: bool, allow_folders: Sequence[str] = ()) -> TestedDocument:
    """Compile a document.

    :param lenient: repair or leave out what cannot be used.
    :raises DocumentError: if it cannot be used; the last hint names ``--lenient``.
    """
    if not lenient:
        try:
            return TestedDocument(load_contract(source, allow_remote=allow_remote, allow_folders=allow_folders))
        except DocumentError as error:
            raise DocumentError(error.findings, advice=_advice(error)) from None
    from contracts.spec.lenient import load_lenient  # noqa: PLC0415 (few documents need it)

    result = load_lenient(source, allow_remote=allow_remote, allow_folders=allow_folders)
    return TestedDocument(result.contract, tuple(_notes(result.left_out)), result.untested)


def _advice(error: DocumentError) -> str:
    """What to do about a document with errors; ``""`` if it cannot be read at all."""
    if all(one.rule in {"unreadable", "syntax", "empty", "encoding", "too-large", "version"} for one in error.findings):
        return ""
    return "fix the document, or test the usable part of it with --lenient"


def _notes(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Yield one note for each kind of repair."""
    groups: dict[tuple[str, str], list[LeftOut]] = {}
    for one in left_out:
        groups.setdefault((one.reason, one.change), []).append(one)
    for (reason, change), found in list(groups.items())[:MAX_NOTES]:
        places = _some([str(one.location) for one in found])
        operations = dict.fromkeys(name for one in found for name in one.operations)
        used = f"; used by {_some(list(operations))}" if operations else ""
        tested = "" if change != EMPTY_OPERATION else ", which is not tested"
        yield f"lenient: {reason}: {change}{tested} (at {places}{used})"
    if len(groups) > MAX_NOTES:
        rest = sum(len(found) for found in list(groups.values())[MAX_NOTES:])
        yield f"lenient: {pluralize(rest, 'more error')} of the document; 'contracts validate' lists all"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more
