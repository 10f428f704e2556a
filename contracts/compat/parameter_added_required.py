"""The judgement ``parameter-added-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-added-required",
    level=Level.BREAKING,
    title="a required parameter is new",
    why="No client sends it yet, so every request is refused.",
    topic="parameter-added-required",
    message="the required parameter {name} is new",
    before="{}",
    after="parameters: [{name: limit, in: query, required: true, schema: {type: integer}}]",
    remedy="make it optional, with the old behaviour as its default",
)
