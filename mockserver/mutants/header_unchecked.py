"""A header that is required or has a form may stay away or say anything."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import takes_parameter
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import builder


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        operation = call.operation
        if reply.status not in {400, 422} or operation is None or call.misrouted:
            return reply
        request = call.request
        for parameter in operation.parameters:
            if parameter.location == "header":
                value = builder().value(operation, parameter)
                request = request.with_header(parameter.name, str(value))
        again = await call.forward(request)
        return again if again.is_success else reply

    return fault


MUTANT = Mutant(
    id="header-unchecked",
    title="a header that the document asks for is not looked at",
    family="validation",
    why="Headers are left to the gateway, and the gateway leaves them alone.",
    applies=takes_parameter("header"),
    begin=_begin,
)
