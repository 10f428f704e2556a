"""The documented headers of a rate limit, with its values.

There is no common standard: ``X-RateLimit-*``, ``X-Rate-Limit-*`` and ``RateLimit-*`` are widely used;
``RateLimit`` and ``RateLimit-Policy`` are those of draft-ietf-httpapi-ratelimit-headers. The time of a reset may be
seconds from now or a time of day; the documented example, description and schema of the header say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any

from contracts.spec.model import Header
from mockserver.control.rate_limits import Usage
from mockserver.http.messages import RawHeader

RETRY_AFTER = "retry-after"

_NAME = re.compile(r"(?:x-?)?rate-?limit(?:-?(?P<what>.+))?")
_CLOCK_TIME = re.compile(r"epoch|unix|timestamp|utc|date|iso.?8601|point in time|time at which", re.IGNORECASE)
_MILLISECONDS = re.compile(r"millisecond|\bms\b", re.IGNORECASE)
_FIRST_EPOCH = 1_000_000_000
_FIRST_EPOCH_MS = 1_000_000_000_000


def rate_limit_headers(documented: Iterable[Header], usage: Usage, *, is_refused: bool) -> list[RawHeader]:
    """Return the documented headers whose value the state of a rate limit says.

    :param documented: the headers of the response.
    :param is_refused: whether the response refuses a request (429), so that ``Retry-After`` applies.
    """
    found = []
    for header in documented:
        value = next((one for one in _values(header, usage, is_refused=is_refused) if _is_valid(header, one)), None)
        if value is not None:
            found.append((header.name.lower().encode("latin-1"), str(value).encode("ascii")))
    return found


def _is_valid(header: Header, value: int | str) -> bool:
    schema = header.schema
    return schema is None or schema.is_valid(value) or schema.is_valid(str(value))


def _values(header: Header, usage: Usage, *, is_refused: bool) -> Iterator[int | str]:
    """Yield the possible values of a header, the best one first."""
    name = header.name.lower()
    if name == RETRY_AFTER:
        if is_refused:
            yield usage.reset
            if usage.now is not None:
                yield formatdate(int(usage.now) + usage.reset, usegmt=True)
        return
    found = _NAME.fullmatch(name)
    what = found["what"] if found else ""
    if found is None or (usage.limit is None and what not in {"remaining", "reset", "reset-after"}):
        return
    limit, used = usage.limit or 0, (usage.limit or 0) - usage.remaining
    match what:
        case "limit":
            yield limit
        case "remaining":
            yield usage.remaining
        case "used":
            yield used
        case "reset" | "reset-after":
            yield from _resets(header, usage)
        case "policy":
            yield from _preferred(header, f'"default";q={limit};w={usage.seconds}', f"{limit};w={usage.seconds}")
        case None:
            old = f"limit={limit}, remaining={usage.remaining}, reset={usage.reset}"
            yield from _preferred(header, f'"default";r={usage.remaining};t={usage.reset}', old)


def _resets(header: Header, usage: Usage) -> Iterator[int | str]:
    """Yield the spellings of the time of the reset."""
    is_time = _is_time(header)
    if not is_time:
        yield usage.reset
    if usage.now is not None:
        at = int(usage.now) + usage.reset
        if _is_milliseconds(header):
            yield at * 1000
        if _example(header, float) or not isinstance(_example(header, str), str):
            yield at
        yield datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield formatdate(at, usegmt=True)
    if not is_time:
        yield str(usage.reset)


def _is_time(header: Header) -> bool:
    """Whether a header has a time of day instead of seconds from now."""
    if header.name.lower().endswith("reset-after"):
        return False
    number = _example(header, float)
    if number is not None:
        return bool(number >= _FIRST_EPOCH)
    if _example(header, str) is not None:
        return True
    return bool(_CLOCK_TIME.search(_description(header)))


def _is_milliseconds(header: Header) -> bool:
    number = _example(header, float)
    return number >= _FIRST_EPOCH_MS if number is not None else bool(_MILLISECONDS.search(_description(header)))


def _description(header: Header) -> str:
    node = header.schema.resolve().node if header.schema is not None else None
    own = node.get("description", "") if isinstance(node, dict) else ""
    return f"{header.description} {own}"


def _example(header: Header, kind: type) -> Any:
    """Return the documented example of a header as a number, or as a string that is not a number; else ``None``."""
    value: Any = header.examples[0].value if header.examples else None
    if value is None and header.schema is not None:
        node = header.schema.resolve().node
        if isinstance(node, dict):
            examples = node.get("examples")
            value = node.get("example", examples[0] if isinstance(examples, list) and examples else None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return value if kind is str else None
    return number if kind is float else None


def _preferred(header: Header, new: str, old: str) -> Iterator[str]:
    """Yield the forms of the last draft and of former ones, first the one of the documented example."""
    example = _example(header, str)
    is_old = isinstance(example, str) and not example.lstrip().startswith('"')
    yield from (old, new) if is_old else (new, old)
