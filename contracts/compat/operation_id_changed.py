"""The judgement ``operation-id-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="operation-id-changed",
    level=Level.RISKY,
    title="an operation has another operationId",
    why="Generated clients name functions after it, so code that calls them compiles no longer; what "
    "is sent stays the same.",
    topic="operation-id-changed",
    message="the operationId of {name} is another one: {old} → {new}",
    before="operationId: createCase",
    after="operationId: addCase",
    remedy="keep the old operationId",
)
