"""Colors of the text report."""

from __future__ import annotations

import io
import re

import pytest

from contracts.cli.color import ALWAYS, AUTO, NEVER, in_color, use_color
from contracts.reports import text
from tests.contracts.reports.sample import run


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("when", "stream", "variables", "expected"),
    [
        (AUTO, Terminal(), {}, True),
        (AUTO, io.StringIO(), {}, False),
        (AUTO, Terminal(), {"NO_COLOR": "1"}, False),
        (AUTO, Terminal(), {"NO_COLOR": ""}, True),
        (AUTO, io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (AUTO, Terminal(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (AUTO, Terminal(), {"TERM": "dumb"}, False),
        (ALWAYS, io.StringIO(), {"NO_COLOR": "1"}, True),
        (NEVER, Terminal(), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_when_colors_are_used(when: str, stream: io.StringIO, variables: dict[str, str], expected: bool) -> None:
    assert use_color(when, stream, variables) is expected


def test_colors_change_nothing_else() -> None:
    report = text.REPORT.render(run())
    colored = in_color(report)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == report
    assert "\x1b[1;31merror:\x1b[0m \x1b[1man update is lost\x1b[0m\x1b[2m [state/stale]\x1b[0m" in colored
    assert "\x1b[1;33mwarning:\x1b[0m" in colored
    assert "\x1b[1mgetCase\x1b[0m\n" in colored
    assert "\x1b[2m  expected  \x1b[0mtitle A" in colored
