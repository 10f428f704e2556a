"""Descriptions of the rules whose findings come from generated requests, for reports."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.run_result import RuleDescription

_TEXTS = (
    (
        "server-error",
        "no request makes the server fail",
        "A 5XX response is an unhandled case of the server (RFC 9110, section 15.6).",
        "handle the input, or reject it with a documented 4XX",
    ),
    (
        "undocumented-status",
        "status codes are documented",
        "Generated clients handle documented status codes only.",
        "document the status code, or send a documented one",
    ),
    (
        "undocumented-media-type",
        "content types of responses are documented",
        "Clients choose the parser by Content-Type (RFC 9110, section 8.3).",
        "document the content type, or send a documented one",
    ),
    (
        "response-header",
        "documented response headers are present and valid",
        "Clients read documented headers without checking that they exist.",
        "send the header as documented, or correct its schema",
    ),
    (
        "response-body",
        "response bodies match their schemas",
        "Strict clients reject or misread a body that does not match the documented schema.",
        "send a body that matches the schema, or correct the schema",
    ),
    (
        "valid-refused",
        "valid requests are accepted",
        "A client that follows the document must not be rejected.",
        "accept the request, or document the restriction",
    ),
    (
        "invalid-accepted",
        "invalid requests are rejected",
        "A server that accepts invalid requests stores invalid data, and hides errors of clients.",
        "validate the request, or correct its schema",
    ),
    (
        "missing-header-accepted",
        "requests without a required header are rejected",
        "A required header that can be omitted is not required.",
        "reject the request, or document the header as optional",
    ),
    (
        "ignored-credentials",
        "credentials are checked",
        "An operation that accepts any credential is open to everybody (RFC 9110, section 15.5.2).",
        "reject requests with missing or invalid credentials with 401 or 403",
    ),
    (
        "unsupported-method",
        "undocumented methods are rejected with 405 and Allow",
        "RFC 9110, section 15.5.6, requires Allow in every 405 response.",
        "reject the method with 405 and list the supported ones in Allow",
    ),
    (
        "allow-header",
        "Allow lists the documented methods",
        "Clients use Allow to choose another method (RFC 9110, section 10.2.1).",
        "list exactly the supported methods, and document them",
    ),
    (
        "use-after-delete",
        "deleted items are not returned",
        "Data that a user has deleted must not be returned.",
        "return 404 or 410 for deleted items",
    ),
    (
        "created-but-missing",
        "created items are returned",
        "If a successful response is sent for an item that was not stored, the data is lost.",
        "store the item before the response is sent",
    ),
    (
        "no-answer",
        "every request gets a complete response",
        "A connection that closes before the response is complete usually means that the server crashed.",
        "find the exception in the log of the server",
    ),
)

FUZZING_RULES = tuple(RuleDescription(*texts, severity=Severity.ERROR) for texts in _TEXTS)
