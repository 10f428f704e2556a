"""The requests that are sent to the servers: four scenarios, each with its expected status code."""

from __future__ import annotations

import json
from dataclasses import dataclass

from benchmarks.document import COLLECTION

TOKEN = "so_live_benchmark"
"""A token in the vendor's format, with all scopes on servers that know scopes."""

KNOWN_IDS = 300
"""Number of ids that are requested in turn in scenarios with known ids."""


@dataclass(frozen=True)
class Scenario:
    """One kind of request.

    :param new_ids: each request has a new id; otherwise :data:`KNOWN_IDS` ids are requested in turn.
    :param examples: servers that can return documented examples instead of generated data do so.
    """

    name: str
    title: str
    method: str
    status: int
    new_ids: bool = False
    examples: bool = True
    body: str = ""

    def path(self, salt: str, number: int) -> str:
        """Return the path of a request; ``load.lua`` builds the same paths."""
        return f"{COLLECTION}/{salt}-{number}" if self.new_ids else f"{COLLECTION}/case-{number % KNOWN_IDS}"


_VALID = {"title": "Broken lift in building 4", "description": "It stops between two floors.", "status": "closed"}
_INVALID = {"title": "", "status": "nope"}

GET_NEW = Scenario("get-new", "GET, generated data, new ids", "GET", 200, new_ids=True, examples=False)
GET_KNOWN = Scenario("get-known", "GET, known ids", "GET", 200)
PATCH = Scenario("patch", "PATCH, valid body", "PATCH", 200, body=json.dumps(_VALID))
REFUSED = Scenario("refused", "PATCH, invalid body", "PATCH", 400, body=json.dumps(_INVALID))

SCENARIOS = (GET_NEW, GET_KNOWN, PATCH, REFUSED)

WORKERS = "workers"
"""Name of the rows that compare numbers of workers, with the requests of :data:`GET_NEW`."""
