"""Helpers for golden cases; ``fixtures/golden/README.md`` describes the files."""

from __future__ import annotations

from pathlib import Path

from contracts.spec.model import Contract
from contracts.traffic.recorded_case import RecordedCase
from contracts.traffic.replay import run_case
from tests.wire import Send

FOLDER = Path(__file__).parent.parent / "fixtures" / "golden"


def case_files() -> list[Path]:
    """Return the files of all golden cases."""
    return sorted(FOLDER.glob("*/*.yaml"))


def mismatches(case: RecordedCase, send: Send, contract: Contract) -> list[str]:
    """Send the requests of a case; return a message for each unexpected response."""
    api = case.settings.get("api", "")
    return [
        "\n  ".join(
            [
                f"{exchange.location}: {case.sentence}",
                *map(str, found),
                f"response: {probe.response.status} {probe.response.body[:1500].decode('utf-8', 'backslashreplace')}",
                f"headers: {probe.response.headers}",
            ]
        )
        for exchange, probe, found in run_case(case, send, contract, api=api)
        if found
    ]
