"""The judgement ``response-xml-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import RESPONSE, Judgement

JUDGEMENT = Judgement(
    id="response-xml-changed",
    level=Level.RISKY,
    title="XML is written in another way in an answer",
    why="Clients that read XML look for other elements; those that read JSON do not care (OpenAPI 3.1, 'XML Object').",
    topic="xml-changed",
    direction=RESPONSE,
    message="the form in XML is another one",
    within="response",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string, xml: {attribute: true}}}}",
    remedy="keep the names of elements",
)
