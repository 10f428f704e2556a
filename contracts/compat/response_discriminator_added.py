"""The judgement ``response-discriminator-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-discriminator-added",
    level=Level.SAFE,
    title="a discriminator tells alternatives apart now",
    why="Clients could tell them apart without it.",
    topic="discriminator-added",
    direction=RESPONSE,
    message="the discriminator '{name}' is new",
    within="response",
    before="""\
oneOf:
  - {title: Cat, type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
  - {title: Dog, type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
""",
    after="""\
oneOf:
  - {title: Cat, type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
  - {title: Dog, type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
discriminator: {propertyName: kind}
""",
)
