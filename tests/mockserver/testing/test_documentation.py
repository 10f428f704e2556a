"""The examples of ``docs/testing.md`` are run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.mockserver.testing.test_pytest_plugin import PLUGIN

PAGE = (ROOT / "docs" / "testing.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
FILES = dict(re.findall(r"`(\w+\.yaml)`:\n\n```yaml\n(.*?)```", PAGE, re.DOTALL))
TEST = re.compile(r"^ *(?:async )?def test_", re.MULTILINE)
START = """
import asyncio, threading, time, unittest
from wsgiref.simple_server import make_server

import aiohttp, httpx, pytest, requests

from mockserver.testing import MockServer
from tickets_client import Client, app, sold
"""


def test_the_examples(pytester: pytest.Pytester) -> None:
    shutil.copy(ROOT / "docs" / "recipes" / "tickets.yaml", pytester.path / "openapi.yaml")
    shutil.copy(Path(__file__).with_name("tickets_client.py"), pytester.path)
    for name, text in FILES.items():
        (pytester.path / name).write_text(text)
    pytester.makeini("[pytest]\ncasemock_spec = openapi.yaml\npythonpath = .\n")
    tests = [block for block in BLOCKS if TEST.search(block)]
    scripts = [block for block in BLOCKS if not TEST.search(block)]
    body = "\n".join(["def test_scripts():", *("    " + line for block in scripts for line in block.splitlines())])
    pytester.makepyfile("\n\n".join([START, *tests, body]))
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(passed=sum(len(TEST.findall(block)) for block in tests) + 1)
    assert len(tests) >= 15
    assert len(FILES) == 1


def test_the_name_of_each_example_is_its_own() -> None:
    names = re.findall(r"def (test_\w+)", "\n".join(BLOCKS))
    assert len(names) == len({*names})
