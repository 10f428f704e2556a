"""What a run of a verb has found and looked at: the one thing that reports are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Cell:
    """How often a check looked at answers of one status of one operation.

    :param operation: id of the operation; ``""``: what lies outside of all operations.
    :param status: 0: it looked at no single answer.
    """

    operation: str
    status: int
    check: str
    looked: int
    failed: int


@dataclass(frozen=True, slots=True)
class Examined:
    """A document that was looked at for itself.

    :param name: as the user named it.
    :param version: of OpenAPI; ``""``: it could not be read.
    :param operations: how many it has below ``paths``.
    :param files: every file that it was read from, as findings name them, itself first.
    """

    name: str
    version: str
    operations: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a report says of a rule that was looked at.

    :param title: one phrase.
    :param why: one or two sentences.
    :param remedy: what to do, one phrase in the imperative.
    :param severity: of its findings.
    """

    id: str
    title: str
    why: str
    remedy: str
    severity: Severity


@dataclass(frozen=True)
class Run:
    """One finished run of a verb that yields findings.

    :param verb: ``contracts test``, ``contracts replay``, ….
    :param document: the document as the user named it.
    :param subject: the base URL, or the name of the application; ``""`` where only a document was looked at.
    :param findings: in the order they were made.
    :param operations: ids of all operations that were to be tested, in the document's order.
    :param documented: statuses that the contract documents, by operation id; ``"4XX"`` and ``"default"`` as written.
    :param cells: the matrix of operation, status and check.
    :param requests: how many were sent.
    :param notes: what was not looked at and why, one sentence each.
    :param reproduce: the command that runs this again.
    :param finished: ``False`` where it was stopped before its end.
    :param secrets: texts that no report may show.
    :param examined: the documents, where a verb looks at documents and at no implementation.
    :param rules: those that were looked at, as far as they have texts of their own.
    :param fails_at: the least severity of a finding that makes the run a failure.
    :param hidden: findings that are there and not shown, so that nobody takes them for gone.
    :param words: what the severities are called in text, where the verb has words of its own.
    """

    verb: str
    document: str
    subject: str
    findings: tuple[Finding, ...]
    operations: tuple[str, ...] = ()
    documented: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    requests: int = 0
    notes: tuple[str, ...] = ()
    reproduce: str = ""
    seed: int | None = None
    finished: bool = True
    secrets: tuple[str, ...] = ()
    examined: tuple[Examined, ...] = ()
    rules: tuple[RuleText, ...] = ()
    fails_at: Severity = Severity.HINT
    words: Mapping[Severity, str] = field(default_factory=dict)
    hidden: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come.

    :param stage: one word: ``checks``, the engine's phase, or ``cases``.
    :param subject: what comes next: a check's title, or the operation or case that was just looked at.
    :param total: ``None`` where it is not known.
    :param requests: sent so far.
    """

    stage: str
    subject: str
    done: int
    total: int | None
    requests: int


Event = Finding | Progress
"""What a run yields."""


Identity = tuple[str, str, int, str]
"""What a finding is known by from run to run: rule, operation, status of the answer (0: none), message."""


def identity_of(finding: Finding) -> Identity:
    """What a finding is known by: no lines, no requests and no answers, which change from run to run."""
    evidence = finding.evidence
    if evidence is None:
        return (finding.rule, "", 0, f"{finding.location.pointer} {finding.message}".strip())
    status = evidence.response.status if evidence.response else 0
    return (finding.rule, evidence.operation, status, finding.message)


def counted(number: int, what: str) -> str:
    """A number with its noun as messages say it, e.g. ``1,200 requests``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
