"""A parameter with the name and the choices of a property keeps all other items out of the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.items import shown
from contracts.judging.selectors import item_schema, query, rows_of
from contracts.probe.session import Session
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
        for parameter in query(operation) if schema is not None else ():
            choices = _choices(parameter, schema.properties.get(parameter.name)) if schema is not None else []
            finding = _of(session, operation, parameter, choices)
            if finding is not None:
                yield finding


def _choices(parameter: Parameter, member: Schema | None) -> list[Any]:
    """The values that a parameter and the property of its name both may have, of an ``enum`` or a boolean."""
    if parameter.schema is None or member is None:
        return []
    schema = parameter.schema.items or parameter.schema
    node = schema.resolve().node
    if not isinstance(node, dict):
        return []
    values = [True, False] if node.get("type") == "boolean" else list(node.get("enum", ()))
    return [value for value in values if value is not None and member.is_valid(value)]


def _of(session: Session, operation: Operation, parameter: Parameter, choices: list[Any]) -> Finding | None:
    success = session.success(operation)
    known = dict(success.values) if success else {}
    is_list = parameter.schema is not None and parameter.schema.items is not None
    for value in choices[:MOST_VALUES]:
        sent = [value] if is_list else value
        request = session.request(operation, values={**known, ("query", parameter.name): sent})
        response = session.send(request)
        session.looked(ID, operation, response)
        for row in rows_of(operation, response) or []:
            if parameter.name in row and isinstance(row[parameter.name], str | bool) and row[parameter.name] != value:
                return session.finding(
                    ID,
                    operation,
                    f"a list filtered by {parameter.name} has items of another {parameter.name}",
                    requests=(request,),
                    response=response,
                    expected=f"{parameter.name} {shown(value)} in each",
                    got=f"{parameter.name} {shown(row[parameter.name])}",
                    pointer=parameter.schema.pointer if parameter.schema else "",
                )
    return None


CHECK = Check(
    id=ID,
    title="a filter keeps other items out",
    why="Who asks for what is open and acts on all of it must not be given what is closed.",
    good='GET /cases?status=open → 200 [{"status": "open"}]',
    bad='GET /cases?status=open → 200 [{"status": "open"}, {"status": "closed"}]',
    run=_run,
)
