"""What the servers are asked: four kinds of request, each with the one status that is right."""

from __future__ import annotations

import json
from dataclasses import dataclass

from benchmarks.document import COLLECTION

TOKEN = "so_live_benchmark"
"""A token of the vendor's form; who knows scopes grants it all."""

KNOWN_IDS = 300
"""Ids that are asked for in turn where ids are asked again."""


@dataclass(frozen=True)
class Scenario:
    """One kind of request.

    :param new_ids: each request has an id of its own; else :data:`KNOWN_IDS` ids take turns.
    :param examples: servers that can answer with documented examples instead of generated data do so.
    """

    name: str
    title: str
    method: str
    status: int
    new_ids: bool = False
    examples: bool = True
    body: str = ""

    def path(self, salt: str, number: int) -> str:
        """The path of one of its requests; ``peers/load.lua`` makes the same ones."""
        return f"{COLLECTION}/{salt}-{number}" if self.new_ids else f"{COLLECTION}/case-{number % KNOWN_IDS}"


_CHANGE = {"title": "Broken lift in building 4", "description": "It stops between two floors.", "status": "closed"}
_REFUSED = {"title": "", "status": "nope"}

GET_NEW = Scenario("get-new", "GET, generated, ids never asked before", "GET", 200, new_ids=True, examples=False)
GET_KNOWN = Scenario("get-known", "GET, ids asked before", "GET", 200)
PATCH = Scenario("patch", "PATCH, valid body", "PATCH", 200, body=json.dumps(_CHANGE))
REFUSED = Scenario("refused", "PATCH, refused body", "PATCH", 400, body=json.dumps(_REFUSED))

SCENARIOS = (GET_NEW, GET_KNOWN, PATCH, REFUSED)

WORKERS = "workers"
"""Name of the rows that compare numbers of workers; their requests are those of :data:`GET_NEW`."""
