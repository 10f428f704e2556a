"""Walk through the pages of a list, and find an item by its id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from benchmarks.families.client import Client, Reply
from benchmarks.families.items import JsonPath, Names, is_id, items_schema, plain, property_schema, same_id
from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.request_builder import Values
from contracts.messages import Request
from contracts.spec.model import Operation, Parameter
from contracts.spec.schemas import Schema

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

Found = tuple[Any, Schema | None]
"""An item and its documented schema, if known."""


def pages(client: Client, operation: Operation, values: Values) -> Iterator[Reply]:
    """Yield the pages of a list, the first with the largest documented limit, as long as there are new items."""
    seen: set[bytes] = set()
    reply = _first(client, operation, values)
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


def find_item(body: Any, schema: Schema | None, identifier: Any, names: Names) -> Found | None:
    """Return the listed item with an id and its schema.

    It is an object in a list (also in an envelope), a value of an object by its id, or the id itself.
    """
    for item, item_schema in _objects(body, schema):
        if is_id(item) and same_id(item, identifier):
            return item, None
        if isinstance(item, dict) and _has_id(item, identifier, names):
            return item, item_schema
    return _keyed(body, schema, identifier)


LEAST_SHARED = 2
"""Number of sent values that a listed item without an id must have to be the created one."""


def find_equal(body: Any, schema: Schema | None, sent: dict[str, Any], names: Names) -> Found | None:
    """Return the listed item without an id that has all scalars that were sent, at least :data:`LEAST_SHARED`."""
    scalars = {name: value for name, value in sent.items() if value is not None and not isinstance(value, dict | list)}
    for item, item_schema in _objects(body, schema):
        if isinstance(item, dict) and not names.candidates(item):
            common = scalars.keys() & item.keys()
            if len(common) >= LEAST_SHARED and all(equivalent(scalars[name], item[name]) for name in common):
                return item, item_schema
    return None


def _objects(body: Any, schema: Schema | None) -> Iterator[Found]:
    """Yield the items of all lists in a body with their schema."""
    for path in _lists(body, ()):
        items, list_schema = _at(body, schema, path)
        yield from ((item, items_schema(list_schema)) for item in items)


def documents_list(list_schema: Schema | None, item_schema: Schema | None, names: Names) -> bool:
    """Whether a response can be a list; it is not if it has the properties of the item, but no list of items."""
    if list_schema is None or item_schema is None:
        return True
    known = {*list_schema.possible_properties}
    return not known or known != {*item_schema.possible_properties} or _leads_to_list(list_schema, names)


def _leads_to_list(schema: Schema, names: Names, depth: int = 0) -> bool:
    if items_schema(schema) is not None or depth > 2:
        return depth <= 2
    inner = (below for name, below in schema.possible_properties.items() if names.encloses(name))
    return any(_leads_to_list(below, names, depth + 1) for below in inner)


def _lists(body: Any, path: JsonPath) -> Iterator[JsonPath]:
    if isinstance(body, list):
        yield path
    elif isinstance(body, dict) and len(path) < 4:
        for name, value in body.items():
            yield from _lists(value, (*path, name))


def _at(body: Any, schema: Schema | None, path: JsonPath) -> Found:
    for token in path:
        body, schema = body[token], property_schema(schema, str(token))
    return body, schema


def _has_id(item: dict[str, Any], identifier: Any, names: Names) -> bool:
    if any(same_id(value, identifier) for _, value in names.candidates(item)):
        return True
    nested = (
        value for name, value in item.items() if isinstance(value, dict) and (names.encloses(name) or len(item) == 1)
    )
    return any(same_id(value, identifier) for one in nested for _, value in names.candidates(one))


def _keyed(body: Any, schema: Schema | None, identifier: Any, depth: int = 0) -> Found | None:
    if not isinstance(body, dict) or depth > 2:
        return None
    if isinstance(body.get(str(identifier)), dict):
        return body[str(identifier)], None
    found = (_keyed(value, property_schema(schema, name), identifier, depth + 1) for name, value in body.items())
    return next(filter(None, found), None)
