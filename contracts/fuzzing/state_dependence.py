"""Whether a documented rejection of a valid request may depend on data that the request refers to.

A document cannot express that a customer must exist, a name must be unused, a tag must be that of the item, or a date
must be in the future or after another one. Such rejections are not judged unless no value of the request can refer to
anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from schemathesis.generation.case import Case

from contracts.conformance.safety import is_action, may_act
from contracts.fuzzing.failure_classification import sent_media
from contracts.messages import Request
from contracts.spec.model import Operation
from contracts.spec.names import words
from contracts.spec.resources.paths import parse_path
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, core

STATE_STATUSES = frozenset({401, 402, 403, 404, 409, 410, 412, 423, 424, 425, 428, 429})
"""Status codes that depend on the state of the server or on the caller, whatever the request contains."""

DATA_STATUSES = frozenset({400, 422})
"""Status codes that are used for invalid requests, and for valid ones that refer to something unknown."""

CONDITIONAL_HEADERS = frozenset({"if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"})

QUANTITIES = frozenset(
    {"count", "quantity", "size", "age", "limit", "offset", "page", "number", "amount", "price", "cost", "total",
     "year", "month", "day", "hour", "minute", "second", "priority", "order", "position", "rank", "version", "level",
     "score", "rating", "weight", "width", "height", "length", "depth", "duration", "timeout", "delay", "port",
     "capacity", "stock", "seats", "latitude", "longitude", "percent", "percentage", "max", "min", "value", "index"}
)  # fmt: skip
"""Last words of the names of integers that are quantities rather than ids."""

REFERENCE_WORDS = frozenset(
    {"id", "ids", "uuid", "guid", "key", "slug", "ref", "reference", "handle", "login", "username", "email", "owner",
     "user", "author", "parent", "customer", "account", "category", "project", "team", "group", "role", "assignee",
     "token", "code", "url", "uri", "href", "zone", "region", "currency", "country", "language", "locale", "timezone"}
)  # fmt: skip
"""Last words of the names of strings that may refer to something, or must be unique."""

TIMES = frozenset({"date", "date-time", "time"})
"""Formats of values that are compared with the clock, and with each other: the end of a period follows its start."""

MAX_VALUES = 500
"""Largest number of values of a body that are looked at; more count as references."""


def depends_on_state(
    operation: Operation, request: Request, status: int, case: Case[Any], existing: Mapping[str, list[Any]]
) -> bool:
    """Return whether a rejection may depend on more than the request.

    :param existing: existing values by path parameter: those refer to something that is there.
    """
    if status in STATE_STATUSES:
        return True
    if status not in DATA_STATUSES:
        return False
    return updates_union(operation) or _acts(operation) or _refers(operation, request, case, existing)


def _acts(operation: Operation) -> bool:
    """Whether an operation acts on an item, which may be allowed in some of its states only."""
    below_item = bool(parse_path(operation.path).items) and not operation.path.rstrip("/").endswith("}")
    return below_item and (is_action(operation) or may_act(operation))


def updates_union(operation: Operation) -> bool:
    """Whether an operation changes some properties of items of several kinds, each of which has other properties."""
    resource = operation.resource
    if resource is None or resource.role != "update":
        return False
    node = core(resource.item).node
    return isinstance(node, dict) and any(len(node.get(keyword, ())) > 1 for keyword in ("oneOf", "anyOf"))


def _refers(operation: Operation, request: Request, case: Case[Any], existing: Mapping[str, list[Any]]) -> bool:
    if any(name.lower() in CONDITIONAL_HEADERS for name, _ in request.headers):
        return True
    for one in operation.parameters:
        sent: Mapping[str, Any] = getattr(case, PARTS[one.location], None) or {}
        if one.name in sent and _may_refer(one.name, sent[one.name], one.schema, in_path=one.location == "path"):
            is_known = one.location == "path" and str(sent[one.name]) in map(str, existing.get(one.name, ()))
            if not is_known:
                return True
    return _body_refers(operation, request)


PARTS = {"path": "path_parameters", "query": "query", "header": "headers", "cookie": "cookies"}
"""Attributes of a case by location of a parameter."""


def _body_refers(operation: Operation, request: Request) -> bool:
    media = sent_media(operation, request)
    if not request.body or media is None or media.schema is None:
        return bool(request.body) and media is not None
    try:
        value = json.loads(request.body) if media.is_json else None
    except (ValueError, RecursionError):
        return False
    if not media.is_json:
        return any(_may_refer(name, "", schema) for name, schema in media.schema.possible_properties.items())
    leaves = list(islice(_leaves("", value, media.schema), MAX_VALUES + 1))
    return len(leaves) > MAX_VALUES or any(_may_refer(*leaf) for leaf in leaves)


def _leaves(name: str, value: Any, schema: Schema | None) -> Iterator[tuple[str, Any, Schema | None]]:
    """Yield the strings and numbers of a value, with the name of the property that they belong to.

    Objects without documented properties are yielded, too.
    """
    pending = [(name, value, schema)]
    while pending:
        name, value, schema = pending.pop()
        if isinstance(value, dict):
            known = schema.possible_properties if schema is not None else {}
            if schema is not None and not known:
                yield name, value, schema
            pending += [(key, one, known.get(key)) for key, one in value.items()]
        elif isinstance(value, list):
            pending += [(name, one, _items(schema)) for one in value]
        else:
            yield name, value, schema


def _items(schema: Schema | None) -> Schema | None:
    return array_items(schema) if schema is not None else None


def _may_refer(name: str, value: Any, schema: Schema | None, *, in_path: bool = False) -> bool:
    """Whether a value may be the id or the unique name of something.

    An object without documented properties has names of its own, or what only the server knows.
    """
    if isinstance(value, dict):
        return True
    node = core(schema).node if schema is not None else {}
    node = node if isinstance(node, dict) else {}
    if isinstance(value, bool | float) or value is None or "enum" in node or "const" in node:
        return False
    last = (words(name) or ("",))[-1]
    if node.get("format", "") == "uuid" or (node.get("format", "") in TIMES and not in_path):
        return True
    if isinstance(value, int):
        return in_path or last in REFERENCE_WORDS or not (last in QUANTITIES or "minimum" in node or "maximum" in node)
    return not _is_described(node) if in_path else last in REFERENCE_WORDS


def _is_described(node: Mapping[str, Any]) -> bool:
    """Whether a string has a format, which says which of its values are valid."""
    return "format" in node and node["format"] not in {"uuid", "uri", "uri-reference", "slug"}


# ---------------------------------------------------------------------- forms


FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_inexpressible_form(operation: Operation, request: Request, case: Case[Any]) -> bool:
    """Whether a form has a null, an empty string or an empty list.

    A form cannot express null or an empty list, and an empty field may count as missing: neither a rejection nor an
    acceptance is certainly wrong.
    """
    media = sent_media(operation, request)
    if media is None or media.name.partition(";")[0].strip().lower() not in FORMS:
        return False
    body = case.body
    return isinstance(body, dict) and any(_is_empty(value) for value in body.values())


def _is_empty(value: Any) -> bool:
    if isinstance(value, list):
        return not value or any(_is_empty(one) for one in value)
    if isinstance(value, dict):
        return not value or any(one is None for one in value.values())
    return value is None or value in ("", b"")
