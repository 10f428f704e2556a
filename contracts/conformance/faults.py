"""Groups findings by fault: what several rules found at one operation, and one cause at several operations.

Reports show one finding per fault; baselines and the mutation score use the single findings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.conformance.causes import MAY_NOT_EXIST, NO_ALLOW
from contracts.findings import Finding, Severity
from contracts.run_result import Run
from contracts.wording import pluralize

Condition = Callable[[Finding], bool]


def _any(_: Finding) -> bool:
    return True


def _fails(finding: Finding) -> bool:
    """Whether the server failed; 501 is a correct response to an unknown method (RFC 9110, section 15.6.2)."""
    response = finding.evidence.response if finding.evidence else None
    return response is not None and response.status >= 500 and response.status != 501


def _fails_for_valid(finding: Finding) -> bool:
    return _fails(finding) and MAY_NOT_EXIST not in finding.message


def _is_undocumented(finding: Finding) -> bool:
    return "is not documented" in finding.cause


def _is_about_allow(finding: Finding) -> bool:
    return finding.cause == NO_ALLOW


_CREDENTIALS = re.compile(r"with (a malformed |a |the )?credential\b|without credentials")


def _is_about_credentials(finding: Finding) -> bool:
    return _CREDENTIALS.search(finding.cause) is not None


@dataclass(frozen=True)
class Member:
    """One row of the table: a rule whose findings are of a kind of fault.

    :param condition: selects the findings of the rule that are of this kind.
    :param vague: whether the rule may not know which part of the request is the cause; its findings then belong to
        another one of the kind at the same operation.
    :param shared: whether findings with the same cause at several operations are one fault.
    """

    kind: str
    rule: str
    condition: Condition = _any
    vague: bool = False
    shared: bool = True


TABLE = (
    Member("server-error", "protocol-status", _fails_for_valid, shared=False),
    Member("server-error", "hostile-input"),
    Member("server-error", "error-envelope/failure"),
    Member("server-error", "protocol-status", _fails),
    Member("server-error", "error-envelope/status", _fails),
    Member("server-error", "undocumented-status", _fails, vague=True, shared=False),
    Member("server-error", "server-error", vague=True, shared=False),
    Member("undocumented-status", "protocol-status", _is_undocumented),
    Member("undocumented-status", "error-envelope/status", _is_undocumented),
    Member("undocumented-status", "undocumented-status"),
    Member("undocumented-status", "valid-refused", _is_undocumented),
    Member("wrong-status", "error-envelope/status"),
    Member("credentials", "scopes/let-in"),
    Member("credentials", "error-envelope/accepted", _is_about_credentials),
    Member("credentials", "ignored-credentials", vague=True),
    Member("accepted", "error-envelope/accepted"),
    Member("accepted", "limits/over"),
    Member("accepted", "missing-header-accepted", vague=True),
    Member("accepted", "invalid-accepted", vague=True),
    Member("allow", "protocol-allow"),
    Member("allow", "unsupported-method", _is_about_allow),
    Member("allow", "allow-header", vague=True),
    Member("undocumented-method", "unknown-routes"),
    Member("undocumented-method", "unsupported-method"),
    Member("challenge", "protocol-challenge"),
    Member("body", "protocol-content/body"),
    Member("body", "error-envelope/body"),
    Member("body", "unknown-routes/body"),
    Member("body", "response-body"),
    Member("media-type", "protocol-content/media-type"),
    Member("media-type", "error-envelope/media-type"),
    Member("media-type", "unknown-routes/media-type"),
    Member("media-type", "undocumented-media-type"),
    Member("length", "protocol-content/length"),
    Member("length", "error-envelope/length"),
    Member("error-message", "error-envelope/message"),
    Member("error-code", "error-envelope/code"),
    Member("header", "protocol-headers"),
    Member("header", "error-envelope/header"),
    Member("header", "response-header"),
    Member("date-time", "protocol-dates"),
    Member("date-time", "error-envelope/date-time"),
    Member("deleted", "deletion/still-there", shared=False),
    Member("deleted", "use-after-delete", vague=True, shared=False),
    Member("created", "creation/not-found", shared=False),
    Member("created", "created-but-missing", vague=True, shared=False),
    Member("header-equivalence", "header-equivalence"),
    Member("head", "protocol-head"),
    Member("no-answer", "no-answer", shared=False),
)
"""Kinds of faults and the rules that find them. The first rule is the most specific one: its finding remains.

