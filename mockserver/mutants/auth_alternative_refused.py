"""Of two schemes that will do, the second is refused."""

from __future__ import annotations

from contracts.messages import Request, Response
from contracts.spec.model import Operation
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import identities, shown


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        operation = call.operation
        if operation is None or call.misrouted:
            return await call.forward()
        first = {use.scheme.key for use in operation.security[0].uses}
        said = shown(call.request)
        named = [one for one in identities(call) if one.secret in said]
        if named and not any(one.scheme in {"", *first} for one in named):
            return await call.forward(_anonymous(operation, call))
        return await call.forward()

    return fault


def _anonymous(operation: Operation, call: Call) -> Request:
    names = {use.scheme.name for rule in operation.security for use in rule.uses if use.scheme.location == "header"}
    return call.request.without("authorization", "cookie", *names)


MUTANT = Mutant(
    id="auth-alternative-refused",
    title="of several schemes that will do only the first is let in",
    family="auth",
    why="The newer way in was documented before it was built.",
    applies=lambda operation: len(operation.security) > 1 and all(rule.uses for rule in operation.security),
    begin=_begin,
)
