"""A small HTTP client for seeding applications and reading their data."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from benchmarks.processes import BenchmarkError

TIMEOUT = 30.0
"""Seconds to wait for a response."""


BUSY = 503
PAUSES = (0.5, 1.0, 2.0, 4.0, 0.0)
"""Seconds to wait after each response of a server that is still busy with its start."""


class Client:
    """Sends JSON requests to one application.

    :param base: URL that all paths are appended to.
    :param headers: headers of every request.
    """

    def __init__(self, base: str, headers: Mapping[str, str] | None = None) -> None:
        self._base, self._headers = base, dict(headers or {})

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Send a request; return the status code and the body of the response.

        :raises OSError: if there is no response.
        """
        data = None if body is None else json.dumps(body).encode()
        headers = self._headers | ({} if data is None else {"Content-Type": "application/json"})
        request = urllib.request.Request(self._base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request and return the JSON value of the response, ``None`` if it is empty.

        :raises BenchmarkError: if the status code is not 2xx.
        """
        for pause in PAUSES:
            status, content = self.send(method, path, body)
            if status != BUSY:
                break
            time.sleep(pause)
        if status // 100 != 2:
            raise BenchmarkError(f"{method} {path}: status {status} {content[:300].decode('utf-8', 'replace')}")
        return json.loads(content) if content else None

    def read(self, path: str) -> Any:
        """Return the JSON value at a path, ``None`` if the status code is not 200 or the body is not JSON."""
        status, content = self.send("GET", path)
        try:
            return json.loads(content) if status == 200 else None
        except ValueError:
            return None
