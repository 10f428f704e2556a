"""The judgement ``request-body-became-required``."""

from __future__ import annotations

from contracts.comparing.change import Level
from contracts.comparing.judgement import REQUEST, Judgement

JUDGEMENT = Judgement(
    id="request-body-became-required",
    level=Level.BREAKING,
    title="the request body is required now",
    why="Clients that leave it out are refused.",
    topic="body-became-required",
    direction=REQUEST,
    message="the request body is required now",
    before="requestBody: {content: {application/json: {schema: {type: object}}}}",
    after="requestBody: {required: true, content: {application/json: {schema: {type: object}}}}",
    remedy="leave it optional",
)
