"""The judgement ``link-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="link-added",
    level=Level.SAFE,
    title="a link is new",
    why="It tells where to go from an answer, which stays the same.",
    topic="link-added",
    message="the link '{name}' is new",
    before="responses: {'200': {description: Good}}",
    after="responses: {'200': {description: Good, links: {next: {operationId: listCases}}}}",
)
