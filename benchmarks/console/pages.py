"""Pages of the console in Chromium."""

from __future__ import annotations

import http.client
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmarks.control.events import send_at_rate
from benchmarks.processes import BenchmarkError, Server
from benchmarks.stores.results import Figure

MAX_BYTES = 250_000
MAX_LAG = 1.0
"""Maximum time in seconds from the last response until the page shows all requests."""

MAX_GAP_MS = 250.0
"""Maximum time in which the page does not react while requests arrive."""

PATIENCE = 30.0

PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
WEIGHT = """
[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
.filter(one => !one.name.includes("/admin/")).reduce((sum, one) => sum + one.transferSize, 0)
"""
GAPS = """
window.longest = 0;
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  window.longest = Math.max(window.longest, now - last - 20);
  last = now;
}, 20);
"""
COUNT = "document.querySelector('.badge')?.textContent.replaceAll(',', '') ?? '0'"
DROPPED = "document.querySelector('.count strong')?.textContent ?? ''"


@contextmanager
def browser() -> Iterator[Any]:
    """Yield Chromium. Raises :class:`BenchmarkError` if it is not installed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise BenchmarkError("Chromium is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (other benchmarks need no browser)

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def page_figures(chromium: Any, server: Server, name: str, rounds: int, seconds: float) -> Iterator[Figure]:
    """Yield the time to the first paint, the time until the operations are listed, and the weight of a page.

    :param seconds: maximum time to the first paint.
    """
    _wait_for_health(server)
    paints, lists, weights = [], [], []
    for _ in range(rounds):
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        began = time.perf_counter()
        page.goto(f"http://127.0.0.1:{server.port}/__mock__/")
        page.wait_for_selector(".long-list [role=option]")
        lists.append(time.perf_counter() - began)
        paints.append(page.evaluate(PAINT) / 1000)
        weights.append(page.evaluate(WEIGHT))
        context.close()
    span = f"{min(paints):.2f} to {max(paints):.2f}"
    yield Figure(name, "first paint", median(paints), seconds, is_minimum=False, unit=" s", detail=span)
    yield Figure(name, "operations listed", median(lists), unit=" s")
    kilobytes = max(weights) / 1000
    yield Figure(name, "weight of the page", kilobytes, MAX_BYTES / 1000, is_minimum=False, unit=" kB")


def live_figures(chromium: Any, server: Server, rate: int, seconds: int) -> Iterator[Figure]:
    """Yield how a page follows requests that arrive at a rate.

    :raises BenchmarkError: if the machine cannot send as many, or the page never shows them.
    """
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"http://127.0.0.1:{server.port}/__mock__/#/requests")
    page.wait_for_selector(".connection.live")
    page.evaluate(GAPS)
    before = int(page.evaluate(COUNT))
    sent = send_at_rate(server.port, rate, seconds)
    ended = max(sent.values())
    expected = min(before + len(sent), 10_000)
    while int(page.evaluate(COUNT)) < expected:
        if time.perf_counter() - ended > PATIENCE:
            raise BenchmarkError(f"the page shows {page.evaluate(COUNT)} of {expected} requests")
    lag = time.perf_counter() - ended
    detail = f"{len(sent):,} requests, {rate} per second; {page.evaluate(DROPPED) or 'none dropped'}"
    yield Figure("live", "until all are shown", lag, MAX_LAG, is_minimum=False, unit=" s", detail=detail)
    gap = page.evaluate("window.longest")
    yield Figure("live", "longest time without reaction", gap, MAX_GAP_MS, is_minimum=False, unit=" ms")


def _wait_for_health(server: Server) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        try:
            connection.request("GET", "/__mock__/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise BenchmarkError("the server does not start")
