"""Confirms what a check has found with another item, or once more with the same one, before it is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contracts.conformance.assertions.items import CheckedItem
from contracts.findings import Finding

ItemCheck = Callable[[CheckedItem], Iterator[Finding]]


def confirmed(subject: CheckedItem, check: ItemCheck) -> Iterator[Finding]:
    """Yield the findings of a check of an item that the check finds with another item, too.

    A finding that does not recur may have another cause, such as a request of another client: it becomes a note.
    """
    found = list(check(subject))
    if not found:
        return
    again = {finding.rule for finding in check(subject.another() or subject)}
    for finding in found:
        if finding.rule in again:
            yield finding
        else:
            subject.session.withdraw(finding)
            subject.session.note(f"{subject.writer.id}: found once and not again: {finding.message}")
