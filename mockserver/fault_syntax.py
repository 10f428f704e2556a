"""The syntax of ``--fault``: ``TARGET: EFFECT …``, such as ``getPet: 503 rate=0.1``.

``TARGET`` is an operation id, ``METHOD /path``, ``/path`` or ``*`` for all requests.
"""

from __future__ import annotations

import re
import shlex
from typing import Any

EXPECTED = "TARGET: EFFECT … such as 'getPet: 503 rate=0.1', '*: delay=300' or 'GET /pets: reset nth=3'"

ABORTS = ("reset", "empty", "truncate", "slow")
"""How a response is cut off, by the names in ``abort``."""

SLOW_PARTS = 10
"""Number of parts in which a slow response is sent."""

MAX_DELAY = 60_000
"""Maximum delay in milliseconds."""

_METHOD_PATH = re.compile(r"([A-Za-z-]+)\s+(/\S*)")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_HEADER = "header."


def parse_fault(text: str) -> dict[str, Any]:
    """Return a fault as the admin API has it: ``{"request": {…}, "fault": {…}}``.

    Only the syntax is checked here. Raises :class:`ValueError` with what was expected.
    """
    target, colon, effects = text.rpartition(": ")
    if not colon or not target.strip():
        raise ValueError(f"expected {EXPECTED}, not {text[:80]!r}")
    try:
        words = shlex.split(effects)
    except ValueError as error:
        raise ValueError(f"{text[:80]!r}: {str(error).lower()}") from None
    request = _request(target.strip())
    fault: dict[str, Any] = {}
    switch: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if equals and name.startswith(_HEADER) and name != _HEADER:
            request.setdefault("headers", {})[name.removeprefix(_HEADER)] = value
        elif equals and name == "token":
            request.setdefault("headers", {})["authorization"] = f"Bearer {value}"
        elif word == "disabled":
            switch = {"enabled": False}
        else:
            _add_effect(fault, word)
    if "sigma" in fault:
        if "delay_ms" not in fault:
            raise ValueError("sigma needs the median of the delay, such as delay=300 sigma=0.5")
        fault["delay_ms"] = {"median": fault["delay_ms"], "sigma": fault.pop("sigma")}
    return {"request": request, "fault": fault, **switch}


def _request(target: str) -> dict[str, Any]:
    if target == "*":
        return {}
    if found := _METHOD_PATH.fullmatch(target):
        return {"method": found[1].upper(), "path": found[2]}
    return {"path": target} if target.startswith("/") else {"operation": target}


_VALUES = {
    "delay": "delay_ms",
    "sigma": "sigma",
    "rate": "rate",
    "nth": "nth",
    "retry-after": "retry_after",
    "interval": "interval_ms",
}
"""Effects with a value, with their names in the admin API."""


def _add_effect(fault: dict[str, Any], word: str) -> None:
    name, equals, value = word.partition("=")
    if word.isascii() and word.isdecimal():
        added: tuple[str, Any] = ("status", int(word[:6]))
    elif word in ABORTS:
        added = ("abort", word)
    elif word in {"malformed", "stale"}:
        added = (word, True)
    elif equals and name in _VALUES:
        is_list = name == "nth" and "," in value
        added = (_VALUES[name], [_number(word, one) for one in value.split(",")] if is_list else _number(word, value))
    else:
        known = ", ".join(["a status code", *ABORTS, "malformed", "stale", *(f"{one}=" for one in _VALUES)])
        raise ValueError(f"unknown effect {word[:40]!r}; expected {known}, header.NAME=, token= or disabled")
    if added[0] in fault:
        raise ValueError(f"{added[0].replace('_', '-')} is given twice")
    fault[added[0]] = added[1]


def _number(word: str, text: str) -> int | float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"expected a number in {word[:40]!r}")
    return float(text) if "." in text else int(text)
