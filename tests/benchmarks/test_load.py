"""Parsing of the output of wrk."""

from __future__ import annotations

import pytest

from benchmarks.load import parse
from benchmarks.processes import BenchmarkError

OUTPUT = """\
Running 1s test @ http://127.0.0.1:4000
  1 threads and 32 connections
Requests/sec:   2000.00
{"requests": 4000, "duration_us": 2000000, "p50_us": 1500, "p99_us": 9250, "refused": %d, "broken": %d}
"""


def test_figures_of_a_window():
    window = parse(OUTPUT % (0, 0), cpu_s=1.0, wrong=0, expect_refusal=False)
    assert (window.rps, window.p50_ms, window.p99_ms) == (2000.0, 1.5, 9.25)
    assert (window.cpu_us, window.requests, window.errors) == (250.0, 4000, 0)


@pytest.mark.parametrize(
    ("refused", "broken", "wrong", "expect_refusal", "errors"),
    [
        (7, 0, 0, False, 7),
        (0, 2, 0, False, 2),
        (0, 0, 1, False, 1),
        (4000, 0, 0, True, 0),
        (3990, 1, 2, True, 13),
    ],
)
def test_errors_are_counted(refused, broken, wrong, expect_refusal, errors):
    window = parse(OUTPUT % (refused, broken), cpu_s=1.0, wrong=wrong, expect_refusal=expect_refusal)
    assert window.errors == errors


@pytest.mark.parametrize("text", ["", "unable to connect", OUTPUT.replace("4000,", "0,") % (0, 0)])
def test_window_without_responses_is_an_error(text):
    with pytest.raises(BenchmarkError, match="no response"):
        parse(text, cpu_s=0.0, wrong=0, expect_refusal=False)
