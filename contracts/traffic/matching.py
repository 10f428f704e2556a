"""Which operation of a document a request or a change belongs to, and what the document says there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

from contracts.diff.change import AffectedElement, Part
from contracts.messages import Request
from contracts.spec.model import Contract, Operation
from contracts.spec.path_selectors import SelectedPath, Selector, precedence, selected_path
from contracts.spec.pointers import reference_pointer, walk
from contracts.traffic.schema_location import SchemaLocation

NAME = re.compile(r"\{[^{}]+\}")


def operation_of(contract: Contract, request: Request, *, api: str = "") -> Operation | None:
    """Return the operation that a request matches; ``None`` if undocumented.

    ``HEAD`` matches the ``GET`` operation if it has none of its own (RFC 9110, section 9.3.2). If several templates
    match, the one with the fewest parameters wins (OpenAPI 3.1, section 4.8.8), and of those the one that says most of
    the query and the headers (:func:`contracts.spec.path_selectors.selected_path`).

    :param api: the API that is served at the root, without the document's prefix; ``""``: none.
    """
    segments = tuple(unquote(segment) for segment in request.path.split("/"))
    found: list[tuple[tuple[int, int, bool], bool, Operation]] = []
    for operation in contract.operations:
        if operation.method in {request.method, "GET" if request.method == "HEAD" else request.method}:
            selected = path_of(operation, api=api)
            if _matches(_template(operation, api), segments):  # with the marks, as a client may have encoded them
                selected = SelectedPath(_template(operation, api), selected.selectors, is_label=False)
            elif not _is_met(selected, segments, request):
                continue
            found.append((precedence(selected), operation.method != request.method, operation))
    return min(found, key=lambda one: one[:2])[2] if found else None


def path_of(operation: Operation, *, api: str = "") -> SelectedPath:
    """Return the path template of an operation, and what a request must have besides it.

    :param api: the API that is served at the root, without the document's prefix; ``""``: none.
    """
    template = _template(operation, api)
    return selected_path(template, operation.parameters) or SelectedPath(template, (), is_label=False)


def selectors_of(contract: Contract, path: str) -> tuple[Selector, ...]:
    """Return what decides between the operations at a percent-encoded path, besides the method; each name once."""
    segments = tuple(unquote(segment) for segment in path.split("/"))
    selected = (path_of(operation) for operation in contract.operations)
    matching = (one for one in selected if not one.is_label and _matches(one.path, segments))
    return tuple({selector.name: selector for one in matching for selector in one.selectors}.values())


def _template(operation: Operation, api: str) -> str:
    return operation.native_path if operation.api == api else operation.path


def _is_met(selected: SelectedPath, segments: tuple[str, ...], request: Request) -> bool:
    return _matches(selected.path, segments) and selected.values(request.query, request.header) is not None


def _matches(template: str, segments: tuple[str, ...]) -> bool:
    patterns = _patterns(template)
    return len(patterns) == len(segments) and all(map(re.Pattern.fullmatch, patterns, segments))


@cache
def _patterns(template: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("(?s:.+)".join(map(re.escape, NAME.split(unquote(segment))))) for segment in template.split("/")
    )


MOST_REFERENCES = 50
"""Consecutive references that are followed; more are assumed to be circular."""


@lru_cache(maxsize=1 << 16)
def plain_template(operation: str) -> str:
    """Return an operation's name without the names of path parameters, which clients do not see: ``GET /cases/{}``."""
    return re.sub(r"\{[^{}]*\}", "{}", operation)


def covers(range_or_type: str, media_type: str) -> bool:
    """Whether a documented media type or media range matches the media type of a body; ``""`` matches all."""
    essence = range_or_type.partition(";")[0].strip().lower()
    family, _, kind = essence.partition("/")
    return essence in {"", "*/*", media_type} or (kind == "*" and media_type.startswith(f"{family}/"))


def locations_of(affected: AffectedElement, tree: Mapping[str, Any]) -> list[SchemaLocation]:
    """Return the schemas of an affected element of a request in a document in 3.1 form; empty if it has none there."""
    found = (location.at(affected.field) for location in _values(affected, tree))
    return [location for location in found if location is not None]


def credentials_of(name: str, tree: Mapping[str, Any]) -> list[set[str]]:
    """Return the schemes that an operation requires, one set per alternative; an empty set needs no credentials."""
    for _, operation in _operations(name, tree):
        rules = operation.get("security", tree.get("security"))
        if isinstance(rules, list):
            return [set(rule) for rule in rules if isinstance(rule, dict)] or [set()]
    return [set()]


def _values(affected: AffectedElement, tree: Mapping[str, Any]) -> Iterator[SchemaLocation]:
    for item, operation in _operations(affected.operation, tree):
        if affected.part is Part.PARAMETER:
            for parameter in _parameters(item, operation, tree):
                if f"{parameter.get('in')}:{parameter.get('name')}" == affected.name:
                    yield from _schemas(parameter, tree)
                    return
        elif affected.part is Part.REQUEST:
            body = _resolved(operation.get("requestBody"), tree)
            for media_type, media in _objects(body, "content"):
                if covers(media_type, affected.media_type) or not affected.media_type:
                    yield SchemaLocation(tree, media.get("schema", True))


def _operations(name: str, tree: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    method, _, path = plain_template(name).partition(" ")
    for template, node in _objects(tree, "paths"):
        item = _resolved(node, tree)
        operation = item.get(method.lower())
        if plain_template(template) == path and isinstance(operation, dict):
            yield item, operation


def _parameters(item: dict[str, Any], operation: dict[str, Any], tree: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the parameters of the operation first: they override those of the path item."""
    for owner in (operation, item):
        parameters = owner.get("parameters")
        yield from (_resolved(one, tree) for one in parameters) if isinstance(parameters, list) else ()


def _schemas(parameter: dict[str, Any], tree: Mapping[str, Any]) -> Iterator[SchemaLocation]:
    if "schema" in parameter:
        yield SchemaLocation(tree, parameter["schema"])
    for _, media in _objects(parameter, "content"):
        yield SchemaLocation(tree, media.get("schema", True))


def _objects(node: Mapping[str, Any], key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    value = node.get(key)
    for name, one in value.items() if isinstance(value, dict) else ():
        if isinstance(one, dict):
            yield name, one


def _resolved(node: Any, tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object that references lead to; empty if missing."""
    for _ in range(MOST_REFERENCES):
        if not isinstance(node, dict):
            return {}
        if not isinstance(node.get("$ref"), str):
            return node
        try:
            node = walk(tree, reference_pointer(node["$ref"]))
        except KeyError:
            return {}
    return {}
