"""Documents against the rules: each read and walked once, each object handed to the rules that look at such."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.errors import DocumentError
from contracts.findings import Edit, Finding, Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.source_lines import line_of
from contracts.spec.document import Document
from contracts.spec.load import read_document, read_text
from contracts.spec.structure import sort_findings
from contracts.spec.traversal import Visit, pointer_of

Handlers = dict[str, tuple[list[Rule], dict[str, list[Rule]]]]
"""By kind of object: the rules that look at all of them, and by key those that look at objects with that key."""

EXTENSIONS = ("x-mock-", "x-faker")
"""What a document's text holds where it has extensions of ours, which only the compiler can judge."""


@dataclass(frozen=True)
class DocumentReport:
    """What there is to say of one document.

    :param document: as far as it could be read; ``None``: not at all.
    :param operations: how many it has below ``paths``.
    :param notes: what could not be looked at, one sentence each.
    """

    document: Document | None
    findings: tuple[Finding, ...]
    operations: int = 0
    notes: tuple[str, ...] = ()


class RuleCrashes:
    """Rules that raised on an object of a form that their authors did not think of: noted, and the run goes on."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._times: Counter[str] = Counter()

    def add(self, rule: Rule, here: Visit, error: Exception) -> None:
        """Take down one."""
        self._times[rule.id] += 1
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        self._first.setdefault(rule.id, f"the rule {rule.id} could not judge #{pointer_of(here.trail)}: {reason}")

    def notes(self) -> tuple[str, ...]:
        """One sentence for each rule."""
        return tuple(
            said if (more := self._times[rule] - 1) == 0 else f"{said} (and {more} more)"
            for rule, said in self._first.items()
        )


def validate(
    spec: str, rules: Sequence[Rule], severities: Mapping[str, Severity]
) -> tuple[Document | None, list[Finding]]:
    """Everything that is wrong with a document, in the order of its text. What a rule raises comes through.

    :param rules: those that are not turned off.
    :param severities: of rules, where the settings say other than the rule.
    :returns: the document as far as it could be read, and the findings.
    """
    verdict = examine(spec, rules, severities, strict=True)
    return verdict.document, list(verdict.findings)


def examine(
    spec: str,
    rules: Sequence[Rule],
    severities: Mapping[str, Severity],
    *,
    text: str | None = None,
    strict: bool = False,
) -> DocumentReport:
    """As :func:`validate`, with all that a report says beside the findings.

    :param text: of a document that has no file; ``spec`` is only its name then.
    :param strict: whether what a rule raises comes through, which tests want; else it becomes a note.
    """
    reading = read_document(spec) if text is None else read_text(text, spec)
    document = reading.document
    if document is None:
        return DocumentReport(None, tuple(replace(one, line=line_of(one.location, text)) for one in reading.findings))
    survey, failures = DocumentIndex(document), RuleCrashes()
    found = [_finding(document, rule, fault) for rule, fault in judge(survey, rules, None if strict else failures)]
    findings = [*reading.findings, *found]
    operations = sum(operation.within == "paths" for operation in survey.operations)
    if not any(finding.severity is Severity.ERROR for finding in reading.findings):
        findings += _of_extensions(document)
    # The loader lets pass what it can live with; here a rule's own word counts.
    usual = {rule.id: rule.severity for rule in rules if not rule.node_types}
    graded = [replace(one, severity=severities.get(one.rule) or usual.get(one.rule, one.severity)) for one in findings]
    return DocumentReport(
        document,
        tuple(replace(one, line=document.line_of(one.location)) for one in sort_findings(graded, document.name)),
        operations,
        failures.notes(),
    )


def judge(
    survey: DocumentIndex, rules: Sequence[Rule], failures: RuleCrashes | None = None
) -> Iterator[tuple[Rule, Violation]]:
    """What the rules find in a document.

    :param failures: is told what rules raise; ``None``: that comes through.
    """
    handlers = _handlers([rule for rule in rules if survey.document.version[:3] in rule.versions])
    known: dict[tuple[str, ...], list[Rule]] = {}
    for here in survey.visits:
        entry = handlers.get(here.kind)
        if entry is None:
            continue
        form = (here.kind, *here.node)  # objects of the same keys are of interest to the same rules
        interested = known.get(form)
        if interested is None:
            interested = known[form] = _interested(here, *entry)
        for rule in interested:
            try:
                for found in rule.check(here, survey):
                    yield rule, _fault(found)
            except Exception as error:
                if failures is None:
                    raise
                failures.add(rule, here, error)


def _fault(found: object) -> Violation:
    """What a rule yielded. Raises :class:`TypeError` for what is no fault, as rules of others may yield."""
    if not isinstance(found, Violation):
        raise TypeError(f"it yields {type(found).__name__}, not Found")
    if not isinstance(found.pointer, str) or not isinstance(found.message, str):
        raise TypeError("it yields a fault of which pointer or message is no text")
    return found


def _of_extensions(document: Document) -> tuple[Finding, ...]:
    """What the compiler says of our extensions, where the document has any."""
    if not any(key in text for text in document.texts.values() for key in EXTENSIONS):
        return ()
    from contracts.spec.compile import compile_contract  # noqa: PLC0415 (few documents have any)

    try:
        compile_contract(document)
    except DocumentError as error:
        return error.findings
    return ()


def _handlers(rules: Sequence[Rule]) -> Handlers:
    handlers: Handlers = {}
    for rule in rules:
        for entry in rule.node_types:
            kind, _, key = entry.partition(".")
            always, by_key = handlers.setdefault(kind, ([], {}))
            (by_key.setdefault(key, []) if key else always).append(rule)
    return handlers


def _interested(here: Visit, always: list[Rule], by_key: dict[str, list[Rule]]) -> list[Rule]:
    """The rules that look at an object, each once, in an order that is the same in every run."""
    if by_key.keys().isdisjoint(here.node):
        return always
    met = [rule for key, rules in by_key.items() if key in here.node for rule in rules]
    # By identity: equality would compare all their texts.
    return list({id(rule): rule for rule in (*always, *met)}.values())


def _finding(document: Document, rule: Rule, found: Violation) -> Finding:
    location = document.locate(found.pointer)
    edits = _edits(document, found)
    return Finding(rule.id, rule.severity, location, found.message, found.hint or rule.remedy, edits=edits)


def _edits(document: Document, found: Violation) -> tuple[Edit, ...]:
    """A fault's amendments in the text; none where one of them has no place there, as in a converted document."""
    edits = []
    for amendment in found.amendments:
        location = document.locate(amendment.pointer)
        if location.pointer.rpartition("/")[2] != amendment.pointer.rpartition("/")[2] or not location.line:
            return ()
        has_value = amendment.action in ("replace", "insert")
        value = json.dumps(amendment.value, ensure_ascii=False) if has_value else ""
        edits.append(Edit(amendment.action, location, amendment.key, value))
    return tuple(edits)
