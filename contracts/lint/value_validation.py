"""The values of a document judged all together, once for all rules that ask."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace

from contracts.lint.batch_validator import BatchValidator, Formats
from contracts.lint.default_values import has_discriminator, is_no_integer, more_misfits, with_fractions
from contracts.lint.document_index import DocumentIndex
from contracts.lint.read_write_only import RELAXATIONS, flagged_names, lacks, may_claim
from contracts.lint.string_examples import ParsedExample, Treatment, reading_of
from contracts.lint.value_errors import ValueIssue, misfits, shown
from contracts.lint.value_results import ValueResult
from contracts.lint.values import DocumentValue, Role, values_of
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.pointers import walk
from contracts.spec.read_write_only import for_direction
from contracts.spec.upgrade import upgrade


def verdicts(survey: DocumentIndex, *roles: Role) -> Iterator[ValueResult]:
    """What is wrong with the values of a document that have one of the roles."""
    for verdict in survey.cached(_all_verdicts):
        if verdict.value.role in roles:
            yield verdict


def _all_verdicts(survey: DocumentIndex) -> tuple[ValueResult, ...]:
    values = list(values_of(survey))
    return tuple(_ValueValidator(survey, values).verdicts()) if values else ()


Judged = list[tuple[DocumentValue, list[ValidationIssue]]]


class _ValueValidator:
    """One document's values, judged in the strict way first; what fails there may claim what its place allows."""

    def __init__(self, survey: DocumentIndex, values: list[DocumentValue]) -> None:
        self._survey = survey
        self._values = values
        self._formats: Formats = {"byte": _is_base64} if survey.version == "3.0" else {}
        self._tree = upgrade(survey.document)
        self._bench = BatchValidator(self._tree, self._formats)

    def verdicts(self) -> Iterator[ValueResult]:
        failed = [(value, misfits(breaches, self._tree)) for value, breaches in self._judge(self._values)]
        texts: list[tuple[DocumentValue, DocumentValue, list[ValueIssue]]] = []
        for value, found in failed:
            reading = _reading(value, found)
            if reading.treatment is Treatment.READ:
                texts.append((value, replace(value, value=reading.value), found))
            elif reading.treatment is Treatment.BROKEN:
                yield ValueResult(value, _not_json(value))
            elif reading.treatment is Treatment.MISTAKE:
                yield from (ValueResult(value, misfit) for misfit in found if not self._is_tolerable(value, misfit))
        yield from self._of_texts(texts)
        yield from self._of_defaults({id(value) for value, _ in failed})

    def _of_texts(self, texts: list[tuple[DocumentValue, DocumentValue, list[ValueIssue]]]) -> Iterator[ValueResult]:
        """Strings that stand for what they hold: JSON text, or a parameter's value as it is sent."""
        failed = {id(read): breaches for read, breaches in self._judge([read for _, read, _ in texts])}
        for value, read, as_written in texts:
            if value.role is Role.PARAMETER:
                is_text = id(read) not in failed
                yield from (ValueResult(value, misfit, is_text) for misfit in as_written)
            elif id(read) in failed:
                yield from (
                    ValueResult(value, misfit, is_text=True) for misfit in misfits(failed[id(read)], self._tree)
                )

    def _of_defaults(self, refused: set[int]) -> Iterator[ValueResult]:
        """What is wrong with the other defaults by OpenAPI itself."""
        others = [value for value in self._values if value.role is Role.DEFAULT and id(value) not in refused]
        for value in others:
            node = walk(self._survey.tree, value.schema)
            yield from (ValueResult(value, misfit) for misfit in more_misfits(node, self._survey.version))
        if self._survey.version == "3.0":
            yield from self._of_fractions(others)

    def _of_fractions(self, defaults: list[DocumentValue]) -> Iterator[ValueResult]:
        odd = [(value, replace(value, value=with_fractions(value.value))) for value in defaults]
        written = {id(again): value for value, again in odd if again.value != value.value}
        for again, breaches in self._judge([again for _, again in odd if id(again) in written]):
            value = written[id(again)]
            for misfit in filter(is_no_integer, misfits(breaches, self._tree)):
                number = walk(value.value, misfit.place)
                message = f"{shown(number)} is not of type {' or '.join(misfit.detail['types'])}"
                yield ValueResult(value, replace(misfit, message=message, hint=f"write {number:.0f}"))

    def _is_tolerable(self, value: DocumentValue, misfit: ValueIssue) -> bool:
        """Whether what is wrong by JSON Schema is another rule's matter, or right by OpenAPI."""
        is_old = self._survey.version == "3.0"
        if value.role is Role.DEFAULT:
            is_odd = with_fractions(value.value) != value.value
            is_chosen = is_odd or has_discriminator(walk(self._survey.tree, value.schema))
            return is_old and misfit.is_ambiguous and is_chosen
        # A null of the right type that enum does not list: nullable and enum contradict each other.
        return is_old and misfit.keyword == "enum" and misfit.value is None

    def _judge(self, values: list[DocumentValue]) -> Judged:
        """The values that do not fit, whatever their places allow."""
        return self._relaxed(_hold(self._bench, values)) if values else []

    def _relaxed(self, failed: Judged) -> Judged:
        """Judge again what lacks properties that its direction need not have."""
        flagged = flagged_names(self._survey) if failed else {}
        for direction, relaxations in RELAXATIONS.items():
            names = {name for relaxation in relaxations for name in flagged.get(relaxation, ())}
            doubtful = {
                id(value): value
                for value, breaches in failed
                if value.direction is direction and may_claim(value, self._survey) and lacks(breaches, names)
            }
            if doubtful:
                tree = self._tree
                for relaxation in relaxations:
                    tree = for_direction(tree, relaxation) if flagged.get(relaxation) else tree
                again = _hold(BatchValidator(tree, self._formats), list(doubtful.values()))
                failed = [pair for pair in failed if id(pair[0]) not in doubtful] + again
        return failed


def _hold(bench: BatchValidator, values: list[DocumentValue]) -> Judged:
    found = bench.judge([(value.schema, value.value) for value in values])
    return [(values[number], breaches) for number, breaches in sorted(found.items())]


def _reading(value: DocumentValue, found: list[ValueIssue]) -> ParsedExample:
    """How a value is to be taken; anything but a string of the wrong type as it stands."""
    if isinstance(value.value, str) and value.role in (Role.CONTENT, Role.PARAMETER, Role.SCHEMA):
        for misfit in found:
            if misfit.keyword == "type" and not misfit.place:
                return reading_of(value, misfit.detail["types"])
    return ParsedExample(Treatment.MISTAKE)


def _not_json(value: DocumentValue) -> ValueIssue:
    message = f"{shown(value.value)} is a string that is not valid JSON"
    return ValueIssue("type", "", message, "write the value itself, or a string of valid JSON", {}, value.value)


def _is_base64(text: str) -> bool:
    """Whether a text is of the format ``byte`` (OpenAPI 3.0.3, "Data Types")."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
