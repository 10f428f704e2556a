"""Whether requests were sent, how often and in which order, and which exchanges came closest."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.spec.model import Contract
from contracts.wording import pluralize
from mockserver.control.admin_request import AdminError, known_keys
from mockserver.control.matcher import Matcher, Mismatch, compile_matcher
from mockserver.exchange import Exchange

MAX_SEQUENCE = 100
"""Maximum number of matchers in a sequence."""

NEAR_MISSES = 3
"""Number of exchanges that are reported if a verification fails."""

MAX_COUNT = 1_000_000_000

_CANDIDATES = 20
"""Number of exchanges whose paths are compared to find the nearest ones."""

_WEIGHTS = {"operation": 5, "path": 5, "api": 5, "method": 3}
"""How much a mismatch counts; others count 1."""


@dataclass
class NearMisses:
    """Collects the exchanges that come closest to a matcher.

    :param expected_path: the path of the matcher; ``""`` if it has none.
    :param last: number of the exchange after which a match would have counted; 0 for none.
    """

    matcher: Matcher
    expected_path: str
    last: int = 0
    _found: list[tuple[int, int, Exchange, list[Mismatch]]] = field(default_factory=list)

    def add(self, exchange: Exchange) -> None:
        """Rank an exchange."""
        if not self.matcher.concerns(exchange):
            return
        mismatches = self.matcher.mismatches(exchange)
        if not mismatches:
            if exchange.number > self.last:
                return  # it was counted
            mismatches = [Mismatch("/number", {"after": self.last}, exchange.number, "was sent too early")]
        weight = sum(_WEIGHTS.get(one.field.split("/")[1], 1) for one in mismatches)
        self._found.append((weight, -exchange.number, exchange, mismatches))
        if len(self._found) > 50 * _CANDIDATES:
            self._shorten()

    def _shorten(self) -> None:
        self._found.sort(key=lambda one: one[:2])
        del self._found[_CANDIDATES:]

    def nearest(self) -> list[tuple[Exchange, list[Mismatch]]]:
        """Return the closest exchanges with their mismatches, the closest first."""
        self._shorten()
        ranked = sorted(self._found, key=lambda one: (one[0], -self._likeness(one[2]), one[1]))
        return [(exchange, mismatches) for _, _, exchange, mismatches in ranked[:NEAR_MISSES]]

    def _likeness(self, exchange: Exchange) -> float:
        path = exchange.path[:200]
        return difflib.SequenceMatcher(None, self.expected_path[:200], path).ratio() if self.expected_path else 0


@dataclass(frozen=True)
class Verification:
    """What a client expects.

    :param matchers: one, or several for a sequence.
    :param paths: the path of each matcher, for the ranking.
    :param low: minimum number of exchanges; not of a sequence.
    :param high: maximum number; ``None`` for any.
    """

    matchers: Sequence[Matcher]
    paths: Sequence[str]
    is_sequence: bool
    low: int = 1
    high: int | None = None

    def start(self) -> Progress:
        """Return the object that counts the exchanges."""
        return Progress(self)

    def expected(self) -> str:
        """Return the expected number of requests in words."""
        if self.low == self.high:
            return f"exactly {pluralize(self.low, 'request')}"
        if self.high is None:
            return f"at least {pluralize(self.low, 'request')}"
        if not self.low:
            return f"at most {pluralize(self.high, 'request')}"
        return f"{self.low} to {pluralize(self.high, 'request')}"


class Progress:
    """Counts the exchanges that a verification expects."""

    def __init__(self, verification: Verification) -> None:
        self._verification = verification
        self._matchers = verification.matchers
        self._count = 0
        self._last = 0  # number of the exchange of the last step of a sequence

    def add(self, exchange: Exchange) -> None:
        """Count an exchange; they come in the order of their numbers."""
        matcher = self._matchers[0 if not self._verification.is_sequence else min(self._count, len(self._matchers) - 1)]
        if not matcher.concerns(exchange):
            return
        if not self._verification.is_sequence:
            self._count += self._matchers[0].matches(exchange)
        elif self._count < len(self._matchers) and self._matchers[self._count].matches(exchange):
            self._count, self._last = self._count + 1, exchange.number

    def result(self) -> dict[str, Any]:
        """Return ``verified`` and ``count``; if it failed, also ``error``."""
        wanted, count = self._verification, self._count
        if wanted.is_sequence:
            error = f"no request for step {count} of the sequence (counted from 0)"
            is_verified = count == len(self._matchers)
        else:
            error = f"expected {wanted.expected()}, but found {count}"
            is_verified = wanted.low <= count and (wanted.high is None or count <= wanted.high)
        return {"verified": is_verified, "count": count, **({} if is_verified else {"error": error})}

    def near_misses(self) -> NearMisses:
        """Return the collector of the exchanges that come closest to what is missing."""
        step = self._count if self._verification.is_sequence else 0
        return NearMisses(self._matchers[step], self._verification.paths[step], self._last)


def compile_verification(value: Any, contracts: Sequence[Contract]) -> Verification:
    """Compile the body of a verification. Raises :class:`AdminError`."""
    given = known_keys(value, "", "request", "sequence", "times", "at_least", "at_most")
    if ("request" in given) == ("sequence" in given):
        raise AdminError("expected either 'request' or 'sequence'", hint="'request' is a matcher, 'sequence' a list")
    if "sequence" in given:
        return _sequence(given, contracts)
    matcher = compile_matcher(given["request"], contracts, "/request")
    counts = {name: _count(given, name) for name in ("times", "at_least", "at_most") if name in given}
    if "times" in counts:
        if len(counts) > 1:
            message = "'times' cannot be combined with 'at_least' or 'at_most'"
            raise AdminError(message, location="/times", hint="remove one of them")
        low = high = counts["times"]
        return Verification([matcher], [_path(given["request"], contracts)], False, low, high)
    # A maximum alone allows that nothing was sent.
    low, most = counts.get("at_least", 0 if "at_most" in counts else 1), counts.get("at_most")
    if most is not None and low > most:
        raise AdminError("'at_least' is greater than 'at_most'", location="/at_least", hint="exchange them")
    return Verification([matcher], [_path(given["request"], contracts)], False, low, most)


def _sequence(given: Mapping[str, Any], contracts: Sequence[Contract]) -> Verification:
    for name in ("times", "at_least", "at_most"):
        if name in given:
            raise AdminError(f"'{name}' cannot be combined with 'sequence'", location=f"/{name}", hint="remove it")
    steps = given["sequence"]
    if not isinstance(steps, list) or not 1 <= len(steps) <= MAX_SEQUENCE:
        raise AdminError(f"must be an array of 1 to {MAX_SEQUENCE} matchers", location="/sequence")
    matchers = [compile_matcher(one, contracts, f"/sequence/{number}") for number, one in enumerate(steps)]
    return Verification(matchers, [_path(one, contracts) for one in steps], True)


def _count(given: Mapping[str, Any], name: str) -> int:
    value = given[name]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_COUNT:
        raise AdminError("must be an integer that is not negative", location=f"/{name}")
    return value


def _path(matcher: Mapping[str, Any], contracts: Sequence[Contract]) -> str:
    """Return the path that a matcher expects, or that of its operation; ``""`` if it has none."""
    if isinstance(path := matcher.get("path"), str):
        return path
    name = matcher.get("operation")
    found = [contract.operation(name) for contract in contracts] if isinstance(name, str) else []
    return next((one.path for one in found if one is not None), "")
