"""Which consumers a change affects: compares changes with recorded usages and drops those that nobody uses.

A change lists the elements of the API that it affects and its kind; a usage records what a consumer sent and received.
If the recorded stats cannot decide, the consumer counts as affected: see :mod:`contracts.traffic.constraint_fit`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from contracts.diff.change import Action, AffectedElement, Change, ChangeKind, Direction, Element, Level, Part
from contracts.errors import UsageError
from contracts.traffic.constraint_fit import constraint_violation
from contracts.traffic.matching import covers, credentials_of, locations_of, plain_template
from contracts.traffic.model import FieldPath, Fields, OperationUsage, Usage, UsedResponse
from contracts.traffic.schema_location import SchemaLocation
from contracts.traffic.usage_file import read_usage
from contracts.traffic.value_stats import ValueStats
from contracts.wording import pluralize

_METHOD_AND_PATH = re.compile(r"[A-Z]+ /.*", re.DOTALL)


def _kinds(direction: Direction, element: Element, *actions: Action) -> frozenset[ChangeKind]:
    return frozenset(ChangeKind(direction, element, action) for action in actions)


AFFECTING_OMISSION = (
    _kinds(Direction.NONE, Element.PARAMETER, Action.ADDED_REQUIRED, Action.BECAME_REQUIRED)
    | _kinds(Direction.REQUEST, Element.PROPERTY, Action.ADDED_REQUIRED, Action.BECAME_REQUIRED)
    | _kinds(Direction.REQUEST, Element.BODY, Action.ADDED_REQUIRED, Action.BECAME_REQUIRED)
    | _kinds(Direction.REQUEST, Element.DEFAULT, Action.ADDED, Action.CHANGED, Action.REMOVED)
)
"""Changes that affect consumers that omit a value."""

NEW_RESPONSES = _kinds(Direction.RESPONSE, Element.SUCCESS_STATUS, Action.ADDED) | _kinds(
    Direction.RESPONSE, Element.ERROR_STATUS, Action.ADDED
)
"""Changes after which a consumer can receive a response that it has never received."""

ADDITIONAL_PROPERTIES_FORBIDDEN = ChangeKind(Direction.REQUEST, Element.ADDITIONAL_PROPERTIES, Action.CLOSED)
CREDENTIALS_REQUIRED = ChangeKind(Direction.NONE, Element.SECURITY, Action.BECAME_REQUIRED)
SCHEME_REQUIRED = ChangeKind(Direction.NONE, Element.SECURITY_SCHEME, Action.ADDED)


@dataclass(frozen=True, slots=True)
class AffectedConsumer:
    """A consumer that a change affects.

    :param reason: what the consumer does that no longer works, one phrase.
    """

    name: str
    reason: str


def affecting_consumers(
    changes: Sequence[Change], files: Sequence[str], tree: Mapping[str, Any]
) -> tuple[list[Change], list[str]]:
    """Return the changes that affect a consumer, with names and reasons, and a sentence for each consumer.

    Changes that client traffic cannot show, those of webhooks and callbacks, are kept without consumers.

    :param files: usage files.
    :param tree: the new document in 3.1 form with internal references.
    :raises DocumentError: for a file that is not a usage file.
    :raises UsageError: for two files of the same consumer.
    """
    usages = read_usages(files)
    found = [(change, affected_by(change, usages, tree)) for change in changes]
    kept = [(change, consumers) for change, consumers in found if consumers or not _is_observable(change)]
    notes = [_sentence(usage.consumer, kept) for usage in usages]
    hidden = len(changes) - len(kept)
    if hidden:
        verbs = "affects no consumer and is hidden" if hidden == 1 else "affect no consumer and are hidden"
        notes.append(f"{hidden} of {pluralize(len(changes), 'change')} {verbs}")
    return [with_consumers(change, consumers) for change, consumers in kept], notes


def read_usages(files: Sequence[str]) -> list[Usage]:
    """Read usage files, ordered by the names of their consumers. Raises as :func:`affecting_consumers`."""
    usages = sorted(map(read_usage, files), key=lambda usage: usage.consumer)
    for one, other in pairwise(usages):
        if one.consumer == other.consumer:
            hint = "merge them with 'contracts usage --merge', or give the consumers different names"
            raise UsageError(f"--used-by: two files describe consumer '{one.consumer}'", hint=hint)
    return usages


def with_consumers(change: Change, consumers: Sequence[AffectedConsumer]) -> Change:
    """Return a change that names the affected consumers in its message, and the reasons in its hint."""
    if not consumers:
        return replace(change, message=f"{change.message} (affected consumers cannot be determined from traffic)")
    names = ", ".join(one.name for one in consumers)
    reasons = "; ".join(f"{one.name}: {one.reason}" for one in consumers)
    return replace(
        change, message=f"{change.message} (affects {names})", hint="; ".join(filter(None, [reasons, change.hint]))
    )


def _sentence(consumer: str, found: Iterable[tuple[Change, Sequence[AffectedConsumer]]]) -> str:
    levels = Counter(str(change.level) for change, consumers in found for one in consumers if one.name == consumer)
    numbers = ", ".join(f"{number} {level}" for level, number in sorted(levels.items()))
    return f"consumer {consumer}: {f'affected by {numbers}' if numbers else 'not affected'}"


def affected_by(change: Change, usages: Iterable[Usage], tree: Mapping[str, Any]) -> tuple[AffectedConsumer, ...]:
    """Return the affected consumers, ordered by name; none for safe changes."""
    if change.level is Level.SAFE:
        return ()
    impact = _ImpactCheck(change, tree)
    found = ((usage.consumer, impact.on(usage)) for usage in sorted(usages, key=lambda one: one.consumer))
    return tuple(AffectedConsumer(consumer, reason) for consumer, reason in found if reason)


def _is_observable(change: Change) -> bool:
    """Whether client traffic shows which consumers a change affects."""
    return all(not one.operation or _METHOD_AND_PATH.fullmatch(one.operation) for one in change.affected)


class _ImpactCheck:
    """Checks usages for the effect of one change."""

    def __init__(self, change: Change, tree: Mapping[str, Any]) -> None:
        self._change = change
        self._tree = tree
        self._affects_omission = change.kind in AFFECTING_OMISSION

    def on(self, usage: Usage) -> str:
        """Return why the change affects a consumer; ``""``: it does not."""
        reasons = (
            f"{name}: {reason}"
            for affected in self._change.affected
            for name, used in sorted(usage.operations.items())
            if not affected.operation or plain_template(affected.operation) == plain_template(name)
            for reason in [self._reason(affected, name, used)]
            if used.calls and reason
        )
        return next(reasons, "")

    def _reason(self, affected: AffectedElement, name: str, used: OperationUsage) -> str:
        match affected.part:
            case Part.PARAMETER:
                return self._of_parameter(affected, used)
            case Part.REQUEST:
                return self._of_request(affected, used)
            case Part.RESPONSE:
                return self._of_response(affected, used)
            case Part.RESPONSE_HEADER:
                return self._of_header(affected, used)
            case Part.SECURITY:
                return self._of_security(affected, name, used)
            case Part.OPERATION:
                return _calls(used)

    # ------------------------------------------------------------------ requests

    def _of_parameter(self, affected: AffectedElement, used: OperationUsage) -> str:
        fields = used.parameters.get(affected.name, {})
        sent = fields[()].count if () in fields else 0
        if self._affects_omission and not affected.field:
            return _omits(sent, used.calls - used.refused, "calls")
        return self._of_value(affected, fields, is_text=True) if sent else ""

    def _of_request(self, affected: AffectedElement, used: OperationUsage) -> str:
        bodies = {name: body for name, body in used.bodies.items() if covers(affected.media_type, name)}
        count = sum(body.count for body in bodies.values())
        if self._affects_omission and not affected.field:
            return _omits(count, used.calls - used.refused, "calls")
        reasons = (
            self._of_value(affected, body.fields, is_text=False) if body.fields else f"sends {name or 'a body'}"
            for name, body in sorted(bodies.items())
        )
        return next(filter(None, reasons), "")

    def _of_value(self, affected: AffectedElement, fields: Fields, *, is_text: bool) -> str:
        """Check a value that was sent or omitted."""
        path = affected.field
        if self._affects_omission:
            return _missing(fields, path)
        stats = fields.get(path)
        if stats is None:
            return ""
        if self._change.kind == ADDITIONAL_PROPERTIES_FORBIDDEN:
            return _undocumented(fields, path, locations_of(affected, self._tree))
        if affected.limit:
            return constraint_violation(affected.limit, stats, is_text=is_text)
        return _sends(affected.value, stats) if affected.value else _times(stats.count)

    # ------------------------------------------------------------------ responses

    def _of_response(self, affected: AffectedElement, used: OperationUsage) -> str:
        responses = {status: one for status, one in used.responses.items() if _is_of(affected.status, status, one)}
        if self._change.kind in NEW_RESPONSES and not responses:
            return _calls(used)  # it may now receive a response that it has never received
        for status, response in sorted(responses.items()):
            if not affected.field and not affected.media_type:
                return f"receives {status}"
            for media_type, paths in sorted(response.media.items()):
                if covers(affected.media_type, media_type) and (affected.field in paths or not affected.field):
                    return f"receives {'/'.join(affected.field) or media_type} in {status}"
        return ""

    def _of_header(self, affected: AffectedElement, used: OperationUsage) -> str:
        responses = (one for status, one in used.responses.items() if _is_of(affected.status, status, one))
        return f"receives {affected.name}" if any(affected.name.lower() in one.headers for one in responses) else ""

    # ------------------------------------------------------------------ credentials

    def _of_security(self, affected: AffectedElement, name: str, used: OperationUsage) -> str:
        schemes = {one for one in affected.name.split(" and ") if one}
        shown = " and ".join(sorted(schemes)) or "credentials"
        if self._change.kind == CREDENTIALS_REQUIRED:
            alternatives = credentials_of(name, self._tree)
            is_accepted = "" not in used.security and any(one <= used.security.keys() for one in alternatives)
            return "" if is_accepted else "calls it without the required credentials"
        if self._change.kind == SCHEME_REQUIRED:
            return "" if schemes <= used.security.keys() else f"calls it without {shown}"
        return f"calls it with {shown}" if not schemes or schemes & used.security.keys() else ""


def _calls(used: OperationUsage) -> str:
    return f"calls it {used.calls} times" if used.calls > 1 else "calls it once"


def _times(count: int) -> str:
    return f"sends it {count} times" if count > 1 else "sends it"


def _omits(sent: int, of: int, what: str) -> str:
    """Return how often a value is omitted; ``""``: never."""
    if sent >= of:
        return ""
    return f"sends it in {sent} of {of} {what}" if sent else "never sends it"


def _is_of(documented: str, status: str, response: UsedResponse) -> bool:
    """Whether a recorded response belongs to a response of the old document."""
    return documented in {"", response.documented, status}


def _missing(fields: Fields, path: FieldPath) -> str:
    """Return how often an object was sent without the required property."""
    parent = fields.get(path[:-1])
    objects = parent.types["object"] if parent is not None else 0
    sent = fields[path].count if path in fields else 0
    return _omits(sent, objects, "objects")


def _sends(value: str, stats: ValueStats) -> str:
    """Return whether one value was among those sent, as a phrase."""
    if value == "null":
        return "sends null" if stats.types["null"] else ""
    if not stats.is_complete:
        return "sends values that the usage file does not list"
    return f"sends {value}" if value in stats.values else ""


def _undocumented(fields: Fields, path: FieldPath, locations: list[SchemaLocation]) -> str:
    """Return the properties that were sent although the document does not name them, as a phrase."""
    names = {one[len(path)] for one in fields if len(one) > len(path) and one[: len(path)] == path}
    others = sorted(name for name in names if not all(location.allows_property(name) for location in locations))
    return f"sends {', '.join(others)}" if others else ""
