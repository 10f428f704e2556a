"""A fault, compiled from its JSON or the text of ``--fault``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.errors import UsageError
from contracts.generation.seed import RandomStream
from mockserver.control.admin_request import AdminError, known_keys
from mockserver.control.entries import ENABLED, check_enabled
from mockserver.control.matcher import Matcher, compile_matcher
from mockserver.control.selected_operations import contracts_of
from mockserver.fault_syntax import ABORTS, MAX_DELAY, SLOW_PARTS, parse_fault
from mockserver.mounting import MountedApi

MAX_INTERVAL = MAX_DELAY // SLOW_PARTS
DEFAULT_INTERVAL = 500
"""Milliseconds before each part of a slow response."""

MAX_SIGMA = 10
MAX_NTH = 1_000_000_000
MAX_LIST = 1000
MAX_RETRY = 365 * 86_400

_KEYS = ("delay_ms", "status", "rate", "nth", "retry_after", "abort", "interval_ms", "malformed", "stale")
_EFFECTS = ("delay_ms", "status", "abort", "malformed", "stale")


@dataclass(frozen=True)
class Fault:
    """A fault.

    :param key: its JSON, which the drawn numbers depend on.
    :param delay: milliseconds before the response; the median if ``sigma`` is not 0.
    :param sigma: standard deviation of the logarithm of the delay, for a log-normal distribution.
    :param status: of an error response, or 0.
    :param retry_after: ``Retry-After`` of the error response in seconds, or ``None``.
    :param rate: the share of the requests that it applies to.
    :param nth: the numbers of the requests that it applies to, of those that match; empty for all.
    :param abort: how the response is cut off, one of ``ABORTS``, or ``""``.
    :param interval: milliseconds before each part of a slow response.
    :param malformed: whether the body is made unreadable.
    :param stale: whether items are read as they were before all changes.
    """

    matcher: Matcher
    key: str
    delay: float = 0
    sigma: float = 0
    status: int = 0
    retry_after: int | None = None
    rate: float = 1
    nth: frozenset[int] = frozenset()
    abort: str = ""
    interval: float = DEFAULT_INTERVAL
    malformed: bool = False
    stale: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether its effect depends on the number of the request."""
        return self.rate < 1 or bool(self.nth) or bool(self.sigma)

    @property
    def only_delays(self) -> bool:
        """Whether a delay is its only effect."""
        return not (self.status or self.abort or self.malformed or self.stale)

    def applies(self, draws: RandomStream, number: int) -> bool:
        """Whether it applies to a request.

        :param draws: random numbers for this request.
        :param number: 1 for the first request that matches.
        """
        is_drawn = self.rate >= 1 or _share(draws) < self.rate
        return is_drawn and (not self.nth or number in self.nth)

    def seconds(self, draws: RandomStream) -> float:
        """Return the delay in seconds."""
        if not self.sigma or not self.delay:
            return self.delay / 1000
        from statistics import NormalDist  # noqa: PLC0415 (imported only if used, for a faster start)

        exponent = min(self.sigma * NormalDist().inv_cdf(_share(draws)), 50)
        return min(self.delay * math.exp(exponent), MAX_DELAY) / 1000


def _share(draws: RandomStream) -> float:
    """Return a number above 0 and below 1."""
    return (draws.below(1 << 52) + 0.5) / (1 << 52)


def compile_fault(value: Any, apis: Sequence[MountedApi]) -> Fault:
    """Return the compiled fault of its JSON. Raises :class:`AdminError` if it is not valid."""
    known = known_keys(value, "", "request", "fault", ENABLED)
    check_enabled(known)
    for name in ("request", "fault"):
        if name not in known:
            raise AdminError(f"'{name}' is missing", location=f"/{name}")
    matcher = compile_matcher(known["request"], contracts_of(apis), "/request", with_status=False)
    fault = known_keys(known["fault"], "/fault", *_KEYS)
    delay, sigma = _delay(fault["delay_ms"]) if "delay_ms" in fault else (0.0, 0.0)
    compiled = Fault(
        matcher,
        json.dumps({name: known[name] for name in ("request", "fault")}, sort_keys=True),
        delay,
        sigma,
        int(_number(fault, "status", 400, 599, is_integer=True)),
        int(_number(fault, "retry_after", 0, MAX_RETRY, is_integer=True)) if "retry_after" in fault else None,
        _number(fault, "rate", 0, 1, default=1),
        _nth(fault["nth"]) if "nth" in fault else frozenset(),
        _abort(fault["abort"]) if "abort" in fault else "",
        _number(fault, "interval_ms", 0, MAX_INTERVAL, default=DEFAULT_INTERVAL),
        _switch(fault, "malformed"),
        _switch(fault, "stale"),
    )
    _check_combination(fault, compiled)
    return compiled


