"""The client that the application uses: tokens, retries and pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from parcels.errors import ParcelError, UnknownParcelError

BASE_URL = "https://api.parcels.example/v2"
ATTEMPTS = 3


class ParcelClient:
    """A client of the Parcel API.

    :param sleep: waits between two attempts.
    """

    def __init__(self, auth: httpx.Auth, sleep: Callable[[float], None] = time.sleep) -> None:
        self._http = httpx.Client(base_url=BASE_URL, auth=auth)
        self._sleep = sleep

    def __enter__(self) -> ParcelClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def parcel(self, parcel_id: str) -> dict[str, Any]:
        return self._send("GET", f"/parcels/{parcel_id}").json()

    def parcels(self, *, status: str = "", per_page: int = 20) -> Iterator[dict[str, Any]]:
        """Yield the parcels of all pages."""
        page, seen = 1, 0
        query = {"status": status} if status else {}
        while True:
            found = self._send("GET", "/parcels", params={**query, "page": page, "per_page": per_page}).json()
            yield from found["items"]
            seen += len(found["items"])
            if seen >= found["total"] or not found["items"]:
                return
            page += 1

    def register(self, recipient: str, weight_grams: int) -> str:
        """Create a parcel, and return its id."""
        return self._send("POST", "/parcels", json={"recipient": recipient, "weight_grams": weight_grams}).json()["id"]

    def deliver(self, parcel_id: str) -> None:
        self._send("PATCH", f"/parcels/{parcel_id}", json={"status": "delivered"})

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = self._http.request(method, path, **options)
            except httpx.TransportError as error:
                raise ParcelError(f"the Parcel API cannot be reached: {type(error).__name__}") from error
            if response.status_code != 503 or attempt == ATTEMPTS:
                break
            self._sleep(float(response.headers["Retry-After"]))
        if response.status_code == 404:
            raise UnknownParcelError(path)
        if response.is_error:
            raise ParcelError(f"{response.status_code}: {response.json()['title']}")
        return response
