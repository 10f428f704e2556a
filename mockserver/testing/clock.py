"""The clock of a mock server, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from mockserver.testing.control_client import ControlClient


class Clock:
    """The time of generated and written values. By default it is logical: each write is a second later."""

    def __init__(self, control: ControlClient) -> None:
        self._control = control

    @property
    def now(self) -> datetime | None:
        """The time at which the clock stands; ``None`` for the logical clock."""
        now = self._control("GET", "/clock")["now"]
        return None if now is None else datetime.fromisoformat(now)

    def set(self, now: datetime | str | None) -> None:
        """Stop the clock at a time (RFC 3339), or return to the logical clock."""
        self._control("PATCH", "/clock", {"now": now.isoformat() if isinstance(now, datetime) else now})

    def advance(self, step: timedelta | str) -> None:
        """Advance the clock, e.g. by ``1h30m``."""
        text = f"{round(step.total_seconds() * 1000)}ms" if isinstance(step, timedelta) else step
        self._control("PATCH", "/clock", {"advance": text})
