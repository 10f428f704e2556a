"""Clients that write numbered values, to find acknowledged writes that are lost."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType

from benchmarks.document import COLLECTION
from benchmarks.scenarios import TOKEN

HEADERS: Mapping[str, str] = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}

AGAIN = 8
"""Each item is written this often, so that first and later writes are interrupted alike."""

_TITLE = "write "


@dataclass
class Written:
    """The writes of one item. Only one client writes it, so its numbers increase.

    :ivar sent: number of the last write that was sent.
    :ivar acknowledged: number of the last write with a successful response; 0: none.
    """

    sent: int = 0
    acknowledged: int = 0

    def is_lost(self, read: int) -> bool:
        """Whether the number that was read is older than the acknowledged one, or was never sent."""
        return not self.acknowledged <= read <= self.sent


class Writer(threading.Thread):
    """One client with its own items, which writes until it is stopped; it survives a server that is down.

    :param name: prefix of the ids of its items.
    :ivar written: the items by id.
    :ivar refused: the responses with a status code other than 200, by number.
    """

    def __init__(self, port: int, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._port, self._ended = port, threading.Event()
        self.written: dict[str, Written] = {}
        self.refused: dict[int, int] = {}
        self.acknowledged = threading.Event()

    def run(self) -> None:
        """Write items, each of them several times."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        for identifier in self._ids():
            item = self.written.setdefault(identifier, Written())
            item.sent += 1
            try:
                status = _send(connection, identifier, item.sent)
            except (OSError, http.client.HTTPException):
                connection.close()  # the next request connects again
                self._ended.wait(0.01)
                continue
            if status == http.HTTPStatus.OK:
                item.acknowledged = item.sent
                self.acknowledged.set()
            else:
                self.refused[status] = self.refused.get(status, 0) + 1
                self._ended.wait(0.01)
        connection.close()

    def _ids(self) -> Iterator[str]:
        """Yield the ids until the end: a window of items that moves on."""
        number = 0
        while not self._ended.is_set():
            yield f"{self.name}-{number // AGAIN + number % AGAIN}"
            number += 1

    def wait_for_success(self, seconds: float) -> bool:
        """Wait until a write that is acknowledged from now on; return whether there was one."""
        self.acknowledged.clear()
        return self.acknowledged.wait(seconds)

    def end(self) -> None:
        """End after the current request."""
        self._ended.set()


class Writers:
    """Several clients at once; as a context manager they end with the block."""

    def __init__(self, port: int, name: str, number: int) -> None:
        self.clients = [Writer(port, f"{name}-{each}") for each in range(number)]

    def __enter__(self) -> Writers:
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for client in self.clients:
            client.end()
        for client in self.clients:
            client.join()

    def written(self) -> dict[str, Written]:
        """Return the items of all clients by id."""
        return {identifier: item for client in self.clients for identifier, item in client.written.items()}

    def wait_for_success(self, seconds: float) -> bool:
        """Wait until each client has written something from now on."""
        waited = [client.wait_for_success(seconds) for client in self.clients]
        return all(waited)

    def refused(self) -> dict[int, int]:
        """Return the unsuccessful responses by status code."""
        found: dict[int, int] = {}
        for client in self.clients:
            for status, number in client.refused.items():
                found[status] = found.get(status, 0) + number
        return found


def lost(port: int, written: Mapping[str, Written]) -> list[str]:
    """Read all items; return the messages about those that have lost an acknowledged write."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    found = []
    for identifier, item in written.items():
        connection.request("GET", f"{COLLECTION}/{identifier}", headers=dict(HEADERS))
        response = connection.getresponse()
        body = response.read()
        read = _number(body) if response.status == http.HTTPStatus.OK else -1
        if item.is_lost(read):
            found.append(
                f"{identifier}: {response.status}, write {read}; acknowledged {item.acknowledged} of {item.sent}"
            )
    connection.close()
    return found


def _send(connection: http.client.HTTPConnection, identifier: str, number: int) -> int:
    body = json.dumps({"title": f"{_TITLE}{number}"})
    connection.request("PATCH", f"{COLLECTION}/{identifier}", body, dict(HEADERS))
    response = connection.getresponse()
    response.read()
    return response.status


def _number(body: bytes) -> int:
    """Return the number that was written to an item; 0 if it has a generated title."""
    title = json.loads(body)["title"]
    return int(title.removeprefix(_TITLE)) if title.startswith(_TITLE) else 0
