"""The judgement ``response-alternative-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-alternative-added",
    level=Level.BREAKING,
    title="an alternative that clients do not know may be answered",
    why="Clients cannot read a value of a form that they do not know.",
    topic="alternative-added",
    direction=RESPONSE,
    message="the alternative '{name}' may be answered, too",
    within="response",
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
    remedy="send it only to those who ask for it",
)
