"""The judgement ``webhook-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="webhook-added",
    level=Level.SAFE,
    title="a webhook is new",
    why="Nobody waits for it yet.",
    topic="webhook-added",
    message="the webhook '{name}' is new",
    within="document",
    before="webhooks: {}",
    after="webhooks: {caseClosed: {post: {responses: {'200': {description: Thanks}}}}}",
)
