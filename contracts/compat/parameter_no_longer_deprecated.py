"""The judgement ``parameter-no-longer-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-no-longer-deprecated",
    level=Level.SAFE,
    title="a parameter is deprecated no longer",
    why="It has its effect as before.",
    topic="parameter-no-longer-deprecated",
    message="the parameter {name} is deprecated no longer",
    before="parameters: [{name: limit, in: query, deprecated: true, schema: {type: integer}}]",
    after="parameters: [{name: limit, in: query, schema: {type: integer}}]",
)
