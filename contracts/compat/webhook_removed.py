"""The judgement ``webhook-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="webhook-removed",
    level=Level.BREAKING,
    title="a webhook is gone",
    why="Clients that wait to be called wait in vain.",
    topic="webhook-removed",
    message="the webhook '{name}' is gone",
    within="document",
    before="webhooks: {caseClosed: {post: {responses: {'200': {description: Thanks}}}}}",
    after="webhooks: {}",
    remedy="keep calling",
)
