"""Small contracts for tests: a schema, or an operation."""

from __future__ import annotations

from typing import Any

import contracts
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema

ERROR = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}


def schema_of(node: Any, **others: Any) -> Schema:
    """Return a compiled schema, which may refer to others by name."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {},
        "components": {"schemas": {"It": node, **others}},
    }
    return contracts.load(document).schema("/components/schemas/It")


def response(*examples: Any, schema: Any = ERROR, media_type: str = "application/json") -> dict[str, Any]:
    """Return a documented response with these examples."""
    named = {str(number): {"value": example} for number, example in enumerate(examples)}
    content = {media_type: {"schema": schema, **({"examples": named} if named else {})}}
    return {"description": "a response", "content": content}


def operation_of(responses: dict[str, Any], **others: Any) -> Operation:
    """Return the operation ``GET /things/{id}`` with these responses."""
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    get = {"operationId": "getThing", "parameters": [identifier], "responses": responses, **others}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {"/things/{id}": {"get": get}},
    }
    return contracts.load(document).operations[0]
