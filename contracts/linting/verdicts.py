"""What is wrong with the values of a document, judged all together once for all rules that ask."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from contracts.linting.bench import Bench, Formats
from contracts.linting.misfits import Misfit, misfits, shown
from contracts.linting.rule import Found
from contracts.linting.string_examples import Reading, Treatment, reading_of
from contracts.linting.survey import Survey
from contracts.linting.values import Direction, Role, Value, values_of
from contracts.spec.breach import Breach
from contracts.spec.directions import FLAGS, for_direction
from contracts.spec.upgrade import upgrade

KNOWN_FORMATS = frozenset({"date", "date-time", "uuid", "ipv4", "ipv6", "byte"})
"""What openapi-spec-validator judges too; it lets pass any ``email`` with an ``@``."""

TREES: dict[Direction, tuple[str, ...]] = {
    Direction.REQUEST: ("request",),
    Direction.RESPONSE: ("response",),
    Direction.EITHER: ("request", "response"),
}
"""By direction, the relaxations of ``required`` that a value may claim."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing wrong with one value.

    :param is_text: the value is a string whose text, read as JSON, was judged, or would fit.
    """

    value: Value
    misfit: Misfit
    is_text: bool = False

    @property
    def pointer(self) -> str:
        """The place of the mistake in the document."""
        return self.value.pointer if self.is_text else self.value.pointer + self.misfit.place

    @property
    def is_certain(self) -> bool:
        """Whether schema and value contradict each other for sure: not on a format, nor by overlapping branches."""
        misfit = self.misfit
        is_stand_in = self.is_text and self.value.role is Role.PARAMETER
        return not (misfit.is_of_format or misfit.is_ambiguous or is_stand_in)

    @property
    def is_of_known_format(self) -> bool:
        """Whether the format is one that all tools judge alike."""
        if not self.misfit.is_of_format:
            return False
        name = self.misfit.detail["format"]
        return name in KNOWN_FORMATS or (name in ("email", "idn-email") and "@" not in str(self.misfit.value))

    def found(self, claim: str, hint: str = "") -> Found:
        """The fault that a rule reports.

        :param claim: what it says of the value, e.g. ``default does not fit its schema``.
        """
        misfit = self.misfit
        where = f"at {misfit.place[1:]}: " if misfit.place and self.is_text else ""
        more = f", and so {misfit.count - 1} more" if misfit.count > 1 else ""
        return Found(self.pointer, f"{claim}: {where}{misfit.message}{more}", hint or misfit.hint)


_KNOWN: WeakKeyDictionary[Survey, tuple[Verdict, ...]] = WeakKeyDictionary()


def verdicts(survey: Survey, *roles: Role) -> Iterator[Verdict]:
    """What is wrong with the values of a document that have one of the roles."""
    known = _KNOWN.get(survey)
    if known is None:
        known = _KNOWN[survey] = tuple(_Hearing(survey).verdicts())
    for verdict in known:
        if verdict.value.role in roles:
            yield verdict


Judged = list[tuple[Value, list[Breach]]]


class _Hearing:
    """One document's values, judged in the strict way first; what fails there may claim what its place allows."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._tree: dict[str, Any] = {}
        self._formats: Formats = {"byte": _is_base64} if survey.version == "3.0" else {}

    def verdicts(self) -> Iterator[Verdict]:
        values = list(values_of(self._survey))
        if not values:
            return
        self._tree = upgrade(self._survey.document)
        self._bench = Bench(self._tree, self._formats)
        doubtful: list[tuple[Value, Value, list[Misfit]]] = []
        for value, breaches in self._judge(values):
            found = misfits(breaches)
            reading = _reading(value, found)
            if reading.treatment is Treatment.READ:
                doubtful.append((value, replace(value, value=reading.value), found))
            elif reading.treatment is Treatment.BROKEN:
                yield Verdict(value, _not_json(value))
            elif reading.treatment is Treatment.MISTAKE:
                yield from (Verdict(value, misfit) for misfit in found)
        yield from self._of_texts(doubtful)
        yield from self._of_fractions(values)

    def _of_texts(self, doubtful: list[tuple[Value, Value, list[Misfit]]]) -> Iterator[Verdict]:
        """Strings that stand for what they hold: JSON text, or a parameter's value as it is sent."""
        failed = {id(read): breaches for read, breaches in self._judge([read for _, read, _ in doubtful])}
        for value, read, as_written in doubtful:
            if value.role is Role.PARAMETER:
                is_text = id(read) not in failed
                yield from (Verdict(value, misfit, is_text) for misfit in as_written)
            elif id(read) in failed:
                yield from (Verdict(value, misfit, is_text=True) for misfit in misfits(failed[id(read)]))

    def _of_fractions(self, values: list[Value]) -> Iterator[Verdict]:
        """In 3.0, the default ``1.0`` is no integer (JSON Schema Wright draft 00, section 4.2); it is since 2020-12.

        A number that surely has a fraction is judged in its place.
        """
        if self._survey.version != "3.0":
            return
        whole = [value for value in values if value.role is Role.DEFAULT and _is_whole(value.value)]
        odd = [replace(value, value=value.value + 0.5) for value in whole]
        written = dict(zip(map(id, odd), whole, strict=True))
        for value, breaches in self._judge(odd):
            for misfit in misfits(breaches):
                if misfit.keyword == "type" and "integer" in misfit.detail["types"]:
                    original = written[id(value)]
                    message = f"{original.value} is not of type integer"
                    yield Verdict(original, replace(misfit, message=message, hint=f"write {int(original.value)}"))

    def _judge(self, values: list[Value]) -> Judged:
        """The values that do not fit, whatever their places allow."""
        return self._relaxed(self._hold(self._bench, values)) if values else []

    def _hold(self, bench: Bench, values: list[Value]) -> Judged:
        found = bench.judge([(value.schema, value.value) for value in values])
        return [(values[number], breaches) for number, breaches in sorted(found.items())]

    def _relaxed(self, failed: Judged) -> Judged:
        """Judge again what lacks properties that its direction need not have."""
        flagged = _flagged(self._survey) if failed else {}
        for direction, relaxations in TREES.items():
            names = frozenset().union(*(flagged.get(relaxation, ()) for relaxation in relaxations))
            doubtful = {
                id(value): value
                for value, breaches in failed
                if value.direction is direction and _claims(value, self._survey) and _lacks(breaches, names)
            }
            if doubtful:
                tree = self._tree
                for relaxation in relaxations:
                    tree = for_direction(tree, relaxation) if flagged.get(relaxation) else tree
                again = self._hold(Bench(tree, self._formats), list(doubtful.values()))
                failed = [pair for pair in failed if id(pair[0]) not in doubtful] + again
        return failed


