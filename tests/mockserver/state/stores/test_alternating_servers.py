"""A contract test of several servers with one Redis, each request to the next server, finds nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mockserver.settings import bundled_document
from tests.alternating_proxy import alternating_proxy
from tests.conftest import DOCUMENTS, ROOT, Serve
from tests.redis_server import RedisServer, needs_redis

pytestmark = needs_redis


@pytest.fixture
def redis() -> Iterator[str]:
    with RedisServer(tcp=True) as server:
        yield server.url


def ports(urls: list[str]) -> list[int]:
    return [urlsplit(url).port or 0 for url in urls]


@pytest.mark.parametrize("document", [DOCUMENTS / "notes.yaml", DOCUMENTS / "shelf.yaml", bundled_document()])
def test_built_in_checks_find_nothing(document: Path, serve: Serve, redis: str) -> None:
    servers = [serve(document, "--store", redis) for _ in range(2)]
    with alternating_proxy(ports(servers)) as url:
        command = [sys.executable, "-m", "contracts", "test", str(document), "--url", url, "--phases", "none"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 findings in " in done.stdout


def test_servers_with_stores_of_their_own_do_not_pass(serve: Serve) -> None:
    """The test above would find a write that only one of the servers knows."""
    document = DOCUMENTS / "notes.yaml"
    servers = [serve(document) for _ in range(2)]
    with alternating_proxy(ports(servers)) as url:
        command = [sys.executable, "-m", "contracts", "test", str(document), "--url", url, "--phases", "none"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
