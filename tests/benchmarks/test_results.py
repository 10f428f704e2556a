"""Medians, ratios and the file of results."""

from __future__ import annotations

import pytest

from benchmarks.results import Results, read
from tests.benchmarks.kit import row, whole_run


def test_median_of_the_rounds():
    assert row("casemock", "patch", [100, 5_000, 120]).median("rps") == 120


def test_ratio_of_medians():
    results = Results(loads=[row("casemock", "patch", [300, 310, 9_000]), row("prism", "patch", [100, 90, 110])])
    assert results.ratio("patch", "casemock", "prism") == pytest.approx(3.1)


def test_row_with_errors_is_not_used():
    results = Results(loads=[row("casemock", "patch", [300], errors=1), row("prism", "patch", [100])])
    assert results.load("patch", "casemock") is None
    assert results.ratio("patch", "casemock", "prism") is None


def test_row_without_rounds_is_not_used():
    assert Results(loads=[row("casemock", "patch", [])]).load("patch", "casemock") is None


def test_written_results_are_read_back(tmp_path):
    file = tmp_path / "new" / "results.json"
    whole_run().write(file)
    assert read(file) == whole_run()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"loads": [{}], "bodies": {}}'])
def test_other_files_are_rejected(tmp_path, text):
    file = tmp_path / "results.json"
    file.write_text(text)
    with pytest.raises(ValueError, match="not benchmark results"):
        read(file)
