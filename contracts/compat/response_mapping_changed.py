"""The judgement ``response-mapping-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-mapping-changed",
    level=Level.BREAKING,
    title="a value of the discriminator stands for another schema",
    why="Clients read what comes under it as what it is no longer.",
    topic="mapping-changed",
    direction=RESPONSE,
    message="the discriminator's value '{name}' stands for another schema: {old} → {new}",
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
        mapping: {c: '#/components/schemas/Dog'}
paths:
  /pets:
    post:
      responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
""",
    remedy="use a new value",
)
