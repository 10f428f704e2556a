"""The WSGI application that receives the webhooks of the Parcel API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any


class Receiver:
    """Collects the ids of delivered parcels."""

    def __init__(self) -> None:
        self.delivered: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        message = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        if message["event"] != "parcel.delivered":
            start_response("400 Bad Request", [("Content-Length", "0")])
            return []
        self.delivered.append(message["parcel"]["id"])
        start_response("204 No Content", [])
        return []
