"""Test ids are the same in every process: otherwise the workers of pytest-xdist refuse to run any test."""

from __future__ import annotations

import gzip
import re
import time

import pytest

VARIES = re.compile(rf"0x[0-9a-f]{{8}}|object at |{int(time.time()) // 10_000}\d{{4}}")
"""A memory address, or the current time in seconds, milliseconds or nanoseconds since 1970."""


def test_no_id_depends_on_the_process(request: pytest.FixtureRequest) -> None:
    assert [item.nodeid for item in request.session.items if VARIES.search(item.nodeid)] == []


@pytest.mark.parametrize("value", [gzip.compress(b"a"), bytearray(b"\xff")])
def test_no_id_shows_binary_content(request: pytest.FixtureRequest, value: bytes) -> None:
    assert re.fullmatch(r"test_no_id_shows_binary_content\[bytes\d\]", request.node.name)
