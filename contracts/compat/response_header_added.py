"""The judgement ``response-header-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-header-added",
    level=Level.SAFE,
    title="a response header is new",
    why="Clients pass over headers that they do not know (RFC 9110, section 5.1).",
    topic="header-added",
    direction=RESPONSE,
    message="the response header '{name}' is new",
    before="responses: {'200': {description: Good, headers: {}}}",
    after="responses: {'200': {description: Good, headers: {X-Total: {schema: {type: integer}}}}}",
)
