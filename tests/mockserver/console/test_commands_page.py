"""The page of curl commands in a real browser, at the widths of a telephone, a tablet and a screen."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=5000")

LINE = 24
"""The height of a line, in CSS pixels."""

STYLESHEET = '<link rel="stylesheet" href="/__mock__/index.css">'
MEASURE = """
<script>
const box = element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const {left, right, top} = range.getBoundingClientRect();
  return {name: element.localName, text: element.textContent.trim(), left, right, top};
};
const card = element => {
  const {left, right} = element.getBoundingClientRect();
  const selector = "h2, p, dt, dd, h4, pre, .wide";
  const parts = [...element.querySelectorAll(selector)].map(part => part.getBoundingClientRect());
  return {
    left, right, terms: [...element.querySelectorAll("dt, dd")].map(box),
    inner_left: Math.min(...parts.map(part => part.left)), inner_right: Math.max(...parts.map(part => part.right)),
  };
};
parent.postMessage({
  width: document.documentElement.clientWidth, content: document.documentElement.scrollWidth,
  cards: [...document.querySelectorAll("section")].map(card),
}, "*");
</script>
"""

WIDTHS = (320, 375, 390, 768, 1280)

FRAMES = """
<!doctype html>
<script>
const measures = [];
addEventListener("message", event => {
  measures.push(event.data);
  if (measures.length === document.querySelectorAll("iframe").length) {
    const output = document.createElement("output");
    output.textContent = JSON.stringify(measures);
    document.body.append(output);
  }
});
</script>
"""
"""The page in frames, as a browser's window has a least width; their measures arrive as messages."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the bundled document at each width, with its stylesheet and a script that measures it."""
    client = Client(create_app())
    text = client("GET", "/__mock__/commands/", headers={"host": "127.0.0.1:18080"}).body.decode()
    style = client("GET", "/__mock__/index.css").body.decode()
    assert STYLESHEET in text
    text = text.replace(STYLESHEET, f"<style>{style}</style>").replace("</body>", f"{MEASURE}</body>")
    folder = tmp_path_factory.mktemp("index")
    (folder / "index.html").write_text(text, "utf-8")
    frames = "".join(
        f'<iframe src="index.html" width="{width}" height="844" frameborder="0"></iframe>' for width in WIDTHS
    )
    (folder / "frames.html").write_text(FRAMES + frames, "utf-8")
    return folder / "frames.html"


@pytest.fixture(scope="module")
def measured(page: Path) -> dict[int, Any]:
    """The measures by width, as Chromium lays the page out."""
    if BROWSER is None and "CI" not in os.environ:
        pytest.skip("no Chromium here; in CI this is a failure")
    assert BROWSER is not None, "install Chromium: .ci/run does"
    command = [BROWSER, *OPTIONS, f"--user-data-dir={page.parent / 'profile'}", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r"<output>(.*?)</output>", done.stdout, re.DOTALL)
    assert found is not None
    return {one["width"]: one for one in json.loads(unescape(found[1]))}


@pytest.fixture(params=WIDTHS)
def measures(request: pytest.FixtureRequest, measured: dict[int, Any]) -> Any:
    return measured[request.param]


def test_the_page_is_not_wider_than_the_window(measures: dict[str, Any]) -> None:
    assert measures["content"] == measures["width"]


def test_nothing_leaves_its_card(measures: dict[str, Any]) -> None:
    assert len(measures["cards"]) == 4
    for card in measures["cards"]:
        assert card["left"] < card["inner_left"]
        assert card["inner_right"] < card["right"]
        assert all(card["left"] < term["left"] and term["right"] < card["right"] for term in card["terms"])


def test_terms_and_values_have_a_column_each(measures: dict[str, Any]) -> None:
    for card in measures["cards"]:
        assert [term["text"].split()[0] for term in card["terms"][2:4]] == ["or", "Replaces"]
        for name in ("dt", "dd"):
            assert len({round(term["left"]) for term in card["terms"] if term["name"] == name}) == 1
        tops = [term["top"] for term in card["terms"]]
        assert all(below - above > -LINE / 2 for above, below in pairwise(tops))


def test_a_value_stands_beside_its_term_where_there_is_room(measures: dict[str, Any]) -> None:
    for card in measures["cards"]:
        for term, value in pairwise(card["terms"]):
            if (term["name"], value["name"]) == ("dt", "dd"):
                is_beside = abs(value["top"] - term["top"]) < LINE / 2
                assert is_beside == (measures["width"] > 390)
