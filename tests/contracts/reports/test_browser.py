"""The page in a browser: its script runs under its policy, and hostile content does not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from contracts.reports import html
from contracts.run_result import Run
from tests.contracts.reports.sample import run
from tests.contracts.reports.sample_documents import run as run_over_documents

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(BROWSER is None and "CI" not in os.environ, reason="Chromium is not installed")
@pytest.mark.parametrize("shown", [run(), run_over_documents()], ids=["test", "documents"])
def test_the_page_works_in_chromium(shown: Run, tmp_path: Path) -> None:
    assert BROWSER is not None, "install Chromium: .ci/run does"
    page = tmp_path / "report.html"
    page.write_text(html.REPORT.render(shown), "utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--enable-logging=stderr", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert 'data-ready="yes"' in done.stdout
    assert "<img" not in done.stdout
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert console == []