def _check_combination(given: Mapping[str, Any], fault: Fault) -> None:
    if "retry_after" in given and not fault.status:
        hint = "add 'status', such as 429 or 503"
        raise AdminError("'retry_after' needs the status of an error", location="/fault/retry_after", hint=hint)
    if not any(given.get(name) for name in _EFFECTS):
        raise AdminError("the fault has no effect", location="/fault", hint=f"add one of {', '.join(_EFFECTS)}")
    if "interval_ms" in given and fault.abort != "slow":
        raise AdminError("'interval_ms' needs 'abort': 'slow'", location="/fault/interval_ms")
    if fault.status and fault.stale:
        raise AdminError("'status' and 'stale' exclude each other", location="/fault/stale", hint="add two faults")
    if fault.abort in {"reset", "empty"}:
        for name in ("status", "malformed", "stale"):
            if given.get(name):
                message = f"'{name}' has no effect: '{fault.abort}' sends no response"
                raise AdminError(message, location=f"/fault/{name}", hint="omit one")


def _number(
    given: Mapping[str, Any], name: str, low: float, high: float, *, default: float = 0, is_integer: bool = False
) -> float:
    """Return a number, or the default if it is not given."""
    return _checked(given[name], f"/fault/{name}", low, high, is_integer=is_integer) if name in given else default


def _checked(value: Any, location: str, low: float, high: float, *, is_integer: bool = False) -> float:
    is_number = type(value) is int or (type(value) is float and not is_integer)
    if not is_number or not low <= value <= high:
        kind = "an integer" if is_integer else "a number"
        raise AdminError(f"must be {kind} from {low} to {high}, not {str(value)[:40]}", location=location)
    number: float = value
    return number


def _delay(value: Any) -> tuple[float, float]:
    """Return the delay, or its median, and sigma."""
    if not isinstance(value, dict):
        return _checked(value, "/fault/delay_ms", 0, MAX_DELAY), 0.0
    known = known_keys(value, "/fault/delay_ms", "median", "sigma")
    for name in ("median", "sigma"):
        if name not in known:
            raise AdminError(f"'{name}' is missing", location=f"/fault/delay_ms/{name}")
    return (
        _checked(known["median"], "/fault/delay_ms/median", 0, MAX_DELAY),
        _checked(known["sigma"], "/fault/delay_ms/sigma", 0, MAX_SIGMA),
    )


def _nth(value: Any) -> frozenset[int]:
    values = value if isinstance(value, list) else [value]
    if not 0 < len(values) <= MAX_LIST:
        raise AdminError(f"must be a number, or a list of 1 to {MAX_LIST} numbers", location="/fault/nth")
    locations = [f"/fault/nth/{index}" if isinstance(value, list) else "/fault/nth" for index in range(len(values))]
    return frozenset(
        int(_checked(one, location, 1, MAX_NTH, is_integer=True))
        for one, location in zip(values, locations, strict=True)
    )


def _abort(value: Any) -> str:
    if value not in ABORTS:
        raise AdminError(f"must be one of {', '.join(ABORTS)}, not {str(value)[:40]}", location="/fault/abort")
    return str(value)


def _switch(given: Mapping[str, Any], name: str) -> bool:
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise AdminError("must be true or false", location=f"/fault/{name}")
    return value


def read_faults(texts: Sequence[str], apis: Sequence[MountedApi]) -> tuple[Mapping[str, Any], ...]:
    """Return the JSON of the faults of ``--fault``. Raises :class:`UsageError` if one is not valid."""
    faults = []
    for text in texts:
        try:
            value = parse_fault(text)
            compile_fault(value, apis)
        except ValueError as error:
            raise UsageError(f"--fault: {error}") from None
        except AdminError as error:
            where = f"{error.location.removeprefix('/')}: " if error.location else ""
            raise UsageError(f"--fault '{text}': {where}{error.message}", hint=error.hint) from None
        faults.append(value)
    return tuple(faults)
