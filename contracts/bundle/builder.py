"""A document under construction that tracks the origin of its content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contracts.findings import Finding, Location, Severity
from contracts.spec.document import Document


@dataclass
class BundleBuilder:
    """The tree of a document under construction.

    :param document: the original document.
    :param tree: shares nothing with the tree of the original.
    :param moves: original pointers of moved content, by new pointer.
    :param findings: losses so far.
    """

    document: Document
    tree: dict[str, Any]
    moves: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def version(self) -> str:
        """Major and minor version: ``3.1``."""
        return ".".join(str(self.tree["openapi"]).split(".")[:2])

    def origin(self, pointer: str) -> str:
        """Return the original pointer of the content at a pointer of this tree."""
        for prefix in reversed(prefixes(pointer)):
            if prefix in self.moves:
                return self.moves[prefix] + pointer[len(prefix) :]
        return pointer

    def locate(self, pointer: str) -> Location:
        """Return the location in the user's files of the content at a pointer of this tree."""
        return self.document.locate(self.origin(pointer))

    def report(self, rule: str, severity: Severity, pointer: str, message: str, hint: str = "") -> None:
        """Add a finding about the content at a pointer of this tree."""
        self.report_at(rule, severity, self.locate(pointer), message, hint)

    def report_at(self, rule: str, severity: Severity, location: Location, message: str, hint: str = "") -> None:
        """Add a finding about a location in the user's files."""
        line = self.document.line_of(location)
        self.findings.append(Finding(rule, severity, location, message, hint, line=line))


def prefixes(pointer: str) -> list[str]:
    """Return a pointer and its ancestors, shortest first; empty for the root."""
    found = []
    end = pointer.find("/", 1)
    while end > 0:
        found.append(pointer[:end])
        end = pointer.find("/", end + 1)
    return [*found, pointer] if pointer else found
