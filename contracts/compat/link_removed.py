"""The judgement ``link-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="link-removed",
    level=Level.RISKY,
    title="a link is gone",
    why="Clients that are led by links do not find the way any more; answers stay the same.",
    topic="link-removed",
    message="the link '{name}' is gone",
    before="responses: {'200': {description: Good, links: {next: {operationId: listCases}}}}",
    after="responses: {'200': {description: Good}}",
)
