"""What the query of a list says: which parameters select the page, and what a response says about other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from contracts.messages import Request, Response
from contracts.spec.list_names import (
    AFTER,
    CONTAINERS,
    CURSORS,
    KINDS,
    OFFSETS,
    PAGES,
    SHORT_OFFSETS,
    SHORT_SIZES,
    SIZES,
)
from contracts.spec.list_names import plain as plain_name
from contracts.spec.model import Operation
from mockserver.lists.query_fields import QueryField, integer_of, query_fields
from mockserver.mutation.editing import parse_json
from mockserver.mutation.locations import Path

SIZE, PAGE, OFFSET, CURSOR = "size", "page", "offset", "cursor"
"""What a query parameter selects."""

_NAMES = {
    SIZE: SIZES | SHORT_SIZES,
    PAGE: PAGES,
    OFFSET: OFFSETS | SHORT_OFFSETS,
    CURSOR: CURSORS | AFTER,
}


def page_fields(operation: Operation) -> dict[str, QueryField]:
    """Return the query parameters of a list that select the page, by what they select."""
    found: dict[str, QueryField] = {}
    for field in query_fields(operation) if operation.method == "GET" else ():
        for kind, names in _NAMES.items():
            if field.plain in names and not field.is_time and kind not in found:
                found[kind] = field
    return found


def has_page_field(*kinds: str) -> Callable[[Operation], bool]:
    """Return the condition that a list has a parameter of one of these kinds."""
    return lambda operation: bool(page_fields(operation).keys() & kinds)


def query_values(request: Request) -> dict[str, str]:
    """Return the decoded query parameters of a request; of a repeated one, the last value."""
    parts = (part.partition("=") for part in request.target.partition("?")[2].split("&") if part)
    return {unquote_plus(name): unquote_plus(value) for name, _, value in parts}


def page_value(operation: Operation, request: Request, kind: str) -> str:
    """Return the value of the query parameter of a kind in a request; ``""`` if missing."""
    field = page_fields(operation).get(kind)
    return query_values(request).get(field.name, "") if field else ""


def page_size(operation: Operation, request: Request) -> int | None:
    """Return the page size of a request: the one in the query, or the documented default; ``None`` if unknown."""
    field = page_fields(operation).get(SIZE)
    return integer_of(query_values(request).get(field.name, field.default)) if field else None


def position(operation: Operation, request: Request) -> str:
    """Return the value that selects the page of a request; ``""`` for the first page of a list."""
    for kind in (CURSOR, OFFSET, PAGE):
        value = page_value(operation, request, kind)
        first = {"0"} if kind == OFFSET else {"0", "1"} if kind == PAGE else set()
        if value and value not in first:
            return value
    return ""


@dataclass(frozen=True)
class PageValue:
    """A value in a response that describes the page.

    :param kind: a value of :data:`contracts.spec.list_names.KINDS`, such as ``next``, ``more`` or ``total``.
    """

    path: Path
    kind: str
    value: Any


def page_values(response: Response) -> Iterator[PageValue]:
    """Yield the values in the body of a list, or in an object beside the items, that describe the page."""
    body = parse_json(response)
    for name, value in body.items() if isinstance(body, dict) else ():
        word = plain_name(name)
        if isinstance(value, dict) and word in CONTAINERS:
            yield from (
                PageValue((name, inner), KINDS[plain_name(inner)], below)
                for inner, below in value.items()
                if plain_name(inner) in KINDS
            )
        elif word in KINDS:
            yield PageValue((name,), KINDS[word], value)


def next_targets(operation: Operation, request: Request, response: Response) -> Iterator[str]:
    """Yield the targets to which a response of a list leads for its next page."""
    cursor = page_fields(operation).get(CURSOR)
    for found in page_values(response):
        for text in _texts(found.value) if found.kind == "next" else ():
            if text.startswith(("http", "/", "?")):
                yield _target(request, text)
            elif cursor is not None:
                separator = "&" if "?" in request.target else "?"
                yield f"{_without(request.target, cursor.name)}{separator}{cursor.name}={text}"
    link = response.header("link") or ""
    for part in link.split(","):
        if 'rel="next"' in part or "rel=next" in part:
            yield _target(request, part.partition("<")[2].partition(">")[0])


def _texts(value: Any) -> list[str]:
    values = value.values() if isinstance(value, dict) else [value]
    return [one for one in values if isinstance(one, str) and one]


def _target(request: Request, url: str) -> str:
    if url.startswith("?"):
        return request.path + url
    return "/" + url.partition("://")[2].partition("/")[2] if "://" in url else url


def _without(target: str, name: str) -> str:
    path, _, query = target.partition("?")
    kept = [part for part in query.split("&") if part and unquote_plus(part.partition("=")[0]) != name]
    return f"{path}?{'&'.join(kept)}" if kept else path
