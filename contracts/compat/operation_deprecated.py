"""The judgement ``operation-deprecated``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="operation-deprecated",
    level=Level.SAFE,
    title="an operation is deprecated",
    why="It still answers as before; the mark tells clients to look for another one (OpenAPI 3.1, 'Operation Object').",
    topic="operation-deprecated",
    message="the operation {name} is deprecated",
    before="{}",
    after="deprecated: true",
)
