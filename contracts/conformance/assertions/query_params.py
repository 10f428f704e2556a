"""Query parameters that select properties, sort or paginate, recognized by their names and schemas.

A parameter selects properties if its schema allows names of properties and rejects other strings, in whichever way it
is written (``enum``, ``pattern``, an array of an ``enum``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.item_fields import response_schema
from contracts.conformance.assertions.multi_get import MultiGet, multi_gets
from contracts.conformance.items.item_values import Item, items_in
from contracts.conformance.session import Session
from contracts.generation.name_words import words
from contracts.messages import Request, Response
from contracts.spec.keys import Keys, schema_at, value_at
from contracts.spec.model import Operation, Parameter
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items

PROJECTIONS = frozenset({"attribute", "attributes", "field", "fields", "select", "properties", "columns"})
SORTS = frozenset({("sort",), ("sort", "by"), ("order", "by"), ("ordering",), ("orderby",), ("sortby",)})
DIRECTIONS = frozenset({"order", "direction", "dir"})
LIMITS = frozenset({("limit",), ("per", "page"), ("page", "size"), ("max", "results"), ("pagesize",), ("perpage",)})
OFFSETS = frozenset({("offset",), ("skip",)})
PAGES = frozenset({("page",), ("page", "number")})
NONSENSE = "zq-no-such-name"
ROWS = 6
"""Number of items to request by id."""


def item_schema(operation: Operation) -> Schema | None:
    """Return the schema of an item in a response: of the items of a list, or else of the object itself."""
    answer = response_schema(operation)
    if answer is None:
        return None
    listed = schema_at(answer, _list_path(operation)) or answer
    return listed.items or answer


def _list_path(operation: Operation) -> Keys:
    return operation.resource.list_path if operation.resource else ()


def response_items(operation: Operation, response: Response) -> list[dict[str, Any]] | None:
    """Return the items in a response, or the single item in a list; ``None`` if the response has no objects."""
    if not response.is_success:
        return None
    try:
        value = response.json
    except (ValueError, RecursionError):
        return None
    value = value_at(value, _list_path(operation))
    rows = value if isinstance(value, list) else [value]
    return rows if all(isinstance(row, dict) for row in rows) else None


def accepts(parameter: Parameter, value: str) -> bool:
    """Whether a string is a valid value of a parameter, or a valid item of its list."""
    schema = parameter.schema
    if schema is None:
        return False
    return schema.request_validator.is_valid([value] if array_items(schema) is not None else value)


def selectable_names(parameter: Parameter, schema: Schema) -> tuple[str, ...]:
    """Return the properties that a parameter can name; empty if it accepts any string."""
    if accepts(parameter, NONSENSE):
        return ()
    return tuple(name for name in schema.possible_properties if accepts(parameter, name))


def query_parameters(operation: Operation) -> Iterator[Parameter]:
    """Yield the query parameters."""
    return (one for one in operation.parameters if one.location == "query")


def ask_list(
    session: Session, check: str, operation: Operation, query: Mapping[str, Any]
) -> tuple[Request, Response, list[Item]]:
    """Return the items of a list, with values of query parameters added to the request that succeeded.

    :param check: the id of the check that judges the response.
    """
    success = session.success(operation)
    known = dict(success.values) if success else {}
    values = {**known, **{("query", name): value for name, value in query.items()}}
    request = session.request(operation, success.number if success else 0, values=values)
    response = session.send(request)
    session.asserted(check, operation, response)
    return request, response, items_in(operation, response)


def is_list(session: Session, operation: Operation) -> bool:
    """Whether an operation reads a list or a search, and has succeeded."""
    resource = operation.resource
    is_reading = operation.method == "GET" and resource is not None and resource.role in {"list", "search"}
    return is_reading and session.success(operation) is not None


@dataclass(frozen=True)
class QuerySelection:
    """A parameter that names properties, and its operation."""

    session: Session
    operation: Operation
    parameter: Parameter
    names: tuple[str, ...]
    schema: Schema
    many: MultiGet | None
    ids: tuple[Any, ...] = ()

    def ask(self, further: dict[str, Any]) -> tuple[Request, Response, list[dict[str, Any]] | None]:
        """Send the request with values of query parameters; return also the items of the response."""
        values = {("query", name): value for name, value in further.items()}
        if self.many is not None:
            listed = self.many.ask(list(self.ids), values)
            return listed.request, listed.response, listed.items
        success = self.session.success(self.operation)
        known = dict(success.values) if success else {}
        request = self.session.request(self.operation, values={**known, **values})
        response = self.session.send(request)
        return request, response, response_items(self.operation, response)

    def value(self, names: list[str]) -> Any:
        """Return the parameter value that names several properties."""
        is_list = self.parameter.schema is not None and array_items(self.parameter.schema) is not None
        return names if is_list else ",".join(names)


def projection_parameters(session: Session) -> Iterator[QuerySelection]:
    """Yield parameters that select the properties in the response."""
    for operation, many, ids in _list_operations(session):
        schema = item_schema(operation)
        for parameter in query_parameters(operation) if schema is not None else ():
            if schema is not None and not PROJECTIONS.isdisjoint(words(parameter.name)):
                names = selectable_names(parameter, schema)
                if len(names) > 1:
                    yield QuerySelection(session, operation, parameter, names, schema, many, ids)


def sort_parameters(session: Session) -> Iterator[QuerySelection]:
    """Yield parameters that sort the items in the response."""
    for operation, many, ids in _list_operations(session):
        schema = item_schema(operation)
        is_list = many is not None or (schema is not None and schema is not response_schema(operation))
        for parameter in query_parameters(operation) if is_list else ():
            if schema is not None and words(parameter.name) in SORTS:
                names = selectable_names(parameter, schema)
                if names:
                    yield QuerySelection(session, operation, parameter, names, schema, many, ids)


def _list_operations(session: Session) -> Iterator[tuple[Operation, MultiGet | None, tuple[Any, ...]]]:
    several = {many.operation.id: many for many in multi_gets(session)}
    for operation in session.operations:
        if (
            operation.method != "GET"
            or not any(True for _ in query_parameters(operation))
            or not session.success(operation)
        ):
            continue
        many = several.get(operation.id)
        yield operation, many, tuple(many.known(ROWS)) if many is not None else ()


def direction_parameter(operation: Operation, sort: Parameter) -> tuple[str, str, str] | None:
    """Return the parameter for the sort direction with its values for ascending and descending; ``None`` if missing."""
    for parameter in query_parameters(operation):
        if parameter is sort or DIRECTIONS.isdisjoint(words(parameter.name)) or accepts(parameter, NONSENSE):
            continue
        for up, down in (("asc", "desc"), ("ASC", "DESC"), ("ascending", "descending")):
            if accepts(parameter, up) and accepts(parameter, down):
                return parameter.name, up, down
    return None


def required_properties(schema: Schema) -> frozenset[str]:
    """Return the required properties of a schema, including those of ``$ref`` and ``allOf``."""
    node = schema.node
    if not isinstance(node, dict):
        return frozenset()
    parts = [schema.child("allOf", index) for index in range(len(node.get("allOf", ())))]
    if "$ref" in node:
        parts.append(schema.space.target(schema))
    return frozenset(node.get("required", ())).union(*map(required_properties, parts))
