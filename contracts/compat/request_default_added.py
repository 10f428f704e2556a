"""The judgement ``request-default-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-default-added",
    level=Level.SAFE,
    title="what is left out has a documented default",
    why="It tells what happens anyway; where it does not, that is another change.",
    topic="default-added",
    direction=REQUEST,
    message="the default {new} is new",
    within="request",
    before="{type: integer}",
    after="{type: integer, default: 20}",
)
