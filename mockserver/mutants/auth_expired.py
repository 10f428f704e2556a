"""A credential that has expired is let in."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.extensions import SampleCredential
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised, shown


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        said = shown(call.request)
        ended = any(not sample.accepted and sample.value in said for sample in _samples(call))
        if reply.status in {401, 403} and ended and not call.misrouted:
            return await call.forward(authorised(call, call.request))
        return reply

    return fault


def _samples(call: Call) -> list[SampleCredential]:
    schemes = call.contract.security_schemes.values()
    return [sample for scheme in schemes for sample in scheme.credentials.samples]


MUTANT = Mutant(
    id="auth-expired",
    title="a credential that has expired is let in",
    family="auth",
    why="Who was dismissed keeps his access.",
    applies=asks_credentials,
    begin=_begin,
)
