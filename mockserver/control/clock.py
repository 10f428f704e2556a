"""The clock in the admin API: read it, set it, advance it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute, known_keys
from mockserver.http.messages import MockResponse, json_response
from mockserver.state.clock import REFERENCE_TIME, SharedClock, format_timestamp

MAX_SECONDS = 100 * 365 * 24 * 3600
"""Maximum number of seconds of one step: about a hundred years."""

MAX_LENGTH = 100
"""Maximum length of a duration."""

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
"""RFC 3339, section 5.6."""

_DURATION = re.compile(r"(?:\d{1,9}(?:ms|[smhdw]))+", re.ASCII)
_PART = re.compile(r"(\d+)(ms|[smhdw])", re.ASCII)
_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


class ClockRoutes:
    """The routes of the clock."""

    def __init__(self, clock: SharedClock) -> None:
        self._clock = clock

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [AdminRoute("GET", "/clock", self._get), AdminRoute("PATCH", "/clock", self._patch)]

    def _get(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        return self._shown()

    def _patch(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        given = known_keys(request.json(), "", "now", "advance")
        if len(given) != 1:
            raise AdminError("must have either 'now' or 'advance'", hint='for example {"advance": "1h"}')
        if "now" in given:
            self._clock.set(None if given["now"] is None else _time(given["now"]))
        else:
            try:
                self._clock.advance(_step(given["advance"]))
            except OverflowError:
                hint = 'set another time first: {"now": null}'
                raise AdminError("leads beyond the year 9999", location="/advance", hint=hint, status=409) from None
        return self._shown()

    def _shown(self) -> MockResponse:
        now = self._clock.now()
        value = {"now": None if now is None else format_timestamp(now), "reference": format_timestamp(REFERENCE_TIME)}
        return json_response(200, value)


def _time(value: Any) -> datetime:
    error = AdminError(
        "must be an RFC 3339 date-time, or null for the logical clock",
        location="/now",
        hint='for example "2030-01-01T00:00:00Z"',
    )
    if not isinstance(value, str) or not _DATE_TIME.fullmatch(value):
        raise error
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise error from None


def _step(value: Any) -> timedelta:
    """Return a duration: a number of seconds, or a string such as ``1h30m``."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MAX_SECONDS:
        return timedelta(seconds=value)
    if isinstance(value, str) and len(value) <= MAX_LENGTH and _DURATION.fullmatch(value):
        return sum((int(count) * _UNITS[unit] for count, unit in _PART.findall(value)), timedelta())
    raise AdminError(
        f"must be a number of seconds from 0 to {MAX_SECONDS}, or a duration in w, d, h, m, s, ms",
        location="/advance",
        hint='for example 90 or "1h30m"',
    )
