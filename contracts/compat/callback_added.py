"""The judgement ``callback-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="callback-added",
    level=Level.SAFE,
    title="a callback is new",
    why="A client is called only where it asks for it.",
    topic="callback-added",
    message="the callback '{name}' is new",
    before="{}",
    after="""\
callbacks: {done: {'{$request.query.url}': {post: {responses: {'200': {description: Thanks}}}}}}
""",
)
