"""Query parameters that say what of a list or an item is shown, and in which order, told from names and schemas.

A parameter selects properties only where its schema takes some of their names and refuses a word that is none: that is
as good as a declaration, whichever way it is written (``enum``, ``pattern``, an array of an ``enum``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.data.naming import words
from contracts.judging.fields import response_schema
from contracts.judging.items import json_object
from contracts.judging.many import MultiGet, multi_gets
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation, Parameter
from contracts.spec.schemas import Schema

PROJECTIONS = frozenset({"attribute", "attributes", "field", "fields", "select", "properties", "columns"})
SORTS = frozenset({("sort",), ("sort", "by"), ("order", "by"), ("ordering",), ("orderby",), ("sortby",)})
DIRECTIONS = frozenset({"order", "direction", "dir"})
LIMITS = frozenset({("limit",), ("per", "page"), ("page", "size"), ("max", "results"), ("pagesize",), ("perpage",)})
OFFSETS = frozenset({("offset",), ("skip",)})
PAGES = frozenset({("page",), ("page", "number")})
NONSENSE = "zq-no-such-name"
ROWS = 6
"""Items that are asked for where the request names them."""


def item_schema(operation: Operation) -> Schema | None:
    """The schema of one item of what a GET answers: of the list's items, else of the object itself."""
    answer = response_schema(operation)
    if answer is None:
        return None
    field = operation.resource.list_field if operation.resource else ""
    if field and field in answer.properties:
        return answer.properties[field].items
    return answer.items or answer


def response_items(operation: Operation, response: Response) -> list[dict[str, Any]] | None:
    """The items in an answer, one for an item's own; ``None`` where there are none to be read."""
    if not response.is_success:
        return None
    try:
        value = response.json
    except (ValueError, RecursionError):
        return None
    field = operation.resource.list_field if operation.resource else ""
    if field:
        value = (json_object(response) or {}).get(field)
    rows = value if isinstance(value, list) else [value]
    return rows if all(isinstance(row, dict) for row in rows) else None


def accepts(parameter: Parameter, value: str) -> bool:
    """Whether a parameter may have a text for its value, or for the one item of a list."""
    schema = parameter.schema
    if schema is None:
        return False
    return schema.request_validator.is_valid([value] if schema.items is not None else value)


def selectable_names(parameter: Parameter, schema: Schema) -> tuple[str, ...]:
    """The properties of an item that a parameter may name; none where it takes any word."""
    if accepts(parameter, NONSENSE):
        return ()
    return tuple(name for name in schema.possible_properties if accepts(parameter, name))


def query_parameters(operation: Operation) -> Iterator[Parameter]:
    """The parameters of the query."""
    return (one for one in operation.parameters if one.location == "query")


@dataclass(frozen=True)
class QuerySelection:
    """A parameter that names properties, and the reading that it belongs to."""

    session: Session
    operation: Operation
    parameter: Parameter
    names: tuple[str, ...]
    schema: Schema
    many: MultiGet | None
    ids: tuple[Any, ...] = ()

    def ask(self, further: dict[str, Any]) -> tuple[Request, Response, list[dict[str, Any]] | None]:
        """The reading with values of parameters of the query."""
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
        """The value of the parameter that asks for several properties."""
        is_list = self.parameter.schema is not None and self.parameter.schema.items is not None
        return names if is_list else ",".join(names)


def projection_parameters(session: Session) -> Iterator[QuerySelection]:
    """Readings whose items show the properties that a parameter names."""
    for operation, many, ids in _readings(session):
        schema = item_schema(operation)
        for parameter in query_parameters(operation) if schema is not None else ():
            if schema is not None and not PROJECTIONS.isdisjoint(words(parameter.name)):
                names = selectable_names(parameter, schema)
                if len(names) > 1:
                    yield QuerySelection(session, operation, parameter, names, schema, many, ids)


def sort_parameters(session: Session) -> Iterator[QuerySelection]:
    """Readings of several items whose order a parameter names."""
    for operation, many, ids in _readings(session):
        schema = item_schema(operation)
        is_list = many is not None or (schema is not None and schema is not response_schema(operation))
        for parameter in query_parameters(operation) if is_list else ():
            if schema is not None and words(parameter.name) in SORTS:
                names = selectable_names(parameter, schema)
                if names:
                    yield QuerySelection(session, operation, parameter, names, schema, many, ids)


def _readings(session: Session) -> Iterator[tuple[Operation, MultiGet | None, tuple[Any, ...]]]:
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
    """The parameter for the direction of a sorting and its words for up and down; ``None``: there is none."""
    for parameter in query_parameters(operation):
        if parameter is sort or DIRECTIONS.isdisjoint(words(parameter.name)) or accepts(parameter, NONSENSE):
            continue
        for up, down in (("asc", "desc"), ("ASC", "DESC"), ("ascending", "descending")):
            if accepts(parameter, up) and accepts(parameter, down):
                return parameter.name, up, down
    return None


def required_properties(schema: Schema) -> frozenset[str]:
    """The properties that an object of a schema always has, by its own word and that of what it is made of."""
    node = schema.node
    if not isinstance(node, dict):
        return frozenset()
    parts = [schema.child("allOf", index) for index in range(len(node.get("allOf", ())))]
    if "$ref" in node:
        parts.append(schema.space.target(schema))
    return frozenset(node.get("required", ())).union(*map(required_properties, parts))
