"""Which failures of schemathesis ``contracts test`` reports as well: same operation and same kind of failure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.applications.results import Failure, Finding

BODY = "response-body|response-header|.*/(body|malformed|header)"
MEDIA_TYPE = "undocumented-media-type|.*/media-type"

KINDS = {
    "UndefinedStatusCode": "undocumented-status|.*/(status|undocumented)",
    "ServerError": "server-error|no-answer|.*/failure|protocol-status",
    "ContentTypeServerError": "server-error|.*/failure",
    "AcceptedNegativeData": "invalid-accepted|missing-header-accepted|.*/accepted",
    "MissingHeaderNotRejected": "missing-header-accepted|invalid-accepted|.*/accepted",
    "RejectedPositiveData": "valid-refused|.*/refused",
    "MissingContentType": MEDIA_TYPE,
    "UndefinedContentType": MEDIA_TYPE,
    "MalformedMediaType": MEDIA_TYPE,
    "JsonSchemaError": BODY,
    "MalformedJson": f"{BODY}|{MEDIA_TYPE}",
    "MissingHeaders": BODY,
    "UnsupportedMethodResponse": "unsupported-method|protocol.*|unknown-routes.*",
    "AllowHeaderMismatch": "allow-header|protocol.*",
    "IgnoredAuth": "ignored-credentials|scopes.*",
    "UseAfterFree": "use-after-delete|deletion.*",
    "EnsureResourceAvailability": "created-but-missing|creation.*|read-after-write.*",
}
"""Pattern of the rules of ``contracts test`` that report the same, by type of failure of schemathesis."""

STATUS_KINDS = ("UndefinedStatusCode",)
"""Types of failures that are matched by status code too."""


@dataclass(frozen=True)
class Match:
    """A failure of schemathesis and where ``contracts test`` reports it.

    :ivar by: ``"finding"``, ``"note"`` or ``""``.
    """

    failure: Failure
    by: str


def match(failures: Sequence[Failure], findings: Sequence[Finding], notes: Sequence[str]) -> Iterator[Match]:
    """Yield a match for every failure."""
    for failure in failures:
        yield Match(failure, "finding" if any(same(failure, one) for one in findings) else _noted(failure, notes))


def same(failure: Failure, finding: Finding) -> bool:
    """Return whether a failure and a finding are of the same operation and kind."""
    pattern = KINDS.get(failure.kind, "")
    operation = failure.operation in (finding.operation, *finding.others)
    rule = any(re.fullmatch(pattern, rule) for rule in (finding.rule, *finding.also))
    status = failure.kind not in STATUS_KINDS or finding.status in (0, failure.status)
    return operation and rule and status


def _noted(failure: Failure, notes: Sequence[str]) -> str:
    """Return ``"note"`` if a note names the operation with the status code."""
    pattern = re.compile(rf"{re.escape(failure.operation)} \([^)]*\b{failure.status}\b")
    return "note" if failure.status and any(pattern.search(note) for note in notes) else ""
