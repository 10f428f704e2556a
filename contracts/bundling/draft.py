"""A document that is being made out of another, which knows where everything in it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contracts.findings import Finding, Location, Severity
from contracts.spec.document import Document


@dataclass
class Draft:
    """The tree as far as it is made.

    :param document: what it is made of.
    :param tree: its own, nothing of it shared with the document's.
    :param moves: pointers of the tree whose content stood elsewhere in the document's, with that pointer.
    :param findings: what could not be kept.
    """

    document: Document
    tree: dict[str, Any]
    moves: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def version(self) -> str:
        """The first two numbers of its version, e.g. ``3.1``."""
        return ".".join(str(self.tree["openapi"]).split(".")[:2])

    def origin(self, pointer: str) -> str:
        """The pointer in the document's tree of what stands at one of this tree."""
        for prefix in reversed(prefixes(pointer)):
            if prefix in self.moves:
                return self.moves[prefix] + pointer[len(prefix) :]
        return pointer

    def locate(self, pointer: str) -> Location:
        """The place in the user's files of what stands at a pointer of this tree."""
        return self.document.locate(self.origin(pointer))

    def report(self, rule: str, severity: Severity, pointer: str, message: str, hint: str = "") -> None:
        """Add a finding about what stands at a pointer of this tree."""
        self.report_at(rule, severity, self.locate(pointer), message, hint)

    def report_at(self, rule: str, severity: Severity, location: Location, message: str, hint: str = "") -> None:
        """Add a finding about a place in the user's files."""
        line = self.document.line_of(location)
        self.findings.append(Finding(rule, severity, location, message, hint, line=line))


def prefixes(pointer: str) -> list[str]:
    """A pointer's ancestors from the root's child down, itself last; none for the root."""
    found = []
    end = pointer.find("/", 1)
    while end > 0:
        found.append(pointer[:end])
        end = pointer.find("/", end + 1)
    return [*found, pointer] if pointer else found
