"""The tables of a store, and the names of its counters.

- ``items API:/pets``: items of a collection by id: JSON, empty if deleted, or ``@TABLE\\0ID`` of a shared item
- ``content API:/pets``: uploaded content by id
- ``urls API``: digests of the URLs that clients sent
- ``control``: what the admin API sets: stubs, faults, …
- ``oauth``: the tokens and codes that were issued, by digest; also the counter of their numbers
- ``metrics``: the sums of all processes

The counter ``API:/pets`` counts the ids that were generated for new items.
"""

from __future__ import annotations

from typing import NamedTuple

ITEMS = "items"
CONTENT = "content"
URLS = "urls"
CONTROL = "control"
METRICS = "metrics"

TOMBSTONE = b""
"""The stored value of a deleted item."""

REFERENCE = b"@"
"""The beginning of a stored value that names the item in the collection in which it can be read."""


class TableName(NamedTuple):
    """The parts of the name of a table.

    :param kind: ``items``, ``content``, ``urls``, ``control`` or ``metrics``.
    :param path: the path of the collection, with the values of its parameters; ``""`` for others.
    """

    kind: str
    api: str = ""
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.api}:{self.path}" if self.path else self.api
        return f"{self.kind} {where}" if where else self.kind


def parse_table(name: str) -> TableName:
    """Return the parts of the name of a table."""
    kind, _, where = name.partition(" ")
    api, _, path = where.partition(":")
    return TableName(kind, api, path)


def reference_to(table: str, identifier: str) -> bytes:
    """Return the stored value that refers to an item of another table."""
    return REFERENCE + f"{table}\0{identifier}".encode("utf-8", "surrogatepass")


def referred(stored: bytes | None) -> tuple[str, str] | None:
    """Return table and id of the item to which a stored value refers; ``None`` if it is an item, or deleted."""
    if stored is None or not stored.startswith(REFERENCE):
        return None
    table, _, identifier = stored[len(REFERENCE) :].decode("utf-8", "surrogatepass").partition("\0")
    return table, identifier
