"""The judgement ``request-alternative-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-alternative-added",
    level=Level.SAFE,
    title="an alternative is taken besides",
    why="What clients send is still right.",
    topic="alternative-added",
    direction=REQUEST,
    message="the alternative '{name}' is taken, too",
    within="request",
    before="""\
oneOf:
  - {title: Cat, type: object, required: [meow], properties: {meow: {type: string}}}
  - {title: Dog, type: object, required: [bark], properties: {bark: {type: string}}}
""",
    after="""\
oneOf:
  - {title: Cat, type: object, required: [meow], properties: {meow: {type: string}}}
  - {title: Dog, type: object, required: [bark], properties: {bark: {type: string}}}
  - {title: Cow, type: object, required: [moo], properties: {moo: {type: string}}}
""",
)
