"""The judgement ``response-mapping-added``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-mapping-added",
    level=Level.RISKY,
    title="a value of the discriminator that clients do not know may be answered",
    why="Clients that choose by it have no choice for a new one.",
    topic="mapping-added",
    direction=RESPONSE,
    message="the discriminator's value '{name}' may be answered, too",
    within="document",
    before="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator:
        propertyName: kind
        mapping: {c: '#/components/schemas/Cat'}
paths:
  /pets:
    post:
      responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
""",
    after="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator:
        propertyName: kind
        mapping: {c: '#/components/schemas/Cat', k: '#/components/schemas/Cat'}
paths:
  /pets:
    post:
      responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
""",
    remedy="announce that clients must expect others",
)
