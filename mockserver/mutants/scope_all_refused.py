"""Nobody has the scope."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_scopes
from mockserver.mutants.editing import with_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if not reply.is_success or call.operation is None or call.misrouted or call.request.method == "HEAD":
            return reply
        refusal = call.operation.response(403)
        media = refusal.content[0] if refusal and refusal.content else None
        example = media.example() if media else None
        wrong = with_json(reply, example.value if example else json_of(reply))
        return Response(403, wrong.headers, wrong.body)

    return fault


MUTANT = Mutant(
    id="scope-all-refused",
    title="a credential with every scope is told that it lacks one",
    family="auth",
    why="The scope's name is misspelt in the check.",
    applies=asks_scopes,
    begin=_begin,
)
