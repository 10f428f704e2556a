"""Walk through the pages of a list: links, tokens, page numbers, offsets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from benchmarks.families.client import Client, Reply
from benchmarks.families.items import is_id, plain
from contracts.conformance.request_builder import Values
from contracts.messages import Request
from contracts.spec.model import Operation, Parameter

MOST_PAGES = 40
"""Maximum number of pages that are read."""

_LIMITS = frozenset(
    {"limit", "perpage", "pagesize", "count", "maxresults", "top", "size", "maxitems", "pagelimit", "first", "rows",
     "resultsperpage", "maxpagesize", "itemsperpage", "take", "num", "n"}
)  # fmt: skip
_TOKENS = frozenset(
    {"cursor", "pagetoken", "nexttoken", "after", "startingafter", "marker", "continuationtoken", "nextcursor", "token",
     "pagecursor", "next", "nextpagetoken", "skiptoken", "startafter", "start"}
)  # fmt: skip
_PAGES = frozenset({"page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage", "p"})
_OFFSETS = frozenset({"offset", "skip", "start", "startindex", "startat", "from", "first"})
_NEXT = frozenset({"next", "nexturl", "nextlink", "nextpageurl", "nextpage", "nexthref", "odatanextlink"})
_NEXT_TOKENS = frozenset(
    {"nextcursor", "nextpagetoken", "nexttoken", "next", "cursor", "endcursor", "continuationtoken", "nextmarker",
     "marker", "nextpage", "after", "continuation"}
)  # fmt: skip

USUAL_LIMIT = 100


def pages(client: Client, operation: Operation, values: Values) -> Iterator[Reply]:
    """Yield the pages of a list, the first with the largest documented limit, as long as there are new items."""
    seen: set[bytes] = set()
    reply: Reply | None = _first(client, operation, values)
    for number in range(1, MOST_PAGES + 1):
        if reply is None or reply.response.body in seen:
            return
        yield reply
        seen.add(reply.response.body)
        if not reply.response.is_success or not list_items(reply.json):
            return
        reply = _next(client, operation, values, reply, number)


def _first(client: Client, operation: Operation, values: Values) -> Reply:
    limit = _parameter(operation, _LIMITS)
    if limit is None:
        return client.send(operation, values)
    reply = client.send(operation, {**values, ("query", limit.name): _largest(limit)})
    return reply if reply.response.is_success else client.send(operation, values)


def _parameter(operation: Operation, names: frozenset[str]) -> Parameter | None:
    query = (one for one in operation.parameters if one.location == "query")
    return next((one for one in query if plain(one.name) in names), None)


def _largest(parameter: Parameter) -> Any:
    node = parameter.schema.resolve().node if parameter.schema else {}
    node = node if isinstance(node, dict) else {}
    highest = node.get("maximum", USUAL_LIMIT)
    if isinstance(node.get("enum"), list) and node["enum"]:
        return node["enum"][-1]
    return int(highest) if isinstance(highest, int | float) and highest < 1000 else USUAL_LIMIT


def _next(client: Client, operation: Operation, values: Values, reply: Reply, number: int) -> Reply | None:
    query = _next_query(reply)
    if query is not None:
        path = reply.request.path
        return client.request(Request("GET", f"{path}?{query}", reply.request.headers))
    sent = dict(values)
    if (limit := _parameter(operation, _LIMITS)) and f"{limit.name}=" in reply.request.target:
        sent["query", limit.name] = _largest(limit)
    token = _parameter(operation, _TOKENS)
    found = next(_values(reply.json, _NEXT_TOKENS), None) if token else None
    if token and found is not None:
        return client.send(operation, {**sent, ("query", token.name): found})
    if page := _parameter(operation, _PAGES):
        return client.send(operation, {**sent, ("query", page.name): number + _first_page(page)})
    if offset := _parameter(operation, _OFFSETS):
        return client.send(operation, {**sent, ("query", offset.name): number * len(list_items(reply.json))})
    return None


def _first_page(parameter: Parameter) -> int:
    node = parameter.schema.resolve().node if parameter.schema else {}
    return 0 if isinstance(node, dict) and 0 in {node.get("minimum"), node.get("default")} else 1


def _next_query(reply: Reply) -> str | None:
    """Return the query of the next page from the ``Link`` header (RFC 8288) or a link in the body."""
    for part in (reply.response.header("link") or "").split(","):
        target, _, relation = part.partition(">")
        if 'rel="next"' in relation or "rel=next" in relation:
            return urlsplit(target.strip(" <")).query
    for value in _values(reply.json, _NEXT):
        link = value.get("href") if isinstance(value, dict) else value
        if isinstance(link, str) and "?" in link:
            return urlsplit(link).query
    return None


def _values(body: Any, names: frozenset[str], depth: int = 0) -> Iterator[Any]:
    """Yield the values of properties with these names, not those of items."""
    for name, value in body.items() if isinstance(body, dict) else ():
        if plain(name) in names and (is_id(value) or isinstance(value, dict)):
            yield value
        if isinstance(value, dict) and depth < 2:
            yield from _values(value, names, depth + 1)


def list_items(body: Any) -> list[Any]:
    """Return the items of all lists in a body, not of those in items."""
    if isinstance(body, list):
        return body
    if isinstance(body, dict):
        return [item for value in body.values() for item in list_items(value)]
    return []
