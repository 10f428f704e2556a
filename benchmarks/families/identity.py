"""The id of a created item: from ``Location``, from the response, or from the body that was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.families.client import NO_JSON, Reply
from benchmarks.families.find import Family
from benchmarks.families.items import Level, Names, display, levels, plain, same_id
from contracts.conformance.assertions.item_fields import response_schema
from contracts.spec.schemas import Schema

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
    shown = levels(reply.json, response_schema(family.create), names)
    found += _named(shown, names, names.strict)
    found += _named(levels(body, None, names), names, names.strict)
    found += _named(shown, names, names.usual)
    return _created(family, reply, body, found)


def weak_candidates(family: Family, names: Names, reply: Reply, body: Any) -> list[Created]:
    """Return properties such as ``name`` and ``key``, of the response and the body that was sent."""
    shown = levels(reply.json, response_schema(family.create), names)
    found = [*_named(shown, names, names.weak), *_named(levels(body, None, names), names, names.weak)]
    return _created(family, reply, body, found)


def _created(family: Family, reply: Reply, body: Any, found: Sequence[tuple[Any, str]]) -> list[Created]:
    """Return those that are valid values of the path parameter, or all if none is."""
    schema = _parameter_schema(family)
    unique = list(dict.fromkeys(found))
    valid = [one for one in unique if schema is None or _is_valid(schema, one[0])]
    return [Created(reply, body, identifier, field) for identifier, field in (valid or unique)[:MOST_CANDIDATES]]


def _parameter_schema(family: Family) -> Schema | None:
    parameters = family.read.parameters
    found = (one.schema for one in parameters if (one.location, one.name) == ("path", family.paths.parameter))
    return next(found, None)


def _is_valid(schema: Schema, identifier: Any) -> bool:
    """Whether an id is valid in a path, where ``7`` and ``"7"`` are equal."""
    number = [int(identifier)] if isinstance(identifier, str) and re.fullmatch(r"-?[0-9]{1,18}", identifier) else []
    return any(schema.is_valid(value) for value in (identifier, str(identifier), *number))


def natural_keys(item: Sequence[Level], identifier: Any, names: Names) -> dict[str, str]:
    """Return the properties such as ``name`` whose value is the id, or a path that ends with it."""
    known = {*names.strict, *names.usual, *names.weak}
    found = ((name, value) for level in item for name, value in level.value.items() if plain(name) in known)
    return {name: value for name, value in found if _ends_with(value, identifier)}


def _ends_with(value: Any, identifier: Any) -> bool:
    return same_id(value, identifier) or (isinstance(value, str) and value.endswith(f"/{identifier}"))


def contradiction(family: Family, names: Names, reply: Reply) -> str:
    """Return a message if ``Location`` has another id than the body; ``""`` otherwise."""
    located = located_id(family.paths.item, reply)
    # A list may have other items too.
    shown = [one for one in levels(reply.json, response_schema(family.create), names) if 0 not in one.path]
    name, value = next(((name, value) for value, name in _named(shown, names, names.strict)), ("", located))
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


def no_id(family: Family, names: Names, reply: Reply) -> str:
    """Return a message for a response to POST in which no id was found."""
    success = family.create.success
    location = any(one.name.lower() == "location" for one in (success.headers if success else ()))
    known = location or names.documented(response_schema(family.create))
    body = "no JSON" if reply.json is NO_JSON else display(reply.json)
    return f"no id in the response, which {'documents' if known else 'does not document'} one: {body}"
