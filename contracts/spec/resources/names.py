"""Names that have the same meaning in many documents."""

from __future__ import annotations

import re

ENVELOPES = (
    "data", "result", "results", "response", "item", "payload", "value", "object", "record", "entity",
    "content", "entry", "resource", "body", "model",
)  # fmt: skip
"""Properties that contain the item of a response or request, the most common first."""

LISTS = (
    "data", "items", "results", "value", "content", "records", "list", "rows", "entries", "objects", "elements",
    "resources", "entities", "collection", "values", "result", "member", "hydra:member", "edges", "nodes",
    "page",
)  # fmt: skip
"""Properties that contain the items of a list, the most common first."""

METADATA = frozenset({
    "meta", "_meta", "links", "_links", "link", "pagination", "paging", "page", "errors", "error", "warnings",
    "status", "jsonapi", "included", "includes", "query", "messages", "facets", "aggregations", "filters", "debug",
    "cursor", "cursors", "response_metadata", "responsemetadata", "requestinfo", "request", "summary", "stats",
    "navigation",
})  # fmt: skip
"""Properties of an envelope that describe the response instead of the item."""

IDS = (
    "id", "uuid", "uid", "guid", "sid", "_id", "identifier", "key", "slug", "code", "name", "number",
    "username", "login", "arn", "handle", "token", "tag", "title", "email", "href",
)  # fmt: skip
"""Properties that contain an id, the most probable first, if the path parameter does not name one."""

NESTED_IDS = (
    "metadata", "sys", "meta", "info", "attributes", "properties", "self", "identifier", "_id",
)  # fmt: skip
"""Objects that contain the id of the item around them, as ``metadata.name`` in Kubernetes."""

BULK = frozenset({
    "batch", "bulk", "_bulk", "_batch", "many", "batchcreate", "bulkcreate", "batchupdate", "bulkupdate",
    "batchdelete", "bulkdelete", "createmany", "updatemany", "deletemany", "multiple", "deletemultiple",
    "bulkremove",
})  # fmt: skip
"""Last segments of operations on several items, in plain form."""

COPIES = frozenset({
    "clone", "copy", "duplicate", "fork", "split", "revert", "restore",
})  # fmt: skip
"""Actions that return another item than the one in the path, or that undo a deletion."""

CONTENT = frozenset({
    "content", "contents", "download", "raw", "file", "data", "media", "binary", "blob", "body", "image",
    "photo", "avatar", "attachment", "document",
})  # fmt: skip
"""Last segments of the content of an item."""

SEARCHES = ("find", "search", "query", "filter", "lookup", "list", "all", "by")
"""Beginnings of the last segment of a path that lists items of the collection before it, in plain form."""

STATES = frozenset({"status", "state", "phase", "lifecycle", "stage", "lifecyclestate"})
"""Properties with the state of an item, in plain form."""


def plain(name: str) -> str:
    """Return a name in lower case without separators: ``petid`` for ``petId``, ``pet_id`` and ``Pet-ID``."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def singulars(name: str) -> tuple[str, ...]:
    """Return the plain name and its possible singular forms: ``categories`` and ``category``."""
    word = plain(name)
    found = [word]
    if word.endswith("ies") and len(word) > 4:
        found.append(f"{word[:-3]}y")
    if word.endswith(("ses", "xes", "ches", "shes", "zes")):
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        found.append(word[:-1])
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    return tuple(found)


_IRREGULAR = {
    "people": "person", "children": "child", "indices": "index", "media": "medium", "criteria": "criterion",
    "data": "datum", "men": "man", "women": "woman", "addresses": "address", "statuses": "status",
}  # fmt: skip


def same_noun(one: str, other: str) -> bool:
    """Whether two names are the same noun, one of them possibly in the plural."""
    return bool(set(singulars(one)) & set(singulars(other)))
