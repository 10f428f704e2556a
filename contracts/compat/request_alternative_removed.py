"""The judgement ``request-alternative-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-alternative-removed",
    level=Level.BREAKING,
    title="an alternative is taken no longer",
    why="Clients that send it are refused.",
    topic="alternative-removed",
    direction=REQUEST,
    message="the alternative '{name}' is taken no longer",
    within="request",
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
    remedy="keep taking it",
)
