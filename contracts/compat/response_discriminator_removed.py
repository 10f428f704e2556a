"""The judgement ``response-discriminator-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-discriminator-removed",
    level=Level.RISKY,
    title="no discriminator tells alternatives apart any more",
    why="Clients that choose by it may have nothing to choose by.",
    topic="discriminator-removed",
    direction=RESPONSE,
    message="the discriminator '{name}' is gone",
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
""",
    remedy="keep the discriminator",
)
