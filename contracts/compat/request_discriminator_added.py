"""The judgement ``request-discriminator-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-discriminator-added",
    level=Level.RISKY,
    title="a discriminator tells alternatives apart now",
    why="Values that it does not name were taken before and may be refused now (OpenAPI 3.1, 'Discriminator Object').",
    topic="discriminator-added",
    direction=REQUEST,
    message="the discriminator '{name}' is new",
    within="request",
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
    remedy="keep taking values without it",
)
