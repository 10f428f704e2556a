"""Rounds of calls."""

from __future__ import annotations

from benchmarks.timing import repeat, repeat_async, time_rounds


def test_a_batch_calls_as_often_as_it_is_told():
    calls = []
    repeat(lambda: calls.append(1))(3)
    assert len(calls) == 3


def test_a_batch_of_coroutines_awaits_each():
    calls = []

    async def call() -> None:
        calls.append(1)

    repeat_async(call)(3)
    assert len(calls) == 3


def test_there_is_a_figure_for_every_round_and_a_first_call_that_does_not_count():
    numbers = []
    figures = time_rounds(numbers.append, 3, 1e-6)
    assert len(figures) == 3
    assert all(figure > 0 for figure in figures)
    assert numbers[0] == 1
    assert len(set(numbers[-3:])) == 1
