"""Everything that a rule of ``contracts validate`` needs, for distributions that offer rules of their own."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex, LocatedNode, LocatedOperation
from contracts.lint.rule import FAMILIES, Fix, Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

__all__ = [
    "FAMILIES",
    "DocumentIndex",
    "Fix",
    "LocatedNode",
    "LocatedOperation",
    "Rule",
    "Severity",
    "Violation",
    "Visit",
    "child_pointer",
    "pointer_of",
]
