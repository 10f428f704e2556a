"""The collection of golden cases: ``fixtures/golden/README.md`` describes the files."""

from __future__ import annotations

from pathlib import Path

from contracts.spec.model import Contract
from contracts.traffic.recorded_case import RecordedCase
from contracts.traffic.replay import run_case
from tests.wire import Send

FOLDER = Path(__file__).parent.parent / "fixtures" / "golden"


def case_files() -> list[Path]:
    """Every file of the collection."""
    return sorted(FOLDER.glob("*/*.yaml"))


def breaches(case: RecordedCase, send: Send, contract: Contract) -> list[str]:
    """Play a case; a message that stands for itself for each exchange that is not as expected."""
    api = case.settings.get("api", "")
    return [
        "\n  ".join(
            [
                f"{exchange.location}: {case.sentence}",
                *map(str, found),
                f"answered {turn.response.status} {turn.response.body[:1500].decode('utf-8', 'backslashreplace')}",
                f"with {turn.response.headers}",
            ]
        )
        for exchange, turn, found in run_case(case, send, contract, api=api)
        if found
    ]
