"""The result of a run of a command: its findings and coverage, the input of all reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """How often a check ran on responses with one status code of one operation.

    :param operation: id of the operation; ``""`` for checks outside of operations.
    :param status: 0 if the check does not concern a single response.
    :param asserted: number of assertions.
    :param failed: number of failed assertions.
    """

    operation: str
    status: int
    check: str
    asserted: int
    failed: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document that was linted, compared or bundled.

    :param name: as the user named it.
    :param version: its OpenAPI version; ``""`` if it could not be read.
    :param operations: number of operations below ``paths``.
    :param files: all files it was read from, as findings name them, the root file first.
    """

    name: str
    version: str
    operations: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """Description of a rule for reports.

    :param title: the requirement, one phrase.
    :param why: the reason, one or two sentences.
    :param remedy: how to fix it, one phrase in the imperative; may be empty.
    :param severity: severity of its findings.
    :param example: an example that passes and one that fails; may be empty.
    """

    id: str
    title: str
    why: str
    remedy: str
    severity: Severity
    example: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was skipped.

    :param operation: id of the operation; ``""`` if it concerns the whole test.
    :param reason: what was skipped and why, one sentence.
    """

    operation: str
    reason: str


@dataclass(frozen=True)
class Run:
    """One completed run of a command that yields findings.

    :param command: the command: ``contracts test``, ``contracts replay``, ….
    :param document: the document as the user named it.
    :param subject: the base URL or the name of the application; ``""`` if no implementation was tested.
    :param findings: in the order they were found.
    :param operations: ids of all selected operations, in document order.
    :param documented: documented status codes by operation id; ``"4XX"`` and ``"default"`` as written.
    :param cells: assertions by operation, status code and check.
    :param requests: number of requests sent.
    :param notes: what was skipped and why, one sentence each.
    :param reproduce: the command line that repeats the run.
    :param finished: ``False`` if the run was stopped early.
    :param secrets: strings that must not appear in any report.
    :param references: how the shell can produce a secret, by secret, e.g. ``$TOKEN``; used in curl commands.
    :param public: test credentials of the document, which are shown so that requests can be repeated.
    :param skips: the operations that were not or not completely tested; :attr:`notes` has the same texts.
    :param seconds: wall time by operation and check, in seconds; shown in JUnit reports only.
    :param documents: the documents, for commands that check documents.
    :param rules: descriptions of the rules that ran.
    :param fails_at: minimum severity of a finding that fails the run.
    :param hidden: findings that exist but are not reported; a baseline must not treat them as fixed.
    :param words: names of the severities in text reports, if the command has its own.
    :param is_masked: whether it contains no secrets any more.
    """

    command: str
    document: str
    subject: str
    findings: tuple[Finding, ...]
    operations: tuple[str, ...] = ()
    documented: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cells: tuple[CoverageCell, ...] = ()
    requests: int = 0
    notes: tuple[str, ...] = ()
    reproduce: str = ""
    seed: int | None = None
    finished: bool = True
    secrets: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    public: tuple[str, ...] = ()
    skips: tuple[Skip, ...] = ()
    seconds: Mapping[tuple[str, str], float] = field(default_factory=dict)
    documents: tuple[DocumentSummary, ...] = ()
    rules: tuple[RuleDescription, ...] = ()
    fails_at: Severity = Severity.HINT
    words: Mapping[Severity, str] = field(default_factory=dict)
    hidden: tuple[Finding, ...] = ()
    is_masked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a run.

    :param stage: one word: ``checks``, the phase of the engine, or ``cases``.
    :param subject: the title of the next check, or the operation or case that was just completed.
    :param done: completed steps of the stage.
    :param total: number of steps; ``None`` if unknown.
    :param requests: requests sent so far.
    """

    stage: str
    subject: str
    done: int
    total: int | None
    requests: int


Event = Finding | Progress
"""What a run yields while it is in progress."""


FindingKey = tuple[str, str, int, str]
"""Key of a finding across runs: rule, operation, status code of the response (0 if none), message."""


def finding_key(finding: Finding) -> FindingKey:
    """The key of a finding. It excludes line numbers, requests and responses, which differ between runs."""
    evidence = finding.evidence
    if evidence is None:
        return (finding.rule, "", 0, f"{finding.location.pointer} {finding.message}".strip())
    status = evidence.response.status if evidence.response else 0
    return (finding.rule, evidence.operation, status, finding.message)
