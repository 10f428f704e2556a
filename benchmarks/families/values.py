"""Values of parameters: of the parents of a collection, and of the filters of its list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.families.client import Client
from benchmarks.families.find import Family
from benchmarks.families.identity import Created
from benchmarks.families.items import Names, is_id, levels, plain, same_id
from contracts.conformance.request_builder import Values
from contracts.spec.model import Operation, Parameter

PARENT_ATTEMPTS = 3
"""Number of values per operation that are tried for a parent."""

DEEPEST_SENT = 6
"""Maximum depth at which values of a body are read."""


def parent_values(client: Client, family: Family) -> Values:
    """Return values for the path and the required other parameters of POST that all operations accept.

    An operation may document a pattern that the others do not.
    """
    required = (one for one in family.create.parameters if one.required)
    return {(one.location, one.name): _parent_value(client, family, one) for one in required}


def _parent_value(client: Client, family: Family, parameter: Parameter) -> Any:
    same = list(_same_parameters(family, parameter))
    tried = [client.value(operation, one, number) for operation, one in same for number in range(PARENT_ATTEMPTS)]
    schemas = [one.schema for _, one in same if one.schema is not None]
    return next((value for value in tried if all(schema.is_valid(value) for schema in schemas)), tried[0])


def _same_parameters(family: Family, parameter: Parameter) -> Iterator[tuple[Operation, Parameter]]:
    """Yield the operations with the parameter of this name, first POST."""
    for operation in (family.create, family.read, family.list, family.update, family.delete):
        for one in operation.parameters if operation else ():
            if operation and (one.location, one.name) == (parameter.location, parameter.name):
                yield operation, one


def list_filters(operation: Operation, family: Family, names: Names, created: Created) -> Values:
    """Return the required query parameters of a list that are named like a property, with the value of the item.

    Names are compared without separators and case. ``filter[shelf_id]`` is ``shelf_id``, and ``shelf_id`` is also
    ``id`` in ``shelf``. ``ids`` asks for the id.
    """
    known = {plain(name): created.identifier for name in ("ids", f"{family.paths.parameter}s")}
    for level in (*levels(created.body, None, names), *levels(created.reply.json, None, names)):
        known = {**dict(_properties(level.value)), **known}
    required = [one for one in operation.parameters if one.location == "query" and one.required]
    found = ((one, known.get(_filter_name(one.name))) for one in required)
    values = ((one, _as_documented(one, value)) for one, value in found if value is not None)
    return {("query", one.name): value for one, value in values if value is not None}


def _properties(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values of an item by plain name, those of a nested object with its name before."""
    for name, value in item.items():
        if isinstance(value, dict):
            yield from ((plain(f"{name}{inner}"), below) for inner, below in value.items() if is_id(below))
    yield from ((plain(name), value) for name, value in item.items() if not isinstance(value, dict))


def _filter_name(name: str) -> str:
    """Return the plain name of a filter, e.g. ``shelfid`` for ``filter[shelf_id]``."""
    inner = [part.rstrip("]") for part in name.split("[")[1:] if part.rstrip("]")]
    return plain(inner[0] if name.startswith("filter[") and inner else name)


def _as_documented(parameter: Parameter, value: Any) -> Any:
    """Return the value, or a list with it, if that is valid; ``None`` otherwise."""
    schema = parameter.schema
    return next((one for one in (value, [value]) if schema is None or schema.is_valid(one)), None)


def sends_id(body: Any, identifier: Any, names: Names) -> bool:
    """Whether the client chose an id: a body has it, at any depth, as a text or under the name of an id."""
    known = (*names.strict, *names.usual, *names.weak, "id")
    return any(
        same_id(value, identifier) and (not str(value).isdigit() or plain(name).endswith(known))
        for name, value in _scalars(body)
    )


def _scalars(body: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield all scalars of a JSON value with the name of their property."""
    if not isinstance(body, list | dict):
        yield name, body
    elif depth < DEEPEST_SENT:
        pairs = body.items() if isinstance(body, dict) else ((name, item) for item in body)
        for inner, below in pairs:
            yield from _scalars(below, inner, depth + 1)
