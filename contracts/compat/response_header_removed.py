"""The judgement ``response-header-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-header-removed",
    level=Level.BREAKING,
    title="a response header is gone",
    why="Clients that read it find nothing.",
    topic="header-removed",
    direction=RESPONSE,
    message="the response header '{name}' is gone",
    before="responses: {'200': {description: Good, headers: {X-Total: {schema: {type: integer}}}}}",
    after="responses: {'200': {description: Good, headers: {}}}",
    remedy="keep sending it",
)
