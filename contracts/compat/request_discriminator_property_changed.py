"""The judgement ``request-discriminator-property-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-discriminator-property-changed",
    level=Level.BREAKING,
    title="another property tells alternatives apart",
    why="Clients that name the alternative in the old one are not understood.",
    topic="discriminator-property-changed",
    direction=REQUEST,
    message="the discriminator is another property: {old} → {new}",
    within="request",
    before="""\
oneOf:
  - {title: Cat, type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
  - {title: Dog, type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
discriminator: {propertyName: kind}
""",
    after="""\
oneOf:
  - {title: Cat, type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
  - {title: Dog, type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
discriminator: {propertyName: type}
""",
    remedy="take both",
)
