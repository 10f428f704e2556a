"""Checks do not wait for servers in memory, which respond at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from contracts.conformance import health
from contracts.conformance.checks import protocol, updated_at
from contracts.conformance.items import new_items


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (health, protocol, updated_at, new_items):
        clock = SimpleNamespace(sleep=lambda _: None, monotonic=module.time.monotonic)
        monkeypatch.setattr(module, "time", clock)
