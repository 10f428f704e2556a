"""The judgement ``parameter-style-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-style-changed",
    level=Level.BREAKING,
    title="a parameter is written in another way",
    why="The server reads what clients send as another value, or refuses it (OpenAPI 3.1, 'Style Values').",
    topic="parameter-style-changed",
    message="the parameter {name} is written in another way: {old} → {new}",
    before="parameters: [{name: tag, in: query, schema: {type: array, items: {type: string}}}]",
    after="""\
parameters: [{name: tag, in: query, explode: false, schema: {type: array, items: {type: string}}}]
""",
    remedy="take both ways under different names",
)
