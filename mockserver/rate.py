"""The syntax of ``--rate-limit``: a number of requests in a time, such as ``100/1m``."""

from __future__ import annotations

import re
from typing import NamedTuple

_FORM = re.compile(r"([0-9]{1,9})/([0-9]{0,6})(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Rate(NamedTuple):
    """A number of requests in a time.

    :param limit: at least 1.
    :param seconds: at least 1.
    """

    limit: int
    seconds: int


def parse_rate(text: str) -> Rate:
    """Read ``LIMIT/TIME`` with the units s, m, h and d. Raises :class:`ValueError` with what was expected."""
    found = _FORM.fullmatch(text)
    rate = Rate(int(found[1]), int(found[2] or 1) * _SECONDS[found[3]]) if found else Rate(0, 0)
    if not rate.limit or not rate.seconds:
        raise ValueError(f"expected requests in a time such as 100/1m or 5/10s, not {text[:40]!r}")
    return rate
