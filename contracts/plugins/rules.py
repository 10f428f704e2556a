"""Everything that a rule of ``contracts validate`` needs, for distributions that offer rules of their own."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import FAMILIES, Amendment, Found, Rule
from contracts.linting.survey import OperationSite, Site, Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

__all__ = [
    "FAMILIES",
    "Amendment",
    "Found",
    "OperationSite",
    "Rule",
    "Severity",
    "Site",
    "Survey",
    "Visit",
    "child_pointer",
    "pointer_of",
]
