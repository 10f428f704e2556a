"""Documents against the rules: each read and walked once, each object handed to the rules that look at such."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from contracts.findings import Edit, Finding, Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import Document
from contracts.spec.load import read_document
from contracts.spec.structure import in_order
from contracts.spec.traversal import Visit

Handlers = dict[str, tuple[list[Rule], dict[str, list[Rule]]]]
"""By kind of object: the rules that look at all of them, and by key those that look at objects with that key."""


def validate(
    spec: str, rules: Sequence[Rule], severities: Mapping[str, Severity]
) -> tuple[Document | None, list[Finding]]:
    """Everything that is wrong with a document, in the order of its text.

    :param rules: those that are not turned off.
    :param severities: of rules, where the settings say other than the rule.
    :returns: the document as far as it could be read, and the findings.
    """
    reading = read_document(spec)
    document = reading.document
    if document is None:
        return None, list(reading.findings)
    found = list(judge(Survey(document), rules))
    findings = [*reading.findings, *(_finding(document, rule, fault) for rule, fault in found)]
    graded = [replace(one, severity=severities.get(one.rule, one.severity)) for one in findings]
    return document, [replace(one, line=document.line_of(one.location)) for one in in_order(graded, document.name)]


def judge(survey: Survey, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Found]]:
    """What the rules find in a document."""
    handlers = _handlers([rule for rule in rules if survey.document.version[:3] in rule.versions])
    for here in survey.visits:
        entry = handlers.get(here.kind)
        if entry is not None:
            for rule in _interested(here, *entry):
                for found in rule.check(here, survey):
                    yield rule, found


def _handlers(rules: Sequence[Rule]) -> Handlers:
    handlers: Handlers = {}
    for rule in rules:
        for entry in rule.looks_at:
            kind, _, key = entry.partition(".")
            always, by_key = handlers.setdefault(kind, ([], {}))
            (by_key.setdefault(key, []) if key else always).append(rule)
    return handlers


def _interested(here: Visit, always: list[Rule], by_key: dict[str, list[Rule]]) -> Iterator[Rule]:
    yield from always
    if by_key:
        met: list[Rule] = []
        for key in here.node.keys() & by_key.keys():
            for rule in by_key[key]:
                if rule not in met:
                    met.append(rule)
        yield from met


def _finding(document: Document, rule: Rule, found: Found) -> Finding:
    edits = tuple(
        Edit(
            amendment.action,
            document.locate(amendment.pointer),
            amendment.key,
            json.dumps(amendment.value) if amendment.action in ("replace", "insert") else "",
        )
        for amendment in found.amendments
    )
    location = document.locate(found.pointer)
    return Finding(rule.id, rule.severity, location, found.message, found.hint or rule.remedy, edits=edits)
