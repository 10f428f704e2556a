"""The judgement ``parameter-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="parameter-became-required",
    level=Level.BREAKING,
    title="a parameter is required now",
    why="Clients that leave it out are refused.",
    topic="parameter-became-required",
    message="the parameter {name} is required now",
    before="parameters: [{name: limit, in: query, schema: {type: integer}}]",
    after="parameters: [{name: limit, in: query, required: true, schema: {type: integer}}]",
    remedy="leave it optional, with the old behaviour as its default",
)
