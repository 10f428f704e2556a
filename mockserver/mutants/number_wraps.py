"""Numbers in paths are kept in 32 bits, and larger ones wrap."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Parameter
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.places import nodes


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        parent, _, last = call.request.path.rpartition("/")
        wraps = last.isascii() and last.isdecimal() and len(last) < 40 and int(last) >= 2**31 and not call.misrouted
        if call.operation is None or not wraps:
            return await call.forward()
        query = call.request.target.partition("?")[2]
        path = f"{parent}/{int(last) % 2**31 or 1}"
        return await call.forward(replace(call.request, target=f"{path}?{query}" if query else path))

    return fault


def _is_integer(parameter: Parameter) -> bool:
    return any(node.get("type") == "integer" for node in nodes(parameter.schema))


MUTANT = Mutant(
    id="number-wraps",
    title="an id beyond 32 bits reads another item",
    family="stability",
    why="An overflow in silence.",
    applies=lambda operation: any(one.location == "path" and _is_integer(one) for one in operation.parameters),
    begin=_begin,
)
