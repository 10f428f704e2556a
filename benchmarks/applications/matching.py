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
    "MissingHeaderNotRejected": "missing-header-accepted|invalid-accepted|.*/accepted|scopes/let-in",
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

METHOD_KINDS = ("UnsupportedMethodResponse", "AllowHeaderMismatch")
"""Types of failures that are matched by path only."""

UNDOCUMENTED = {"RejectedPositiveData": KINDS["UndefinedStatusCode"]}
"""Pattern of further rules, if the status code is the same: the rejection itself is not documented."""


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
    operations = (finding.operation, *finding.others)
    operation = failure.operation in operations
    if failure.kind in METHOD_KINDS:  # the failure names another method than the documented one
        operation = failure.operation.partition(" ")[2] in {one.partition(" ")[2] for one in operations}
    rule = any(re.fullmatch(pattern, rule) for rule in (finding.rule, *finding.also))
    status = finding.status in (0, failure.status)
    undocumented = any(re.fullmatch(UNDOCUMENTED.get(failure.kind, ""), rule) for rule in (finding.rule, *finding.also))
    return operation and ((rule and (status or failure.kind not in STATUS_KINDS)) or (undocumented and status))


def _noted(failure: Failure, notes: Sequence[str]) -> str:
    """Return ``"note"`` if a note names the operation with the status code."""
    pattern = re.compile(rf"{re.escape(failure.operation)} \([^)]*\b{failure.status}\b")
    return "note" if failure.status and any(pattern.search(note) for note in notes) else ""
