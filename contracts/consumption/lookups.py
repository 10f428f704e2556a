"""Finds what a document defines for the elements that a change affects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from contracts.comparing.change import AffectedElement, Part
from contracts.consumption.places import Place
from contracts.spec.document import reference_pointer, walk

MOST_STEPS = 50
"""References in a row that are followed; more is a circle."""


@lru_cache(maxsize=1 << 16)
def plain_template(operation: str) -> str:
    """An operation's name without the names of its path parameters, which no client sees: ``GET /cases/{}``."""
    return re.sub(r"\{[^{}]*\}", "{}", operation)


def covers(range_or_type: str, media_type: str) -> bool:
    """Whether a documented media type, maybe a range, is that of a body; ``""`` covers all."""
    essence = range_or_type.partition(";")[0].strip().lower()
    family, _, kind = essence.partition("/")
    return essence in {"", "*/*", media_type} or (kind == "*" and media_type.startswith(f"{family}/"))


def places_of(affected: AffectedElement, tree: Mapping[str, Any]) -> list[Place]:
    """Return the schemas of an affected element of a request in a document in 3.1 form; empty if it has none there."""
    found = (place.at(affected.field) for place in _whole(affected, tree))
    return [place for place in found if place is not None]


def credentials_of(name: str, tree: Mapping[str, Any]) -> list[set[str]]:
    """The schemes that an operation asks for, by alternatives; an empty one lets anybody in."""
    for _, operation in _operations(name, tree):
        rules = operation.get("security", tree.get("security"))
        if isinstance(rules, list):
            return [set(rule) for rule in rules if isinstance(rule, dict)] or [set()]
    return [set()]


def _whole(affected: AffectedElement, tree: Mapping[str, Any]) -> Iterator[Place]:
    for item, operation in _operations(affected.operation, tree):
        if affected.part is Part.PARAMETER:
            for parameter in _parameters(item, operation, tree):
                if f"{parameter.get('in')}:{parameter.get('name')}" == affected.name:
                    yield from _schemas(parameter, tree)
                    return
        elif affected.part is Part.REQUEST:
            body = _followed(operation.get("requestBody"), tree)
            for media_type, media in _members(body, "content"):
                if covers(media_type, affected.media_type) or not affected.media_type:
                    yield Place(tree, media.get("schema", True))


def _operations(name: str, tree: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    method, _, path = plain_template(name).partition(" ")
    for template, node in _members(tree, "paths"):
        item = _followed(node, tree)
        operation = item.get(method.lower())
        if plain_template(template) == path and isinstance(operation, dict):
            yield item, operation


def _parameters(item: dict[str, Any], operation: dict[str, Any], tree: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The operation's own first: they replace those of the path item."""
    for owner in (operation, item):
        parameters = owner.get("parameters")
        yield from (_followed(one, tree) for one in parameters) if isinstance(parameters, list) else ()


def _schemas(parameter: dict[str, Any], tree: Mapping[str, Any]) -> Iterator[Place]:
    if "schema" in parameter:
        yield Place(tree, parameter["schema"])
    for _, media in _members(parameter, "content"):
        yield Place(tree, media.get("schema", True))


def _members(node: Mapping[str, Any], key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    members = node.get(key)
    for name, one in members.items() if isinstance(members, dict) else ():
        if isinstance(one, dict):
            yield name, one


def _followed(node: Any, tree: Mapping[str, Any]) -> dict[str, Any]:
    """The object behind references; an empty one where there is none."""
    for _ in range(MOST_STEPS):
        if not isinstance(node, dict):
            return {}
        if not isinstance(node.get("$ref"), str):
            return node
        try:
            node = walk(tree, reference_pointer(node["$ref"]))
        except KeyError:
            return {}
    return {}
