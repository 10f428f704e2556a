"""The judgement ``callback-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="callback-removed",
    level=Level.BREAKING,
    title="a callback is gone",
    why="Clients that wait to be called wait in vain.",
    topic="callback-removed",
    message="the callback '{name}' is gone",
    before="""\
callbacks: {done: {'{$request.query.url}': {post: {responses: {'200': {description: Thanks}}}}}}
""",
    after="{}",
    remedy="keep calling",
)
