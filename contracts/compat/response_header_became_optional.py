"""The judgement ``response-header-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-header-became-optional",
    level=Level.BREAKING,
    title="a response header may be missing now",
    why="Clients that rely on it find nothing at times.",
    topic="header-became-optional",
    direction=RESPONSE,
    message="the response header '{name}' may be missing now",
    before="""\
responses: {'200': {description: Good, headers: {X-Total: {required: true, schema: {type: integer}}}}}
""",
    after="responses: {'200': {description: Good, headers: {X-Total: {schema: {type: integer}}}}}",
    remedy="keep sending it always",
)
