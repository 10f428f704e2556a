"""The SVG chart."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from benchmarks.plot import plot
from benchmarks.results import Results
from tests.benchmarks.kit import row, whole_run

SVG = "{http://www.w3.org/2000/svg}"


def test_there_is_a_bar_for_every_server_and_scenario():
    chart = ET.fromstring(plot(whole_run()))
    bars = chart.findall(f"{SVG}rect")
    assert chart.tag == f"{SVG}svg"
    assert len(bars) == 5 * 4
    assert [bar.get("class") for bar in bars[:5]] == ["ours", "other", "other", "other", "ceiling"]


def test_bars_are_proportional_and_inside_the_chart():
    results = Results(loads=[row("casemock", "patch", [1000]), row("prism", "patch", [250])])
    chart = ET.fromstring(plot(results))
    long, short = (float(bar.get("width", "0")) for bar in chart.findall(f"{SVG}rect"))
    assert abs(long - 4 * short) < 0.5
    assert float(chart.get("height", "0")) >= max(float(text.get("y", "0")) for text in chart.iter(f"{SVG}text"))
    assert any("1,000 (4.0 × Prism)" in (text.text or "") for text in chart.iter(f"{SVG}text"))


def test_names_are_escaped():
    chart = ET.fromstring(plot(Results(loads=[row("<a & b>", "patch", [10])])))
    assert "<a & b>" in [text.text for text in chart.iter(f"{SVG}text")]


def test_empty_results_give_a_chart_without_bars():
    assert ET.fromstring(plot(Results())).findall(f"{SVG}rect") == []


def test_dark_mode_is_supported():
    assert "prefers-color-scheme: dark" in plot(whole_run())
