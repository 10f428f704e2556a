"""Everything that a check of ``contracts test`` needs, for distributions that offer checks of their own."""

from __future__ import annotations

from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session, Success
from contracts.findings import Finding, Severity
from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation, Parameter, Resource
from contracts.spec.schemas import Schema

__all__ = [
    "Check",
    "Contract",
    "Finding",
    "Operation",
    "Parameter",
    "Request",
    "Resource",
    "Response",
    "Schema",
    "Sends",
    "Session",
    "Severity",
    "Success",
]
