"""The code under test in the examples of ``docs/testing.md``; it knows only the URL of the real API."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any

import httpx

URL = "https://tickets.example.com/v2"
ATTEMPTS = 3


class Client:
    """A client of the API in ``docs/recipes/tickets.yaml``."""

    def __init__(self, token: str = "any") -> None:
        self._token = token

    def ticket(self, identifier: str) -> Any:
        """Return a ticket, or ``None``; try again after a 503, after the time that the API names."""
        for _ in range(ATTEMPTS):
            response = httpx.get(f"{URL}/tickets/{identifier}")
            if response.status_code != 503:
                break
            if seconds := response.headers.get("Retry-After"):
                time.sleep(float(seconds))
        return None if response.status_code == 404 else response.raise_for_status().json()

    def tickets(self) -> list[Any]:
        """Return the tickets of all pages."""
        found, query = [], {}
        while True:
            page = httpx.get(f"{URL}/tickets", params=query).raise_for_status().json()
            found += page["items"]
            if not page["next_cursor"]:
                return found
            query = {"cursor": page["next_cursor"]}

    def create(self, title: str) -> Any:
        """Create a ticket, with a new token if the old one has expired."""
        response = self._post(title)
        if response.status_code == 401:
            self._token = httpx.post(f"{URL}/token").raise_for_status().json()["access_token"]
            response = self._post(title)
        return response.raise_for_status().json()

    def _post(self, title: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}"}
        return httpx.post(f"{URL}/tickets", json={"title": title}, headers=headers)


sold: list[str] = []


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A WSGI application that receives webhooks."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    sold.append(json.loads(body)["id"])
    start_response("204 No Content", [])
    return []
