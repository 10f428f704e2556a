"""Helpers: a list operation with query parameters, and requests to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.generation.generate import Generators
from contracts.spec.keys import Keys, value_at
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.http.messages import Failure
from mockserver.http.parameters import ParameterStages
from mockserver.http.request import RequestContext
from mockserver.lists.items import Listed
from mockserver.lists.list_response import ListBody, ListResponse
from tests.mockserver.kit import load, make_request, path_parameter, response

INTEGER = {"type": "integer", "minimum": 1}
STRING = {"type": "string"}
NULLABLE = {"type": ["string", "null"]}
THING: dict[str, Any] = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}


def array(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


def body(item: Any = None, at: str = "items", **properties: Any) -> dict[str, Any]:
    """An envelope with an array of items and these properties, all required."""
    every = {at: array(item or THING), **properties}
    return {"type": "object", "required": list(every), "properties": every}


def query(**parameters: Any) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": schema} for name, schema in parameters.items()]


@dataclass
class Listing:
    """A compiled list operation."""

    operation: Operation
    schema: Schema
    made: ListResponse
    stages: ParameterStages

    def get(self, target: str, items: Sequence[dict[str, Any]]) -> ListBody | Failure:
        request = self.request(target)
        assert self.stages.values(request) is None
        return self.made(request, [Listed(str(item["id"]), item) for item in items], lambda one: one.item, "key")

    def request(self, target: str) -> RequestContext:
        return make_request(target, {"host": "mock.test:8000"}, template="/things")

    def value(self, target: str, items: Sequence[dict[str, Any]]) -> Any:
        found = self.get(target, items)
        assert isinstance(found, ListBody), found
        assert self.schema.is_valid(found.value), found.value
        return found.value

    def ids(self, target: str, items: Sequence[dict[str, Any]]) -> list[Any]:
        assert self.operation.resource is not None
        return [item["id"] for item in value_at(self.value(target, items), self.operation.resource.list_path)]


def listing(
    parameters: list[dict[str, Any]],
    envelope: Any = None,
    *,
    item: Any = None,
    headers: Mapping[str, Any] | None = None,
    errors: Sequence[str] = (),
    at: Keys = (),
) -> Listing:
    """The list response of ``GET /things``.

    :param at: keys to the items in the body, if they are not inferred.
    """
    ok = response(envelope or array(item or THING))
    ok["headers"] = {name: {"schema": schema} for name, schema in (headers or {}).items()}
    answers = {"200": ok} | {status: {"description": "refused"} for status in errors}
    contract = load(
        {
            "/things": {"get": {"parameters": parameters, "responses": answers}},
            "/things/{id}": {
                "parameters": [path_parameter("id")],
                "get": {"responses": {"200": response(item or THING)}},
            },
        }
    )
    operation = contract.operations[0]
    if at and (known := contract.operations[1].resource):
        operation = replace(operation, resource=replace(known, role="list", id_parameter="", list_path=at))
    schema = operation.responses[0].content[0].schema
    assert schema is not None
    assert operation.resource is not None
    return Listing(
        operation, schema, ListResponse(operation, schema, Generators()), ParameterStages(operation.parameters)
    )


def things(number: int) -> list[dict[str, Any]]:
    return [{"id": index} for index in range(1, number + 1)]
