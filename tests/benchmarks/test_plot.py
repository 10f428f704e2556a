"""The picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from benchmarks.plot import plot
from benchmarks.results import Results
from tests.benchmarks.kit import row, whole_run

SVG = "{http://www.w3.org/2000/svg}"


def test_a_bar_for_every_server_and_kind_of_request():
    picture = ET.fromstring(plot(whole_run()))
    bars = picture.findall(f"{SVG}rect")
    assert picture.tag == f"{SVG}svg"
    assert len(bars) == 5 * 4
    assert [bar.get("class") for bar in bars[:5]] == ["ours", "other", "other", "other", "ceiling"]


def test_bars_are_as_long_as_the_figures_and_within_the_picture():
    results = Results(loads=[row("casemock", "patch", [1000]), row("prism", "patch", [250])])
    picture = ET.fromstring(plot(results))
    long, short = (float(bar.get("width", "0")) for bar in picture.findall(f"{SVG}rect"))
    assert abs(long - 4 * short) < 0.5
    assert float(picture.get("height", "0")) >= max(float(text.get("y", "0")) for text in picture.iter(f"{SVG}text"))
    assert any("1,000 (4.0 × Prism)" in (text.text or "") for text in picture.iter(f"{SVG}text"))


def test_names_cannot_break_the_picture():
    picture = ET.fromstring(plot(Results(loads=[row("<a & b>", "patch", [10])])))
    assert "<a & b>" in [text.text for text in picture.iter(f"{SVG}text")]


def test_nothing_measured_is_still_a_picture():
    assert ET.fromstring(plot(Results())).findall(f"{SVG}rect") == []


def test_it_reads_in_the_dark():
    assert "prefers-color-scheme: dark" in plot(whole_run())
