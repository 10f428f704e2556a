"""The judgement ``parameter-location-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-location-changed",
    level=Level.BREAKING,
    title="a parameter is sent elsewhere",
    why="A client that sends it in the old place is not heard.",
    topic="parameter-location-changed",
    message="the parameter {name} is sent elsewhere: {old} → {new}",
    before="parameters: [{name: limit, in: query, schema: {type: integer}}]",
    after="parameters: [{name: limit, in: header, schema: {type: integer}}]",
    remedy="take it in both places",
)
