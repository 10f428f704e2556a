"""``python -m tests.mockserver.console.browser.pictures``: the pictures of the console in the documentation."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from mockserver.app import create_app
from tests.conftest import ROOT
from tests.mockserver.console.browser.conftest import CHROMIUM, SHOP, Console, rows
from tests.mockserver.server.running_server import running

CLEAN = {
    ' <img src=x onerror="document.title=1">': "",
    " <script>document.title='run'</script>": "",
}
"""What the tests have in the document, and a picture should not."""


def main() -> None:
    """Write the pictures: an operation that was tried, and the request in a narrow window with the dark theme."""
    text = Path(SHOP).read_text("utf-8")
    for hostile, plain in CLEAN.items():
        text = text.replace(hostile, plain)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("shop.yaml").write_text(text, "utf-8")
        app = create_app("shop.yaml")
        with running(app, end_streams=app.control.end_streams) as server, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = Console(chromium, server, viewport={"width": 1440, "height": 720}).open()
            rows(page).filter(has_text="Change a pet").click()
            page.get_by_label("Body", exact=True).fill(BODY)
            page.get_by_role("button", name="Send", exact=True).click()
            page.locator(".violations li").first.wait_for()
            page.screenshot(path=ROOT / "docs" / "console.png")
            narrow = {"viewport": {"width": 390, "height": 720}, "color_scheme": "dark"}
            page = Console(chromium, server, **narrow).open("requests/1")
            page.locator(".violations li").first.wait_for()
            page.screenshot(path=ROOT / "docs" / "console-dark.png")
            chromium.close()


BODY = '{\n  "name": "",\n  "status": "eaten"\n}'


if __name__ == "__main__":
    main()