def _reading(value: Value, found: list[Misfit]) -> Reading:
    """How a value is to be taken; anything but a string of the wrong type as it stands."""
    if isinstance(value.value, str) and value.role in (Role.CONTENT, Role.PARAMETER, Role.SCHEMA):
        for misfit in found:
            if misfit.keyword == "type" and not misfit.place:
                return reading_of(value, misfit.detail["types"])
    return Reading(Treatment.MISTAKE)


def _not_json(value: Value) -> Misfit:
    message = f"{shown(value.value)} is text that is not JSON"
    return Misfit("type", "", message, "write the value itself, or text that is JSON", {}, value.value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _claims(value: Value, survey: Survey) -> bool:
    """Whether a value may lack what its direction need not have.

    A default of 3.1 may not: openapi-spec-validator holds it against the schema as it stands.
    """
    return value.role is not Role.DEFAULT or survey.version == "3.0"


def _flagged(survey: Survey) -> dict[str, set[str]]:
    """By direction, the names of the properties that its messages need not have, behind references too."""
    names: dict[str, set[str]] = {}
    for direction, flag in FLAGS.items():
        flagged = {id(here.node) for here in survey.by_kind.get("schema", ()) if here.node.get(flag) is True}
        for here in survey.by_kind.get("schema", ()) if flagged else ():
            properties = here.node.get("properties")
            for name, node in properties.items() if isinstance(properties, dict) else ():
                site = survey.follow("", node)
                if id(node) in flagged or (site is not None and id(site.node) in flagged):
                    names.setdefault(direction, set()).add(name)
    return names


def _lacks(breaches: list[Breach], names: Collection[str]) -> bool:
    """Whether something is wrong because one of some properties is missing."""
    return bool(names) and any(
        (breach.keyword == "required" and breach.detail["property"] in names)
        or any(_lacks(branch, names) for branch in breach.branches)
        for breach in breaches
    )


def _is_base64(text: str) -> bool:
    """Whether a text is of the format ``byte`` (OpenAPI 3.0.3, "Data Types")."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
