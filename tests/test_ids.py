"""Test ids must be the same in every process, because pytest-xdist requires it."""

from __future__ import annotations

import gzip
import re
import time

import pytest

VARIABLE = re.compile(rf"0x[0-9a-f]{{8}}|object at |{int(time.time()) // 10_000}\d{{4}}")
"""A memory address, or the current time in seconds, milliseconds or nanoseconds since 1970."""


def test_ids_do_not_depend_on_the_process(request: pytest.FixtureRequest) -> None:
    assert [item.nodeid for item in request.session.items if VARIABLE.search(item.nodeid)] == []


@pytest.mark.parametrize("value", [gzip.compress(b"a"), bytearray(b"\xff")])
def test_ids_contain_no_binary_values(request: pytest.FixtureRequest, value: bytes) -> None:
    assert re.fullmatch(r"test_ids_contain_no_binary_values\[bytes\d\]", request.node.name)
