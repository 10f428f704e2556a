"""Refusals of credentials come as a page of HTML, as a proxy in front sends them."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    if reply.status not in {401, 403} or not is_json(reply):
        return reply
    return with_bytes(reply, b"<html><body><h1>Denied</h1></body></html>", "text/html")


MUTANT = Mutant(
    id="envelope-html",
    title="a refusal of credentials is a page of HTML",
    family="envelope",
    why="The gateway answers in the service's place; only the other failures were ever tried.",
    applies=always,
    begin=changing(_change),
)
