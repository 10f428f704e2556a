"""The judgement ``request-mapping-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-mapping-changed",
    level=Level.BREAKING,
    title="a value of the discriminator stands for another schema",
    why="What clients send under it is held against another schema.",
    topic="mapping-changed",
    direction=REQUEST,
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
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Done}}
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
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Done}}
""",
    remedy="use a new value",
)
