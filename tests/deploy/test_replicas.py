"""The command lines of the deployments run without containers: three servers and one Redis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import wait_for_url
from tests.deploy.deployment import (
    FOLDER,
    ROOT,
    environment_of,
    expanded,
    pod_of,
    read_compose,
    read_containerfile,
    read_kubernetes,
)
from tests.redis_server import RedisServer, needs_redis

pytestmark = needs_redis

START = "import sys; from mockserver.cli.main import run; sys.exit(run())"
"""The entry point ``casemock``, which need not be installed."""


@dataclass
class Deployment:
    """What a file says.

    :param redis: the options of Redis.
    :param document: the served document.
    """

    replicas: int
    environment: dict[str, str]
    redis: list[str]
    document: Path


def of_compose(_: Path) -> Deployment:
    services = read_compose()
    casemock = services["casemock"]
    document = FOLDER / casemock["volumes"][0].split(":")[0]
    return Deployment(
        casemock["deploy"]["replicas"], casemock["environment"], services["redis"]["command"][1:], document
    )


def of_kubernetes(folder: Path) -> Deployment:
    objects = read_kubernetes()
    _, container = pod_of(objects, "Deployment", "casemock")
    _, redis = pod_of(objects, "StatefulSet", "casemock-redis")
    command = expanded(redis["command"], environment_of(redis, objects))
    document = folder / "openapi.yaml"
    document.write_text(objects["ConfigMap", "casemock-documents"]["data"]["openapi.yaml"])
    replicas = objects["Deployment", "casemock"]["spec"]["replicas"]
    return Deployment(replicas, environment_of(container, objects), command[1:], document)


@dataclass
class Running:
    """Three servers and their Redis."""

    urls: list[str]
    redis: RedisServer

    def send(self, number: int, method: str, target: str, body: Any = None) -> tuple[int, Any, str | None]:
        """Return status code, JSON and Retry-After of the response of a server."""
        headers = {"Content-Type": "application/json", "Authorization": "Bearer so_test_full"}
        connection = HTTPConnection(urlsplit(self.urls[number]).netloc, timeout=60)
        try:
            connection.request(method, target, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            content = response.read()
            return response.status, json.loads(content) if content else None, response.getheader("retry-after")
        finally:
            connection.close()

    def health(self, number: int) -> tuple[int, Any]:
        """Run the health check of the image; return its exit code and what it printed."""
        port = urlsplit(self.urls[number]).port
        done = subprocess.run(
            [sys.executable, FOLDER / "health.py"],
            env={"CASEMOCK_PORT": str(port), "http_proxy": "http://127.0.0.1:9"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, json.loads(done.stdout)


@pytest.fixture(params=[of_compose, of_kubernetes])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    deployment: Deployment = request.param(tmp_path)
    options = [word for word in deployment.redis if word not in {"--dir", "/data"}]
    with RedisServer(*options, tcp=True) as redis:
        store = urlsplit(deployment.environment["CASEMOCK_STORE"])
        credentials, at, _ = store.netloc.rpartition("@")
        here = {
            "CASEMOCK_HOST": "127.0.0.1",
            "CASEMOCK_PORT": "0",
            "CASEMOCK_SPECS": str(deployment.document),
            "CASEMOCK_STORE": store._replace(netloc=f"{credentials}{at}127.0.0.1:{redis.port}").geturl(),
            "PYTHONPATH": str(ROOT),
        }
        image = {name: value for name, value in read_containerfile()[-1].environment().items() if name != "PATH"}
        environment = {**os.environ, **image, **deployment.environment, **here}
        command = [sys.executable, "-c", START]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        processes = [
            subprocess.Popen(command, **pipes, env=environment, cwd=tmp_path) for _ in range(deployment.replicas)
        ]
        try:
            yield Running([wait_for_url(process) for process in processes], redis)
        finally:
            for process in processes:
                process.terminate()
            said = [process.communicate(timeout=30)[0] for process in processes]
    assert all("Traceback" not in text for text in said), said
    assert [process.returncode for process in processes] == [0] * deployment.replicas


def targets(running: Running) -> tuple[str, str, Any]:
    """The list and an item of the served document, and a change of the item."""
    is_bundled = running.send(0, "GET", "/pets")[0] == 404
    if is_bundled:
        return "/serverops/cases/any", "PATCH", {"description": "changed"}
    return "/pets", "POST", {"name": "Rex"}


def test_replicas_share_what_is_written_and_survive_a_restart_of_redis(running: Running) -> None:
    target, method, body = targets(running)
    status, written, _ = running.send(0, method, target, body)
    assert status in {200, 201}
    item = f"{target}/{written['id']}" if method == "POST" else target
    for number in range(3):
        assert running.send(number, "GET", item)[:2] == (200, written)
        assert running.health(number)[1]["status"] == "ok"

    running.redis.stop()  # kill -9
    for number in range(3):
        status, _, retry_after = running.send(number, method, target, body)
        assert status == 503
        assert retry_after == "1"
        code, health = running.health(number)
        assert (code, health["status"], health["store"]["status"]) == (0, "degraded", "unavailable")

    running.redis.start()
    for number in range(3):
        assert _when_available(running, number, item)[:2] == (200, written)
        assert running.health(number)[1]["status"] == "ok"


def _when_available(running: Running, number: int, target: str) -> tuple[int, Any, str | None]:
    """Read until the server uses its store again, which may take a second."""
    deadline = time.monotonic() + 60
    while (found := running.send(number, "GET", target))[0] == 503 and time.monotonic() < deadline:
        pass  # the server itself waits for a second before it connects again
    return found