Findings of all other rules are faults of their own.
"""

VALID_FAILS = "a valid request fails"
UNAUTHENTICATED = "a request without a valid credential is accepted"
UNAUTHORIZED = "a credential without the required scopes is accepted"

MANY = 4
"""Number of different invalid requests that an operation accepts, above which it probably validates nothing."""

NO_VALIDATION = "invalid requests are accepted"

COMPLETE = frozenset({VALID_FAILS, UNAUTHENTICATED})
"""Causes of all other findings of the kind at the same operation."""

_PARAMETER = re.compile(r"\b(path|query|header|cookie) parameter [^\s:,]+")
_UNKNOWN_ID = re.compile(r"\bunknown \S+ [^\s:]+(?=:)")


@dataclass(frozen=True)
class Fault:
    """What a finding is about.

    :param rank: position of its rule in the table.
    """

    kind: str
    cause: str
    rank: int

    @property
    def is_vague(self) -> bool:
        """Whether another finding of the kind may know the cause better."""
        return self.rank < len(TABLE) and TABLE[self.rank].vague

    @property
    def is_shared(self) -> bool:
        """Whether the same cause at several operations is one fault."""
        return self.rank < len(TABLE) and TABLE[self.rank].shared


def fault_of(finding: Finding) -> Fault:
    """Return the fault of a finding; a finding of a rule outside the table has a kind of its own."""
    for rank, row in enumerate(TABLE):
        if row.rule == finding.rule and row.condition(finding):
            return Fault(row.kind, _cause(row, finding), rank)
    return Fault(finding.rule, finding.message, len(TABLE))


def _cause(row: Member, finding: Finding) -> str:
    """Return the cause, without the names that make no difference for the kind."""
    cause = _UNKNOWN_ID.sub("an unknown id", finding.cause or finding.message)
    if row.kind == "server-error" and (row.condition is _fails_for_valid or VALID_FAILS in cause):
        return VALID_FAILS
    if row.kind == "server-error" and row.rule == "protocol-status":
        response = finding.evidence.response if finding.evidence else None
        return f"with an unknown id: the server fails with {response.status if response else 0}"
    if row.kind == "server-error":  # wherever a value is read from
        return _PARAMETER.sub(r"\1 parameter", cause)
    if row.kind == "credentials":
        return UNAUTHORIZED if "which lacks" in cause else UNAUTHENTICATED
    return cause


_NAMES = (
    re.compile(r"\b(?:path|query|header|cookie) parameter ([^\s:,]+)"),
    re.compile(r" \(([^\s()]+)\)"),
    re.compile(r"^(\S+) of \d"),
    re.compile(r"/required '([^']+)'"),
    re.compile(r"/properties/([^/\s]+)/[^/\s]+(?:,|$)"),
    re.compile(r"(?:without the |missing |\bno )required (?:header )?(\S+)|\bno (body)"),
)
"""Names of parameters and properties in causes."""


def subject_of(cause: str) -> str:
    """Return the parameter or property that a cause is about; ``""`` if it is not about one."""
    for pattern in _NAMES:
        if found := pattern.search(cause):
            return str(next(filter(None, found.groups())))
    return ""


def group_findings(findings: Iterable[Finding], operations: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Return one finding per fault, in the order of the operations; the order of the findings makes no difference.

    :param operations: ids of the operations, in the order of the document.
    """
    order = {operation: number for number, operation in enumerate(operations)}
    groups: dict[tuple[str, ...], list[_Unit]] = defaultdict(list)
    for unit in _units(findings):
        groups[unit.key].append(unit)
    found = [_group(sorted(units, key=lambda one: _place(one, order)), order) for units in groups.values()]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def group_run(run: Run) -> Run:
    """Return a run with one finding per fault."""
    return replace(run, findings=group_findings(run.findings, run.operations))


