"""Medians, ratios, and the file between two runs."""

from __future__ import annotations

import pytest

from benchmarks.results import Results, read
from tests.benchmarks.kit import row, whole_run


def test_the_median_and_not_the_mean_counts():
    assert row("casemock", "patch", [100, 5_000, 120]).middle("rps") == 120


def test_a_ratio_is_one_of_medians():
    results = Results(loads=[row("casemock", "patch", [300, 310, 9_000]), row("prism", "patch", [100, 90, 110])])
    assert results.ratio("patch", "casemock", "prism") == pytest.approx(3.1)


def test_a_row_with_a_wrong_answer_counts_for_nothing():
    results = Results(loads=[row("casemock", "patch", [300], errors=1), row("prism", "patch", [100])])
    assert results.load("patch", "casemock") is None
    assert results.ratio("patch", "casemock", "prism") is None


def test_a_row_without_rounds_has_no_figures():
    assert Results(loads=[row("casemock", "patch", [])]).load("patch", "casemock") is None


def test_a_run_is_read_back_as_it_was_written(tmp_path):
    file = tmp_path / "new" / "results.json"
    whole_run().write(file)
    assert read(file) == whole_run()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"loads": [{}], "bodies": {}}'])
def test_a_file_of_something_else_is_told_apart(tmp_path, text):
    file = tmp_path / "results.json"
    file.write_text(text)
    with pytest.raises(ValueError, match="no results of a benchmark"):
        read(file)
