"""The judgement ``response-mapping-removed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-mapping-removed",
    level=Level.SAFE,
    title="a value of the discriminator is answered no longer",
    why="Clients know all that are left.",
    topic="mapping-removed",
    direction=RESPONSE,
    message="the discriminator's value '{name}' is answered no longer",
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
        mapping: {c: '#/components/schemas/Cat', k: '#/components/schemas/Cat'}
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
        mapping: {c: '#/components/schemas/Cat'}
paths:
  /pets:
    post:
      responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
""",
)
