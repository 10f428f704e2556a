"""The judgement ``request-body-became-optional``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-body-became-optional",
    level=Level.SAFE,
    title="the request body is optional now",
    why="Clients that send it may go on.",
    topic="body-became-optional",
    direction=REQUEST,
    message="the request body is optional now",
    before="requestBody: {required: true, content: {application/json: {schema: {type: object}}}}",
    after="requestBody: {content: {application/json: {schema: {type: object}}}}",
)
