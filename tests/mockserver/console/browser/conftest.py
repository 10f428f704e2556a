"""Fixtures: Chromium, a server in a thread, and a page of its console."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.server.running_server import RunningServer, running

playwright = pytest.importorskip("playwright.sync_api", reason="controls a browser with Playwright")
playwright.expect.set_options(timeout=20_000)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHOP = str(Path(__file__).parent / "shop.yaml")

Serve = Callable[..., RunningServer]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium. It is closed after each module: until then, other code cannot run an event loop in this thread."""
    if CHROMIUM is None and "CI" not in os.environ:
        pytest.skip("no Chromium here; in CI this is a failure")
    assert CHROMIUM is not None, "install Chromium: .ci/run does"
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers, which are stopped after the test."""
    with ExitStack() as stack:

        def start(*specs: Any, port: int = 0, **settings: Any) -> RunningServer:
            app = create_app(*(specs or (SHOP,)), **settings)
            return stack.enter_context(running(app, end_streams=app.control.end_streams, port=port))

        yield start


class Console:
    """A page of a console, with what went wrong in it.

    :ivar page: the page of Playwright.
    :ivar errors: errors of scripts, refused resources and dialogs.
    """

    def __init__(self, browser: Any, server: RunningServer, **options: Any) -> None:
        self._context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        self._context.set_default_timeout(15_000)
        self.page = self._context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._on_message)
        self.page.on("dialog", lambda dialog: (self.errors.append(dialog.message), dialog.dismiss()))
        self.url = "http://{}:{}/__mock__/".format(*server.address)

    def _on_message(self, message: Any) -> None:
        # Chromium reports a response that is an error, and a connection that is lost, as errors of the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource:"):
            self.errors.append(message.text)

    def open(self, view: str = "") -> Any:
        """Open a view and return the page."""
        self.page.goto(f"{self.url}#/{view}" if view else self.url)
        self.page.wait_for_selector("header nav")
        playwright.expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        return self.page

    def close(self) -> None:
        """Close the page."""
        self._context.close()


@pytest.fixture
def open_console(browser: Any) -> Iterator[Callable[..., Console]]:
    """Open consoles of servers. At the end of the test, none may have had an error."""
    opened: list[Console] = []

    def start(server: RunningServer, **options: Any) -> Console:
        opened.append(Console(browser, server, **options))
        return opened[-1]

    yield start
    for console in opened:
        console.close()
    assert [error for console in opened for error in console.errors] == []


def rows(page: Any) -> Any:
    """Return the visible rows of the lists of a page, which are options as those of selections are."""
    return page.locator(".long-list [role=option]")
