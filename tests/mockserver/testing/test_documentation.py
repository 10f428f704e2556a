"""The examples of ``docs/testing.md`` are run."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import ROOT
from tests.mockserver.control.kiosk import PATHS
from tests.mockserver.kit import document
from tests.mockserver.testing.test_pytest_plugin import PLUGIN

PAGE = (ROOT / "docs" / "testing.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
START = """
import asyncio
import aiohttp, httpx, requests

class Client:
    def ticket(self, identifier):
        for _ in range(2):
            response = httpx.get(f"https://tickets.example.com/v2/tickets/{identifier}")
            if response.status_code < 500:
                return response.json()
"""


def test_the_examples(pytester: pytest.Pytester) -> None:
    (pytester.path / "openapi.yaml").write_text(
        json.dumps(document(PATHS, servers=[{"url": "https://tickets.example.com/v2"}]))
    )
    pytester.makeini("[pytest]\ncasemock_spec = openapi.yaml\n")
    tests = [block for block in BLOCKS if block.startswith("def test_")]
    scripts = [block for block in BLOCKS if not block.startswith("def test_")]
    body = "\n".join(["def test_scripts():", *("    " + line for block in scripts for line in block.splitlines())])
    pytester.makepyfile("\n\n".join([START, *tests, body]))
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(passed=len(tests) + 1)
    assert len(tests) >= 7