# ---------------------------------------------------------------------- one operation


_Member = tuple[Fault, Finding]


@dataclass(frozen=True)
class _Unit:
    """The findings about one fault at one operation, the one that remains first."""

    operation: str
    fault: Fault
    findings: tuple[Finding, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Key of the group that the unit belongs to."""
        where = "" if self.fault.is_shared and self.operation else f"at {self.operation}"
        return (self.fault.kind, self.fault.cause, self.findings[0].quirk, where)


def _units(findings: Iterable[Finding]) -> Iterator[_Unit]:
    by_kind: dict[tuple[str, str, str], list[_Member]] = defaultdict(list)
    for finding in findings:
        fault = fault_of(finding)
        by_kind[_operation(finding), fault.kind, finding.quirk].append((fault, finding))
    for (operation, _, _), members in by_kind.items():
        for found in _by_cause(sorted(members, key=_rank)).values():
            yield _Unit(operation, found[0][0], tuple(finding for _, finding in found))


def _by_cause(members: Sequence[_Member]) -> dict[str, list[_Member]]:
    """Return the findings at one operation by cause; vague ones belong to another cause if there is one."""
    complete = next((fault.cause for fault, _ in members if fault.cause in COMPLETE), "")
    if members[0][0].kind == "accepted" and len({fault.cause for fault, _ in members}) > MANY:
        return {NO_VALIDATION: [(replace(fault, cause=NO_VALIDATION), finding) for fault, finding in members]}
    causes: dict[str, list[_Member]] = {}
    for fault, finding in members:  # vague ones are last
        cause = complete or (_known_cause(fault, causes) if fault.is_vague else "") or fault.cause
        causes.setdefault(cause, []).append((fault, finding))
    return causes


def _known_cause(fault: Fault, causes: Iterable[str]) -> str:
    """Return the first cause about the same parameter or property; any cause if the finding names none."""
    subject = subject_of(fault.cause)
    return next((cause for cause in causes if not subject or subject_of(cause) == subject), "")


def _rank(member: _Member) -> tuple[Any, ...]:
    fault, finding = member
    return (fault.cause not in COMPLETE, fault.is_vague, fault.rank, *_weight(finding))


def _weight(finding: Finding) -> tuple[Any, ...]:
    """Return the sort key of findings: the smallest evidence first, then anything that makes the order total."""
    evidence = finding.evidence
    requests = evidence.requests if evidence else ()
    size = sum(len(one.target) + len(one.body) + sum(len(n) + len(v) for n, v in one.headers) for one in requests)
    sent = tuple((one.method, one.target, one.body, one.headers) for one in requests)
    return (len(requests), size, finding.message, finding.rule, sent, repr(finding))


# ---------------------------------------------------------------------- several operations


def _group(units: Sequence[_Unit], order: dict[str, int]) -> tuple[tuple[Any, ...], Finding]:
    """Return the finding of a group, and its sort key."""
    findings = [finding for unit in units for finding in unit.findings]
    smallest = min(units, key=lambda unit: (unit.fault.rank, *_weight(unit.findings[0])))
    first, fault = smallest.findings[0], smallest.fault
    touches = tuple(unit.operation for unit in units if unit.operation)
    severities = list(Severity)
    merged = replace(
        first,
        severity=min((one.severity for one in findings), key=severities.index),
        also=tuple(sorted({one.rule for one in findings} - {first.rule})),
        touches=touches if len(touches) > 1 else (),
        message=f"{pluralize(len(touches), 'operation')}: {fault.cause}" if len(touches) > 1 else first.message,
    )
    return (*_place(units[0], order), fault.rank, fault.kind, fault.cause, *_weight(first)), merged


def _place(unit: _Unit, order: dict[str, int]) -> tuple[int, str]:
    """Return the position of a unit's operation; last are findings of no operation."""
    return (order.get(unit.operation, len(order) + (not unit.operation)), unit.operation)


def _operation(finding: Finding) -> str:
    return finding.evidence.operation if finding.evidence else ""
