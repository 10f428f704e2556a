"""The judgement ``request-encoding-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-encoding-changed",
    level=Level.RISKY,
    title="parts of a form are written in another way",
    why="A server may read what clients send as other values (OpenAPI 3.1, 'Encoding Object').",
    topic="encoding-changed",
    direction=REQUEST,
    message="the encoding of the form's parts is another one",
    before="""\
requestBody:
  content:
    multipart/form-data:
      schema: {type: object, properties: {meta: {type: object}}}
""",
    after="""\
requestBody:
  content:
    multipart/form-data:
      schema: {type: object, properties: {meta: {type: object}}}
      encoding: {meta: {contentType: application/xml}}
""",
    remedy="take both encodings",
)
