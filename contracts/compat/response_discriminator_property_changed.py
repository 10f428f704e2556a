"""The judgement ``response-discriminator-property-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-discriminator-property-changed",
    level=Level.BREAKING,
    title="another property tells alternatives apart",
    why="Clients that choose by the old one find nothing.",
    topic="discriminator-property-changed",
    direction=RESPONSE,
    message="the discriminator is another property: {old} → {new}",
    within="response",
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
    remedy="send both",
)
