"""Errors of the endpoints: codes of RFC 6749 for programs, location and remedy for people."""

from __future__ import annotations

import re

from mockserver.http.messages import MockResponse, json_response

INVALID_CLIENT = "invalid_client"

_NOT_ALLOWED = re.compile(r"[^\x20\x21\x23-\x5B\x5D-\x7E]")
"""What ``error_description`` must not contain (RFC 6749, section 5.2)."""


class OAuthError(Exception):
    """A request that is refused.

    :ivar code: ``error`` of the response (RFC 6749, sections 4.1.2.1 and 5.2).
    :ivar detail: what is wrong, without secrets.
    :ivar location: the parameter, such as ``body/scope``; may be empty.
    :ivar remedy: what to do; may be empty.
    """

    def __init__(self, code: str, detail: str, location: str = "", remedy: str = "", status: int = 0) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.location = location
        self.remedy = remedy
        self.status = status or (401 if code == INVALID_CLIENT else 400)

    @property
    def description(self) -> str:
        """The ``error_description``."""
        text = f"{self.detail}; {self.remedy}" if self.remedy else self.detail
        return _NOT_ALLOWED.sub(lambda found: "'" if found[0] == '"' else "?", text)

    @property
    def reason(self) -> str:
        """The reason in one line: code, location, what is wrong, and what to do."""
        location = f" {self.location}" if self.location else ""
        return f"{self.code}{location}: {self.detail}" + (f"; {self.remedy}" if self.remedy else "")


def error_response(error: OAuthError) -> MockResponse:
    """Return the JSON response for an error."""
    response = json_response(error.status, {"error": error.code, "error_description": error.description})
    if error.status == 401:
        response.headers.append((b"www-authenticate", b'Basic realm="casemock"'))
    return response.with_reason(error.reason)
