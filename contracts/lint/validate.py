"""Lint documents: read each once, and call the rules with each of its objects."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.errors import DocumentError
from contracts.findings import Edit, Finding, Severity
from contracts.lint.document_access import line_of
from contracts.lint.document_index import DocumentIndex
from contracts.lint.reference_siblings import ignores_siblings
from contracts.lint.rule import Rule, Violation
from contracts.spec.document import Document
from contracts.spec.load import LoadResult, read_document, read_text
from contracts.spec.processor_time import TooCostlyError
from contracts.spec.source import Folders
from contracts.spec.structure import sort_findings
from contracts.spec.traversal import Visit, pointer_of

Handlers = dict[str, tuple[list[Rule], dict[str, list[Rule]]]]
"""By kind of object: the rules for all objects of the kind, and by key the rules for objects with that key."""

EXTENSIONS = ("x-mock-", "x-faker")
"""Prefixes of casemock's own extensions, which only the compiler validates."""


@dataclass(frozen=True)
class DocumentReport:
    """The result of linting one document.

    :param document: the document as far as it could be read; ``None`` if it could not be read at all.
    :param operations: the number of operations below ``paths``.
    :param notes: rules that failed, one sentence each.
    """

    document: Document | None
    findings: tuple[Finding, ...]
    operations: int = 0
    notes: tuple[str, ...] = ()


class RuleCrashes:
    """The rules that raised an exception, so that the run can continue and report them."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._times: Counter[str] = Counter()

    def add(self, rule: Rule, here: Visit, error: Exception) -> None:
        """Record the exception of a rule for an object."""
        self._times[rule.id] += 1
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        self._first.setdefault(rule.id, f"rule {rule.id} failed at #{pointer_of(here.trail)}: {reason}")

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each rule."""
        return tuple(
            note if (more := self._times[rule] - 1) == 0 else f"{note} (and {more} more)"
            for rule, note in self._first.items()
        )


def validate(
    spec: str, rules: Sequence[Rule], severities: Mapping[str, Severity]
) -> tuple[Document | None, list[Finding]]:
    """Return a document as far as it could be read, and its findings in document order.

    An exception of a rule is raised.

    :param rules: the rules to check.
    :param severities: by rule id: severities that differ from the rule's own.
    """
    report = examine(spec, rules, severities, strict=True)
    return report.document, list(report.findings)


def examine(
    spec: str,
    rules: Sequence[Rule],
    severities: Mapping[str, Severity],
    *,
    text: str | None = None,
    strict: bool = False,
    allow_folders: Folders = (),
) -> DocumentReport:
    """Lint a document.

    :param text: content of a document that is not a file; ``spec`` is only its name then.
    :param strict: whether an exception of a rule is raised; otherwise it becomes a note.
    :param allow_folders: folders whose files it may reference, besides its own folder and its repository.
    """
    if text is None:
        reading = read_document(spec, allow_folders=allow_folders)
    else:
        reading = read_text(text, spec, allow_folders=allow_folders)
    return examine_read(reading, rules, severities, text=text, strict=strict)


def examine_read(
    reading: LoadResult,
    rules: Sequence[Rule],
    severities: Mapping[str, Severity],
    *,
    text: str | None = None,
    strict: bool = False,
) -> DocumentReport:
    """Lint a document that was read. See :func:`examine`."""
    document = reading.document
    if document is None:
        return DocumentReport(None, tuple(replace(one, line=line_of(one.location, text)) for one in reading.findings))
    index, failures = DocumentIndex(document), RuleCrashes()
    found = [
        _finding(document, rule, violation)
        for rule, violation in find_violations(index, rules, None if strict else failures)
    ]
    findings = [*reading.findings, *found]
    operations = sum(operation.within == "paths" for operation in index.operations)
    if not any(finding.severity is Severity.ERROR for finding in reading.findings):
        findings += _of_extensions(document)
    # The loader downgrades what it can handle; here the severity of the rule counts.
    usual = {rule.id: rule.severity for rule in rules if not rule.node_types}
    graded = [replace(one, severity=severities.get(one.rule) or usual.get(one.rule, one.severity)) for one in findings]
    return DocumentReport(
        document,
        tuple(replace(one, line=document.line_of(one.location)) for one in sort_findings(graded, document.name)),
        operations,
        failures.notes(),
    )


def find_violations(
    index: DocumentIndex, rules: Sequence[Rule], failures: RuleCrashes | None = None
) -> Iterator[tuple[Rule, Violation]]:
    """Yield the violations of a document, each with its rule.

    :param failures: records the exceptions of rules; ``None`` to raise them.
    """
    handlers = _handlers([rule for rule in rules if index.document.version[:3] in rule.versions])
    known: dict[tuple[str, ...], list[Rule]] = {}
    for here in index.visits:
        entry = handlers.get(here.kind)
        if entry is None:
            continue
        # The same rules apply to objects with the same keys.
        keys = ("$ref",) if "$ref" in here.node and ignores_siblings(here, index) else tuple(here.node)
        signature = (here.kind, *keys)
        interested = known.get(signature)
        if interested is None:
            interested = known[signature] = _interested(keys, *entry)
        for rule in interested:
            try:
                for found in rule.check(here, index):
                    yield rule, _checked(found)
            except TooCostlyError:
                raise
            except Exception as error:
                if failures is None:
                    raise
                failures.add(rule, here, error)


def _checked(found: object) -> Violation:
    """Return what a rule yielded. Raises :class:`TypeError` if a rule of a plugin yielded something else."""
    if not isinstance(found, Violation):
        raise TypeError(f"yielded {type(found).__name__}, expected {Violation.__name__}")
    if not isinstance(found.pointer, str) or not isinstance(found.message, str):
        raise TypeError("yielded a violation whose pointer or message is not a string")
    return found


def _of_extensions(document: Document) -> tuple[Finding, ...]:
    """Return the compiler's findings about casemock's extensions, if the document has any."""
    if not any(key in text for text in document.texts.values() for key in EXTENSIONS):
        return ()
    from contracts.spec.compile import compile_contract  # noqa: PLC0415 (few documents need it)

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


def _interested(keys: tuple[str, ...], always: list[Rule], by_key: dict[str, list[Rule]]) -> list[Rule]:
    """Return the rules for an object with these keys, each once, in the same order in every run."""
    if by_key.keys().isdisjoint(keys):
        return always
    matching = [rule for key, rules in by_key.items() if key in keys for rule in rules]
    # By identity: equality would compare all fields.
    return list({id(rule): rule for rule in (*always, *matching)}.values())


def _finding(document: Document, rule: Rule, found: Violation) -> Finding:
    location = document.locate(found.pointer)
    edits = _edits(document, found)
    return Finding(rule.id, rule.severity, location, found.message, found.hint or rule.remedy, edits=edits)


def _edits(document: Document, found: Violation) -> tuple[Edit, ...]:
    """Return the edits that fix a violation; empty if one of them has no source location, as in converted documents."""
    edits = []
    for fix in found.fixes:
        location = document.locate(fix.pointer)
        if location.pointer.rpartition("/")[2] != fix.pointer.rpartition("/")[2] or not location.line:
            return ()
        has_value = fix.action in ("replace", "insert")
        value = json.dumps(fix.value, ensure_ascii=False) if has_value else ""
        edits.append(Edit(fix.action, location, fix.key, value))
    return tuple(edits)
