"""The judgement ``parameter-added-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-added-optional",
    level=Level.SAFE,
    title="an optional parameter is new",
    why="A request without it is as good as before.",
    topic="parameter-added-optional",
    message="the optional parameter {name} is new",
    before="{}",
    after="parameters: [{name: limit, in: query, schema: {type: integer}}]",
)
