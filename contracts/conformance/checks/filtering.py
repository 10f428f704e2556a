"""A query parameter with the name and values of a property filters the list by that property."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.query_params import item_schema, query_parameters, response_items
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.spec.model import Operation, Parameter
from contracts.spec.schemas import Schema

ID = "filtering"
MOST_VALUES = 3


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        if resource is None or resource.role != "list" or session.success(operation) is None:
            continue
        schema = item_schema(operation)
        for parameter in query_parameters(operation) if schema is not None else ():
            choices = _filter_values(parameter, schema.properties.get(parameter.name)) if schema is not None else []
            finding = _check(session, operation, parameter, choices)
            if finding is not None:
                yield finding


def _filter_values(parameter: Parameter, property_schema: Schema | None) -> list[Any]:
    """Return the ``enum`` or boolean values that are valid for both the parameter and the property of that name."""
    if parameter.schema is None or property_schema is None:
        return []
    schema = parameter.schema.items or parameter.schema
    node = schema.resolve().node
    if not isinstance(node, dict):
        return []
    values = [True, False] if node.get("type") == "boolean" else list(node.get("enum", ()))
    return [value for value in values if value is not None and property_schema.is_valid(value)]


def _check(session: Session, operation: Operation, parameter: Parameter, choices: list[Any]) -> Finding | None:
    success = session.success(operation)
    known = dict(success.values) if success else {}
    is_list = parameter.schema is not None and parameter.schema.items is not None
    for value in choices[:MOST_VALUES]:
        sent = [value] if is_list else value
        request = session.request(operation, values={**known, ("query", parameter.name): sent})
        response = session.send(request)
        session.asserted(ID, operation, response)
        for row in response_items(operation, response) or []:
            if parameter.name in row and isinstance(row[parameter.name], str | bool) and row[parameter.name] != value:
                return session.finding(
                    ID,
                    operation,
                    f"a list filtered by {parameter.name} has items with another {parameter.name}",
                    requests=(request,),
                    response=response,
                    expected=f"{parameter.name} {display(value)} in each item",
                    got=f"{parameter.name} {display(row[parameter.name])}",
                    pointer=parameter.schema.pointer if parameter.schema else "",
                )
    return None


CHECK = Check(
    id=ID,
    title="a filtered list contains only matching items",
    why="A client that requests open items and processes all of them must not get closed ones.",
    good='GET /cases?status=open → 200 [{"status": "open"}]',
    bad='GET /cases?status=open → 200 [{"status": "open"}, {"status": "closed"}]',
    run=_run,
)
