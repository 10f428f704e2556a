"""The judgement ``operation-tags-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="operation-tags-changed",
    level=Level.SAFE,
    title="an operation has other tags",
    why="They group operations in documentation; what is sent stays the same.",
    topic="operation-tags-changed",
    message="the tags of {name} are other ones: {old} → {new}",
    before="tags: [cases]",
    after="tags: [tickets]",
)
