"""The judgement ``request-xml-changed``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-xml-changed",
    level=Level.RISKY,
    title="XML is written in another way in what is sent",
    why="A server that takes XML reads other elements; one that takes JSON does not care (OpenAPI 3.1, 'XML Object').",
    topic="xml-changed",
    direction=REQUEST,
    message="the form in XML is another one",
    within="request",
    before="{type: object, properties: {a: {type: string}}}",
    after="{type: object, properties: {a: {type: string, xml: {attribute: true}}}}",
    remedy="keep the names of elements",
)
