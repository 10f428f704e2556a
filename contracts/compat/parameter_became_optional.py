"""The judgement ``parameter-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-became-optional",
    level=Level.SAFE,
    title="a parameter is optional now",
    why="Clients that send it may go on.",
    topic="parameter-became-optional",
    message="the parameter {name} is optional now",
    before="parameters: [{name: limit, in: query, required: true, schema: {type: integer}}]",
    after="parameters: [{name: limit, in: query, schema: {type: integer}}]",
)
