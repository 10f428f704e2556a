"""The judgement ``openapi-version-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import Judgement

JUDGEMENT = Judgement(
    id="openapi-version-changed",
    level=Level.SAFE,
    title="the document is written in another version of OpenAPI",
    why="It says the same about the API; what it says otherwise is told by itself.",
    topic="openapi-version-changed",
    message="the version of OpenAPI is another one: {old} → {new}",
    within="document",
    before="openapi: 3.0.3",
    after="openapi: 3.1.0",
)
