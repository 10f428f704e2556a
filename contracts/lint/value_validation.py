"""Validate all values of a document against their schemas, once for all rules."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from contracts.lint.batch_validator import BatchValidator, Formats
from contracts.lint.default_values import has_discriminator, is_integer_issue, openapi_issues, with_fractions
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Violation
from contracts.lint.value_errors import ValueIssue, shown, value_issues
from contracts.lint.values import (
    DocumentValue,
    ParsedExample,
    Role,
    Treatment,
    ValueDirection,
    parse_example,
    values_of,
)
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.pointers import walk
from contracts.spec.read_write_only import FLAGS, for_direction
from contracts.spec.tree_editor import copy_json
from contracts.spec.upgrade import upgrade

KNOWN_FORMATS = frozenset({"date", "date-time", "uuid", "ipv4", "ipv6", "byte"})
"""Formats that openapi-spec-validator checks too; of ``email`` it only checks that there is an ``@``."""


@dataclass(frozen=True, slots=True)
class ValueResult:
    """One violation of a schema by one value.

    :param is_text: the value is a string, and its content was parsed as JSON and validated, or would be valid.
    """

    value: DocumentValue
    issue: ValueIssue
    is_text: bool = False

    @property
    def pointer(self) -> str:
        """The JSON pointer of the violation in the document."""
        return self.value.pointer if self.is_text else self.value.pointer + self.issue.place

    @property
    def is_certain(self) -> bool:
        """Whether value and schema contradict each other beyond formats and overlapping branches."""
        issue = self.issue
        is_stand_in = self.is_text and self.value.role is Role.PARAMETER
        return not (issue.is_of_format or issue.is_ambiguous or is_stand_in)

    @property
    def is_of_known_format(self) -> bool:
        """Whether the violated format is one that all tools validate in the same way."""
        if not self.issue.is_of_format:
            return False
        name = self.issue.detail["format"]
        return name in KNOWN_FORMATS or (name in ("email", "idn-email") and "@" not in str(self.issue.value))

    def found(self, claim: str, hint: str = "") -> Violation:
        """The violation that a rule reports.

        :param claim: the start of the message, e.g. ``default does not match its schema``.
        """
        issue = self.issue
        where = f"at {issue.place[1:]}: " if issue.place and self.is_text else ""
        times = f" ({issue.count} times)" if issue.count > 1 else ""
        return Violation(self.pointer, f"{claim}: {where}{issue.message}{times}", hint or issue.hint)


RELAXATIONS: dict[ValueDirection, tuple[str, ...]] = {
    ValueDirection.REQUEST: ("request",),
    ValueDirection.RESPONSE: ("response",),
    ValueDirection.EITHER: ("request", "response"),
}
"""By direction of a value: the directions whose relaxed ``required`` applies to it."""


def may_claim(value: DocumentValue, index: DocumentIndex) -> bool:
    """Whether a value may omit properties that its direction does not contain.

    A default of 3.1 may not: openapi-spec-validator validates it against the unchanged schema.
    """
    return value.role is not Role.DEFAULT or index.version == "3.0"


def flagged_names(index: DocumentIndex) -> dict[str, set[str]]:
    """By direction, the names of the properties that its messages may omit, including referenced ones."""
    names: dict[str, set[str]] = {}
    for direction, flag in FLAGS.items():
        flagged = {id(here.node) for here in index.by_kind.get("schema", ()) if here.node.get(flag) is True}
        for here in index.by_kind.get("schema", ()) if flagged else ():
            properties = here.node.get("properties")
            for name, node in properties.items() if isinstance(properties, dict) else ():
                if id(node) in flagged or (
                    isinstance(node, dict) and "$ref" in node and _leads_to(flagged, node, index)
                ):
                    names.setdefault(direction, set()).add(name)
    return names


def _leads_to(flagged: set[int], node: dict[str, Any], index: DocumentIndex) -> bool:
    site = index.follow("", node)
    return site is not None and id(site.node) in flagged


def lacks(breaches: list[ValidationIssue], names: Collection[str]) -> bool:
    """Whether one of the properties is missing."""
    return bool(names) and any(
        (breach.keyword == "required" and breach.detail["property"] in names)
        or any(lacks(branch, names) for branch in breach.branches)
        for breach in breaches
    )


def value_results(index: DocumentIndex, *roles: Role) -> Iterator[ValueResult]:
    """Yield the violations of the values with one of the roles."""
    for verdict in index.cached(_all_verdicts):
        if verdict.value.role in roles:
            yield verdict


def _all_verdicts(index: DocumentIndex) -> tuple[ValueResult, ...]:
    values = list(values_of(index))
    return tuple(_ValueValidator(index, values).run()) if values else ()


Failures = list[tuple[DocumentValue, list[ValidationIssue]]]


class _ValueValidator:
    """Validates the values of one document, those that fail a second time without properties of the other direction."""

    def __init__(self, index: DocumentIndex, values: list[DocumentValue]) -> None:
        self._index = index
        self._values = values
        self._formats: Formats = {"byte": _is_base64} if index.version == "3.0" else {}
        self._tree = copy_json(upgrade(index.document))  # the validator repairs it
        self._bench = BatchValidator(self._tree, self._formats)

    def run(self) -> Iterator[ValueResult]:
        failed = [(value, value_issues(breaches, self._tree)) for value, breaches in self._invalid(self._values)]
        strings: list[tuple[DocumentValue, DocumentValue, list[ValueIssue]]] = []
        for value, found in failed:
            reading = _interpret(value, found)
            if reading.treatment is Treatment.READ:
                strings.append((value, replace(value, value=reading.value), found))
            elif reading.treatment is Treatment.BROKEN:
                yield ValueResult(value, _not_json(value))
            elif reading.treatment is Treatment.MISTAKE:
                yield from (ValueResult(value, issue) for issue in found if not self._is_tolerable(value, issue))
        yield from self._from_strings(strings)
        yield from self._from_defaults({id(value) for value, _ in failed})

    def _from_strings(
        self, strings: list[tuple[DocumentValue, DocumentValue, list[ValueIssue]]]
    ) -> Iterator[ValueResult]:
        """Validate the values parsed from strings: JSON, or the serialized value of a parameter."""
        failed = {id(read): breaches for read, breaches in self._invalid([read for _, read, _ in strings])}
        for value, read, as_written in strings:
            if value.role is Role.PARAMETER:
                is_text = id(read) not in failed
                yield from (ValueResult(value, issue, is_text) for issue in as_written)
            elif id(read) in failed:
                yield from (
                    ValueResult(value, issue, is_text=True) for issue in value_issues(failed[id(read)], self._tree)
                )

    def _from_defaults(self, invalid: set[int]) -> Iterator[ValueResult]:
        """Check the defaults that match their schemas for OpenAPI's further requirements."""
        others = [value for value in self._values if value.role is Role.DEFAULT and id(value) not in invalid]
        for value in others:
            node = walk(self._index.tree, value.schema)
            yield from (ValueResult(value, issue) for issue in openapi_issues(node, self._index.version))
        if self._index.version == "3.0":
            yield from self._from_fractions(others)

    def _from_fractions(self, defaults: list[DocumentValue]) -> Iterator[ValueResult]:
        """Report numbers such as ``1.0`` in defaults of 3.0 that must be integers."""
        pairs = [(value, replace(value, value=with_fractions(value.value))) for value in defaults]
        original = {id(changed): value for value, changed in pairs if changed.value != value.value}
        for changed, breaches in self._invalid([changed for _, changed in pairs if id(changed) in original]):
            value = original[id(changed)]
            for issue in filter(is_integer_issue, value_issues(breaches, self._tree)):
                number = walk(value.value, issue.place)
                message = f"{shown(number)} is not of type {' or '.join(issue.detail['types'])}"
                yield ValueResult(value, replace(issue, message=message, hint=f"write {number:.0f}"))

    def _is_tolerable(self, value: DocumentValue, issue: ValueIssue) -> bool:
        """Return whether OpenAPI allows a violation of JSON Schema, or another rule reports it."""
        is_old = self._index.version == "3.0"
        if value.role is Role.DEFAULT:
            has_whole_float = with_fractions(value.value) != value.value
            is_selected = has_whole_float or has_discriminator(walk(self._index.tree, value.schema))
            return is_old and issue.is_ambiguous and is_selected
        # A null of the right type that enum does not list: nullable and enum contradict each other.
        return is_old and issue.keyword == "enum" and issue.value is None

    def _invalid(self, values: list[DocumentValue]) -> Failures:
        """Return the invalid values with their violations."""
        return self._relaxed(_validate(self._bench, values)) if values else []

    def _relaxed(self, failed: Failures) -> Failures:
        """Validate values again, without the requirement of properties that their direction does not contain."""
        flagged = flagged_names(self._index) if failed else {}
        for direction, relaxations in RELAXATIONS.items():
            names = {name for relaxation in relaxations for name in flagged.get(relaxation, ())}
            incomplete = {
                id(value): value
                for value, breaches in failed
                if value.direction is direction and may_claim(value, self._index) and lacks(breaches, names)
            }
            if incomplete:
                tree = self._tree
                for relaxation in relaxations:
                    tree = for_direction(tree, relaxation) if flagged.get(relaxation) else tree
                again = _validate(BatchValidator(tree, self._formats), list(incomplete.values()))
                failed = [pair for pair in failed if id(pair[0]) not in incomplete] + again
        return failed


def _validate(bench: BatchValidator, values: list[DocumentValue]) -> Failures:
    found = bench.validate([(value.schema, value.value) for value in values])
    return [(values[number], breaches) for number, breaches in sorted(found.items())]


def _interpret(value: DocumentValue, found: list[ValueIssue]) -> ParsedExample:
    """Return how to interpret a value; only strings of the wrong type may be serialized values."""
    if isinstance(value.value, str) and value.role in (Role.CONTENT, Role.PARAMETER, Role.SCHEMA):
        for issue in found:
            if issue.keyword == "type" and not issue.place:
                return parse_example(value, issue.detail["types"])
    return ParsedExample(Treatment.MISTAKE)


def _not_json(value: DocumentValue) -> ValueIssue:
    message = f"{shown(value.value)} is a string that is not valid JSON"
    return ValueIssue("type", "", message, "write the value itself, or a string of valid JSON", {}, value.value)


def _is_base64(text: str) -> bool:
    """Return whether a string has the format ``byte`` (OpenAPI 3.0.3, "Data Types")."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
