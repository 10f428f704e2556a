"""The judgement ``response-alternative-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-alternative-removed",
    level=Level.SAFE,
    title="an alternative is answered no longer",
    why="Clients know all that are left.",
    topic="alternative-removed",
    direction=RESPONSE,
    message="the alternative '{name}' is answered no longer",
    within="response",
    before="""\
oneOf:
  - {title: Cat, type: object, required: [meow], properties: {meow: {type: string}}}
  - {title: Dog, type: object, required: [bark], properties: {bark: {type: string}}}
  - {title: Cow, type: object, required: [moo], properties: {moo: {type: string}}}
""",
    after="""\
oneOf:
  - {title: Cat, type: object, required: [meow], properties: {meow: {type: string}}}
  - {title: Dog, type: object, required: [bark], properties: {bark: {type: string}}}
""",
)
