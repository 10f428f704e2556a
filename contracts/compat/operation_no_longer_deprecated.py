"""The judgement ``operation-no-longer-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="operation-no-longer-deprecated",
    level=Level.SAFE,
    title="an operation is deprecated no longer",
    why="It answers as before.",
    topic="operation-no-longer-deprecated",
    message="the operation {name} is deprecated no longer",
    before="deprecated: true",
    after="{}",
)
