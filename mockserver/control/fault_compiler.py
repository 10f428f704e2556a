"""Read and check the JSON of a fault, and the faults of ``--fault``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.errors import UsageError
from mockserver.control.admin_request import AdminError, known_keys
from mockserver.control.faults import DEFAULT_INTERVAL, MAX_DELAY, MAX_INTERVAL, Fault
from mockserver.control.matcher import compile_matcher
from mockserver.control.selected_operations import contracts_of
from mockserver.fault_syntax import ABORTS, parse_fault
from mockserver.mounting import MountedApi

MAX_SIGMA = 10
MAX_NTH = 1_000_000_000
MAX_LIST = 1000
MAX_RETRY = 365 * 86_400

_KEYS = ("delay_ms", "status", "rate", "nth", "retry_after", "abort", "interval_ms", "malformed", "stale")
_EFFECTS = ("delay_ms", "status", "abort", "malformed", "stale")


def compile_fault(value: Any, apis: Sequence[MountedApi]) -> Fault:
    """Return the compiled fault of its JSON. Raises :class:`AdminError` if it is not valid."""
    known = known_keys(value, "", "request", "fault")
    for name in ("request", "fault"):
        if name not in known:
            raise AdminError(f"'{name}' is missing", location=f"/{name}")
    matcher = compile_matcher(known["request"], contracts_of(apis), "/request", with_status=False)
    fault = known_keys(known["fault"], "/fault", *_KEYS)
    delay, sigma = _delay(fault["delay_ms"]) if "delay_ms" in fault else (0.0, 0.0)
    compiled = Fault(
        matcher,
        json.dumps(value, sort_keys=True),
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
