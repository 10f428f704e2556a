"""The judgement ``link-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="link-changed",
    level=Level.RISKY,
    title="a link leads elsewhere, or with other values",
    why="Clients that are led by links, or have learnt where they lead, arrive somewhere else; answers stay the same.",
    topic="link-changed",
    message="the link '{name}' leads elsewhere, or with other values",
    before="""\
responses: {'200': {description: Good, links: {next: {operationId: list, parameters: {id: $response.body#/id}}}}}
""",
    after="""\
responses: {'200': {description: Good, links: {next: {operationId: list, parameters: {id: $response.body#/key}}}}}
""",
    remedy="give the new link another name",
)
