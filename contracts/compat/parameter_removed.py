"""The judgement ``parameter-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-removed",
    level=Level.BREAKING,
    title="a parameter is gone",
    why="A client that sends it gets an error, or, where the server passes over it, another answer than it asked for.",
    topic="parameter-removed",
    message="the parameter {name} is gone",
    before="parameters: [{name: limit, in: query, schema: {type: integer}}]",
    after="{}",
    remedy="keep it, marked as deprecated",
)
