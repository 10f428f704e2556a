"""Mixed requests with ever new ids and values, the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

WRITTEN = 200
"""Number of ids that are written again and again; only a few requests create new items."""


@dataclass(frozen=True)
class Probe:
    """A request.

    :param expected: the status codes that it may have.
    """

    method: str
    target: str
    body: bytes = b""
    media_type: str = "application/json"
    headers: str = ""
    expected: tuple[int, ...] = (200,)


def mixed(seed: int) -> Iterator[Probe]:
    """Yield requests without end."""
    random = Random(seed)
    number = 0
    while True:
        number += 1
        yield _probe(random, f"{seed}-{number}")


def _probe(random: Random, new: str) -> Probe:  # noqa: PLR0912 (one case for each kind of request)
    known = f"w{random.randrange(WRITTEN)}"
    match random.randrange(20):
        case 0 | 1 | 2 | 3:
            return Probe("GET", f"/articles/{new}")
        case 4 | 5:
            return Probe("GET", f"/articles/{known}", expected=(200, 404))
        case 6:
            body = _body({"name": f"article {new}", "status": random.choice(["new", "sold"]), "price": 1.5})
            return Probe("PUT", f"/articles/{known}", body, expected=(200, 404))
        case 7 | 8:
            return Probe("PATCH", f"/articles/{known}", _body({"name": new, "tags": [new, "b"]}), expected=(200, 404))
        case 9:
            target = f"d{random.randrange(WRITTEN)}" if random.randrange(4) else known
            return Probe("DELETE", f"/articles/{target}", expected=(204, 404))
        case 10 | 11:
            return Probe("GET", f"/articles?status={new}&limit={random.randint(1, 100)}")
        case 12:
            return Probe("GET", f"/articles?offset={random.randrange(10_000)}&sort=-name&q={new}")
        case 13:
            if random.randrange(2):
                return Probe("POST", f"/articles/{new}/reviews", _body({"id": new, "text": "kept"}), expected=(201,))
            return Probe("GET", f"/articles/{new}/reviews?author={new}")
        case 14:
            return Probe("GET", f"/articles/{new}/reviews/{new}")
        case 15:
            return Probe("GET", f"/nowhere/{new}", expected=(404,))
        case 16:
            return Probe("PATCH", f"/articles/{known}", _body({"name": [new]}), expected=(400, 404, 422))
        case 17:
            return Probe("PATCH", f"/articles/{known}", b"{" + new.encode(), expected=(400, 404, 422))
        case 18:
            return Probe("POST", "/articles", new.encode(), f"text/x{new}", expected=(415,))
        case _:
            header = random.choice(["Accept: text/x", "Prefer: code=4", "Cookie: a=", "Accept-Language: x-"])
            return Probe("GET", f"/articles/missing-{new}", headers=f"{header}{new}\r\n", expected=(400, 404, 406))


def _body(value: Any) -> bytes:
    return json.dumps(value).encode()
