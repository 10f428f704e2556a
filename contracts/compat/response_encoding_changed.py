"""The judgement ``response-encoding-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-encoding-changed",
    level=Level.RISKY,
    title="parts of an answer are written in another way",
    why="Clients may read other values than before (OpenAPI 3.1, 'Encoding Object').",
    topic="encoding-changed",
    direction=RESPONSE,
    message="the encoding of the answer's parts is another one",
    before="""\
responses:
  '200':
    description: Good
    content:
      multipart/mixed:
        schema: {type: object, properties: {meta: {type: object}}}
""",
    after="""\
responses:
  '200':
    description: Good
    content:
      multipart/mixed:
        schema: {type: object, properties: {meta: {type: object}}}
        encoding: {meta: {contentType: application/xml}}
""",
)
