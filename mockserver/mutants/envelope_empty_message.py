"""A failure says nothing: its texts are empty."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing, json_of

SAID = frozenset({"message", "error", "detail", "title", "description", "reason", "msg", "developerMessage"})


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    body = json_of(reply)
    return with_json(reply, _silent(body)) if reply.status >= 400 and isinstance(body, dict) else reply


def _silent(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _silent(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_silent(item, name) for item in value]
    return "" if isinstance(value, str) and name in SAID else value


MUTANT = Mutant(
    id="envelope-empty-message",
    title="a failure's message is empty",
    family="envelope",
    why="The caller has no idea what to change, and the schema is kept.",
    applies=always,
    begin=changing(_change),
)
