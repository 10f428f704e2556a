"""The judgement ``parameter-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-deprecated",
    level=Level.SAFE,
    title="a parameter is deprecated",
    why="It still has its effect.",
    topic="parameter-deprecated",
    message="the parameter {name} is deprecated",
    before="parameters: [{name: limit, in: query, schema: {type: integer}}]",
    after="parameters: [{name: limit, in: query, deprecated: true, schema: {type: integer}}]",
)
