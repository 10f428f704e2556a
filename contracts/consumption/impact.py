"""Whom a change hits: each change held against what consumers used, silent on what nobody uses.

A change says in its aspects what of the API it touches, and in the words of its id of what kind it is; a usage says the
rest. Where the facts of a usage cannot tell, a consumer is hit: see :mod:`contracts.consumption.narrowing`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from contracts.consumption.facts import Facts
from contracts.consumption.lookups import covers, credentials_of, places_of, plain_template
from contracts.consumption.narrowing import misfit
from contracts.consumption.places import Place
from contracts.consumption.usage_file import read_usage
from contracts.consumption.used import Answer, Fields, Usage, Used, Way
from contracts.errors import UsageError

if TYPE_CHECKING:
    from contracts.comparing.change import Aspect, Change

_METHOD_AND_PATH = re.compile(r"[A-Z]+ /.*", re.DOTALL)


OMITTED = frozenset(
    {"parameter-added-required", "parameter-became-required"}
    | {f"request-{what}-{how}-required" for what in ("property", "body") for how in ("added", "became")}
    | {f"request-default-{how}" for how in ("added", "changed", "removed")}
)
"""Changes that hit who leaves something out."""

COME = frozenset({"response-success-added", "response-error-added"})
"""Changes by which a response comes that nobody has seen yet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A consumer that a change hits.

    :param reason: what it does that no longer works, one phrase.
    """

    consumer: str
    reason: str


def narrowed(
    changes: Sequence[Change], files: Sequence[str], tree: Mapping[str, Any]
) -> tuple[list[Change], list[str]]:
    """The changes that hit some consumer, each saying whom and why, and a sentence for each consumer.

    What no traffic of clients can show, a webhook or a callback, is kept without consumers.

    :param files: usage files.
    :param tree: the new document in 3.1 form, references internal.
    :raises DocumentError: for a file that is no usage file.
    :raises UsageError: for two files of one consumer.
    """
    usages = read_usages(files)
    judged = [(change, hits_of(change, usages, tree)) for change in changes]
    kept = [(change, hits) for change, hits in judged if hits or not _is_observable(change)]
    notes = [_sentence(usage.consumer, kept) for usage in usages]
    silent = len(changes) - len(kept)
    if silent:
        notes.append(f"left out, as they hit no consumer: {silent} of {len(changes)} changes")
    return [told(change, hits) for change, hits in kept], notes


def read_usages(files: Sequence[str]) -> list[Usage]:
    """The usages in some files, by the names of their consumers. Raises as :func:`narrowed`."""
    usages = sorted(map(read_usage, files), key=lambda usage: usage.consumer)
    for one, other in pairwise(usages):
        if one.consumer == other.consumer:
            hint = "merge them with 'contracts usage --merge', or name the consumers apart"
            raise UsageError(f"--used-by: two files are about the consumer '{one.consumer}'", hint=hint)
    return usages


def told(change: Change, hits: Sequence[Hit]) -> Change:
    """A change that says whom it hits, and in its hint why."""
    if not hits:
        return replace(change, message=f"{change.message} (whom it hits no recording can show)")
    names = ", ".join(hit.consumer for hit in hits)
    reasons = "; ".join(f"{hit.consumer}: {hit.reason}" for hit in hits)
    return replace(
        change, message=f"{change.message} (hits {names})", hint="; ".join(filter(None, [reasons, change.hint]))
    )


def _sentence(consumer: str, judged: Iterable[tuple[Change, Sequence[Hit]]]) -> str:
    levels = Counter(str(change.level) for change, hits in judged for hit in hits if hit.consumer == consumer)
    counted = ", ".join(f"{number} {level}" for level, number in sorted(levels.items()))
    return f"consumer {consumer}: {f'hit by {counted}' if counted else 'nothing that it uses breaks'}"


def hits_of(change: Change, usages: Iterable[Usage], tree: Mapping[str, Any]) -> tuple[Hit, ...]:
    """Whom a change hits, by their names; a safe one hits nobody."""
    if change.level == "safe":
        return ()
    impact = _Impact(change, tree)
    found = ((usage.consumer, impact.on(usage)) for usage in sorted(usages, key=lambda one: one.consumer))
    return tuple(Hit(consumer, reason) for consumer, reason in found if reason)


def _is_observable(change: Change) -> bool:
    """Whether traffic shows who meets a change."""
    return all(not aspect.operation or _METHOD_AND_PATH.fullmatch(aspect.operation) for aspect in change.aspects)


class _Impact:
    """One change, held against usages."""

    def __init__(self, change: Change, tree: Mapping[str, Any]) -> None:
        self._change = change
        self._tree = tree
        self._hits_omission = change.id in OMITTED

    def on(self, usage: Usage) -> str:
        """Why it hits a consumer; ``""``: it does not."""
        reasons = (
            f"{name}: {reason}"
            for aspect in self._change.aspects
            for name, used in sorted(usage.operations.items())
            if not aspect.operation or plain_template(aspect.operation) == plain_template(name)
            for reason in [self._reason(aspect, name, used)]
            if used.calls and reason
        )
        return next(reasons, "")

    def _reason(self, aspect: Aspect, name: str, used: Used) -> str:
        match aspect.part:
            case "parameter":
                return self._of_parameter(aspect, used)
            case "request":
                return self._of_request(aspect, used)
            case "response":
                return self._of_response(aspect, used)
            case "response-header":
                return self._of_header(aspect, used)
            case "security":
                return self._of_security(aspect, name, used)
        return _calls(used)

    # ------------------------------------------------------------------ what is sent

    def _of_parameter(self, aspect: Aspect, used: Used) -> str:
        fields = used.parameters.get(aspect.name, {})
        sent = fields[()].count if () in fields else 0
        if self._hits_omission and not aspect.field:
            return _omits(sent, used.calls - used.refused, "calls")
        return self._of_value(aspect, fields, is_text=True) if sent else ""

    def _of_request(self, aspect: Aspect, used: Used) -> str:
        bodies = {name: body for name, body in used.bodies.items() if covers(aspect.media_type, name)}
        count = sum(body.count for body in bodies.values())
        if self._hits_omission and not aspect.field:
            return _omits(count, used.calls - used.refused, "calls")
        reasons = (
            self._of_value(aspect, body.fields, is_text=False) if body.fields else f"sends {name or 'a body'}"
            for name, body in sorted(bodies.items())
        )
        return next(filter(None, reasons), "")

    def _of_value(self, aspect: Aspect, fields: Fields, *, is_text: bool) -> str:
        """A value that was sent, or should have been."""
        way = aspect.field
        if self._hits_omission:
            return _missing(fields, way)
        facts = fields.get(way)
        if facts is None:
            return ""
        if self._change.id == "request-members-closed":
            return _unnamed(fields, way, places_of(aspect, self._tree))
        if aspect.limit:
            return misfit(aspect.limit, facts, is_text=is_text)
        return _sends(aspect.value, facts) if aspect.value else _times(facts.count)

    # ------------------------------------------------------------------ what is received

    def _of_response(self, aspect: Aspect, used: Used) -> str:
        answers = {status: one for status, one in used.answers.items() if _is_of(aspect.status, status, one)}
        if self._change.id in COME and not answers:
            return _calls(used)  # an answer that it has never seen may come now
        for status, answer in sorted(answers.items()):
            if not aspect.field and not aspect.media_type:
                return f"receives {status}"
            for media_type, ways in sorted(answer.media.items()):
                if covers(aspect.media_type, media_type) and (aspect.field in ways or not aspect.field):
                    return f"receives {'/'.join(aspect.field) or media_type} in {status}"
        return ""

    def _of_header(self, aspect: Aspect, used: Used) -> str:
        answers = (one for status, one in used.answers.items() if _is_of(aspect.status, status, one))
        return f"receives {aspect.name}" if any(aspect.name.lower() in one.headers for one in answers) else ""

    # ------------------------------------------------------------------ who speaks

    def _of_security(self, aspect: Aspect, name: str, used: Used) -> str:
        schemes = {one for one in aspect.name.split(" and ") if one}
        shown = " and ".join(sorted(schemes)) or "credentials"
        match self._change.id:
            case "security-became-required":
                alternatives = credentials_of(name, self._tree)
                is_let_in = "" not in used.security and any(one <= used.security.keys() for one in alternatives)
                return "" if is_let_in else "calls without what is asked for now"
            case "security-scheme-added":
                return "" if schemes <= used.security.keys() else f"calls without {shown}"
        return f"calls with {shown}" if not schemes or schemes & used.security.keys() else ""


def _calls(used: Used) -> str:
    return f"calls it {used.calls} times" if used.calls > 1 else "calls it once"


def _times(count: int) -> str:
    return f"sends it {count} times" if count > 1 else "sends it"


def _omits(sent: int, of: int, what: str) -> str:
    """What is not always sent; ``""``: it is."""
    if sent >= of:
        return ""
    return f"sends it in {sent} of {of} {what}" if sent else "never sends it"


def _is_of(documented: str, status: str, answer: Answer) -> bool:
    """Whether an answer is of a response as the old document has it."""
    return documented in {"", answer.documented, status}


def _missing(fields: Fields, way: Way) -> str:
    """Where the object that should have a member was sent without it."""
    parent = fields.get(way[:-1])
    objects = parent.types["object"] if parent is not None else 0
    sent = fields[way].count if way in fields else 0
    return _omits(sent, objects, "objects")


def _sends(value: str, facts: Facts) -> str:
    """Whether one value was among those sent."""
    if value == "null":
        return "sends null there" if facts.types["null"] else ""
    if not facts.is_complete:
        return "sends values there that are not known"
    return f"sends {value} there" if value in facts.values else ""


def _unnamed(fields: Fields, way: Way, places: list[Place]) -> str:
    """Members that were sent though the document does not name them."""
    names = {one[len(way)] for one in fields if len(one) > len(way) and one[: len(way)] == way}
    others = sorted(name for name in names if not all(place.accepts_member(name) for place in places))
    return f"sends {', '.join(others)} there" if others else ""
