"""Timing of functions."""

from __future__ import annotations

from benchmarks.timing import repeat, repeat_async, time_rounds


def test_batch_calls_the_function_the_given_number_of_times():
    calls = []
    repeat(lambda: calls.append(1))(3)
    assert len(calls) == 3


def test_batch_awaits_each_coroutine():
    calls = []

    async def call() -> None:
        calls.append(1)

    repeat_async(call)(3)
    assert len(calls) == 3


def test_every_round_has_a_figure_and_the_first_call_is_not_timed():
    numbers = []
    figures = time_rounds(numbers.append, 3, 1e-6)
    assert len(figures) == 3
    assert all(figure > 0 for figure in figures)
    assert numbers[0] == 1
    assert len(set(numbers[-3:])) == 1
