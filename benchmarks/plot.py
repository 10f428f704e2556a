"""SVG chart of a run: one panel of bars for each scenario, in light and dark colors (``prefers-color-scheme``)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from benchmarks.results import Load, Results
from benchmarks.scenarios import SCENARIOS
from benchmarks.thresholds import BARE, PRISM, US

_WIDTH, _LABELS, _FIGURES = 760, 130, 150
_BAR, _STEP, _HEAD, _GAP = 18, 24, 30, 14

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; }
.figure { fill: #59636e; }
.ours { fill: #0969da; }
.other { fill: #afb8c1; }
.ceiling { fill: none; stroke: #afb8c1; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .figure { fill: #9198a1; }
  .ours { fill: #4493f8; }
  .other { fill: #59636e; }
  .ceiling { stroke: #59636e; }
}
"""


def plot(results: Results) -> str:
    """Return an SVG chart of the requests per second by scenario and server; it has no bars if there are no figures."""
    panels: list[str] = []
    top = 0
    for scenario in SCENARIOS:
        rows = [row for server in _order(results) if (row := results.load(scenario.name, server))]
        if rows:
            panels += _panel(scenario.title, rows, results, top)
            top += _HEAD + _STEP * len(rows) + _GAP
    size = f'width="{_WIDTH}" height="{top}" viewBox="0 0 {_WIDTH} {top}"'
    title = "<title>Requests per second on one core, by server and scenario</title>"
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    return "\n".join([opening, title, f"<style>{_STYLE}</style>", *panels, "</svg>", ""])


def _order(results: Results) -> list[str]:
    """Return the servers in the order in which they were measured."""
    return list(dict.fromkeys(row.server for row in results.loads))


def _panel(title: str, rows: list[Load], results: Results, top: int) -> Iterator[str]:
    most = max(row.median("rps") for row in rows)
    yield _text(0, top + 18, f"{title}: requests per second", "title")
    for number, row in enumerate(rows):
        y = top + _HEAD + _STEP * number
        rate = row.median("rps")
        width = max(1.0, rate / most * (_WIDTH - _LABELS - _FIGURES))
        ratio = results.ratio(row.scenario, row.server, PRISM)
        comparison = f" ({ratio:.1f} × Prism)" if ratio is not None and row.server != PRISM else ""
        yield _text(0, y + 14, row.server, "")
        yield f'<rect class="{_kind(row.server)}" x="{_LABELS}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="2"/>'
        yield _text(_LABELS + width + 6, y + 14, f"{rate:,.0f}{comparison}", "figure")


def _kind(server: str) -> str:
    return {US: "ours", BARE: "ceiling"}.get(server, "other")


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'
