"""The id of a created item: from ``Location``, from the response, or from the body that was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.families.client import Reply
from benchmarks.families.find import Family
from benchmarks.families.items import Level, Names, display, levels, plain, same_id
from contracts.conformance.assertions.item_fields import response_schema

MOST_CANDIDATES = 5


@dataclass(frozen=True)
class Created:
    """An item that was created.

    :param reply: the response to POST.
    :param body: the JSON value that was sent.
    :param identifier: the id, as the path has it.
    :param field: the property that contained it; ``""`` if it was found elsewhere.
    """

    reply: Reply
    body: Any
    identifier: Any
    field: str


def candidates(family: Family, names: Names, reply: Reply, body: Any) -> list[Created]:
    """Return what may be the id of a created item, the likeliest first.

    ``Location`` comes first, then properties that have the name of the path parameter, in the response and in the body
    that was sent, then properties with usual names of ids in the response.
    """
    located = located_id(family.paths.item, reply)
    found: list[tuple[Any, str]] = [(located, "")] if located is not None else []
    answer = levels(reply.json, response_schema(family.create), names)
    found += _named(answer, names, names.strict)
    found += _named(levels(body, None, names), names, names.strict)
    found += _named(answer, names, names.usual)
    return _created(reply, body, found)


def weak_candidates(family: Family, names: Names, reply: Reply, body: Any) -> list[Created]:
    """Return properties such as ``name`` and ``key``, of the response and the body that was sent."""
    answer = levels(reply.json, response_schema(family.create), names)
    return _created(
        reply, body, [*_named(answer, names, names.weak), *_named(levels(body, None, names), names, names.weak)]
    )


def _created(reply: Reply, body: Any, found: Sequence[tuple[Any, str]]) -> list[Created]:
    unique = list(dict.fromkeys(found))[:MOST_CANDIDATES]
    return [Created(reply, body, identifier, field) for identifier, field in unique]


def contradiction(family: Family, names: Names, reply: Reply) -> str:
    """Return a message if ``Location`` has another id than the body; ``""`` otherwise."""
    located = located_id(family.paths.item, reply)
    # A list may have other items too.
    answer = [one for one in levels(reply.json, response_schema(family.create), names) if 0 not in one.path]
    name, value = next(((name, value) for value, name in _named(answer, names, names.strict)), ("", located))
    same = located is None or same_id(value, located)
    return "" if same else f"Location has the id {display(located)}, the body has {name} {display(value)}"


def _named(parts: Sequence[Level], names: Names, wanted: Sequence[str]) -> Iterator[tuple[Any, str]]:
    for level in parts:
        for name, value in names.candidates(level.value):
            if plain(name) in wanted:
                yield value, name


def located_id(item_path: str, reply: Reply) -> str | None:
    """Return the id in ``Location``, if that is the URL of an item with this path template."""
    location = reply.response.header("location")
    if not location:
        return None
    pattern = re.sub(r"\\\{[^{}]+\\\}", "([^/]+)", re.escape(item_path.rstrip("/")))
    match = re.search(f"{pattern}$", urlsplit(location).path.rstrip("/"))
    return unquote(match.groups()[-1]) if match else None
