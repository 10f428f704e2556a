"""The judgement ``response-header-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-header-became-required",
    level=Level.SAFE,
    title="a response header is always there now",
    why="Clients could do without it before.",
    topic="header-became-required",
    direction=RESPONSE,
    message="the response header '{name}' is always there now",
    before="responses: {'200': {description: Good, headers: {X-Total: {schema: {type: integer}}}}}",
    after="""\
responses: {'200': {description: Good, headers: {X-Total: {required: true, schema: {type: integer}}}}}
""",
)
