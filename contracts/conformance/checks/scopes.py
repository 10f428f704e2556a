"""Each operation accepts and rejects each sort of credential as documented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from contracts.conformance.assertions.credential_cases import (
    ALTERED,
    INCOMPLETE,
    MALFORMED,
    NONE,
    TOO_FEW_SCOPES,
    VALID,
    CredentialAttempt,
    credential_attempts,
)
from contracts.conformance.assertions.failure_cases import documents_success, expected_statuses
from contracts.conformance.assertions.json_bodies import parse_json
from contracts.conformance.assertions.probes import (
    BaseRequest,
    Probe,
    base_request,
    deletions_last,
    each_case,
    send_probe,
    still_succeeds,
    unknown_id,
)
from contracts.conformance.checks.check import EVERY_OPERATION, Check, Sends
from contracts.conformance.credentials import choose_credentials
from contracts.conformance.items.changes import renamed
from contracts.conformance.session import Session
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.messages import Response
from contracts.spec.model import Operation
from contracts.spec.pointers import child_pointer

ID = "scopes"


def run(session: Session) -> Iterator[Finding]:
    """Send requests with each sort of credential to each operation."""
    for operation in deletions_last(session):
        sorts = {attempt.sort for attempt in credential_attempts(session, base_request(session, operation))}
        _note_missing(session, operation, sorts)
        for base, attempt in each_case(session, operation, partial(credential_attempts, session)):
            if not session.allows(attempt.request):
                continue
            title = f"{operation.method} {operation.path} with {attempt.title}"
            probe = send_probe(session, ID, operation, title, attempt.request)
            if probe.is_conclusive:
                check = _check_accepted if attempt.sort == VALID else _check_rejected
                yield from check(session, base, attempt, probe)


def _note_missing(session: Session, operation: Operation, sorts: set[str]) -> None:
    if NONE not in sorts:
        return  # no credential is required
    if VALID not in sorts:
        session.note(f"{operation.id}: no accepted credential is known; add one with --identity", skipped=operation.id)
    elif TOO_FEW_SCOPES not in sorts and any(use.scopes for rule in operation.security for use in rule.uses):
        session.note(
            f"{operation.id}: no credential with too few scopes is known; add one with --identity", skipped=operation.id
        )


def _check_accepted(session: Session, base: BaseRequest, attempt: CredentialAttempt, probe: Probe) -> Iterator[Finding]:
    """A credential with all required scopes is accepted.

    A 403 may have other reasons. Those can be excluded if the same request succeeds with another credential, and are
    unlikely if no documented credential succeeds. Without a credential, where that is allowed, it may be a documented
    response to some values only.
    """
    status = probe.response.status
    if not documents_success(base.operation) or not _is_known_good(session, base, attempt):
        return
    if status == 403 and not attempt.held and base.operation.response(status) is not None:
        return
    if status == 403 and attempt.held and _is_refused_to_all(session, base, probe):
        return
    if status == 401 or (status == 403 and (not base.succeeded or still_succeeds(session, base))):
        yield probe.finding(
            session,
            f"{ID}/refused",
            "a valid credential is rejected",
            expected="a response other than 401 and 403",
            pointer=_security_pointer(base),
        )


def _is_refused_to_all(session: Session, base: BaseRequest, probe: Probe) -> bool:
    """Whether a 403 has nothing to do with the credential, which other operations accept: all callers get it."""
    others = (one for one in session.operations if one is not base.operation and one.security)
    if not any(session.success(one) for one in others):
        return False
    response = session.send(base.anonymous)
    return response.status == probe.response.status and _are_similar(response, probe.response)


def _is_known_good(session: Session, base: BaseRequest, attempt: CredentialAttempt) -> bool:
    """Whether the credentials are known to be valid: documented for their scheme, or accepted by another operation.

    A credential of the user without a scheme is tried with every scheme and may be invalid for some.
    """
    if all(identity.scheme for _, identity in attempt.held):
        return True
    others = (one for one in session.operations if one is not base.operation and session.success(one))
    used = [choose_credentials(one.security, session.identities) or () for one in others]
    known = {(use.scheme.key, identity.name) for held in used for use, identity in held}
    return all(identity.scheme or (use.scheme.key, identity.name) in known for use, identity in attempt.held)


def _check_rejected(session: Session, base: BaseRequest, attempt: CredentialAttempt, probe: Probe) -> Iterator[Finding]:
    response, expected = probe.response, _expected(base, attempt)
    if response.is_success:
        yield probe.finding(
            session,
            f"{ID}/let-in",
            "an insufficient credential is accepted",
            expected=expected,
            pointer=_security_pointer(base),
        )
    elif response.status in {404, 410} and not base.succeeded:
        if _was_accepted(session, base, attempt):
            message = "an insufficient credential is accepted: it gets 404 for an unknown id, another one is rejected"
            yield probe.finding(session, f"{ID}/let-in", message, expected=expected, pointer=_security_pointer(base))
    elif not _is_documented_rejection(session, base, attempt, response) and still_succeeds(session, base):
        message = f"the response is {response.status}"
        yield probe.finding(session, f"{ID}/status", message, expected=expected, pointer=_security_pointer(base))


def _was_accepted(session: Session, base: BaseRequest, attempt: CredentialAttempt) -> bool:
    """Whether a 404 for an unknown id shows that an invalid credential was accepted.

    It does if another invalid credential is rejected first, or the same one by another operation at the same path.
    With too few scopes, either response is correct.
    """
    rejections = expected_statuses(base.operation, FailureKind.UNAUTHENTICATED)
    if attempt.sort not in {NONE, MALFORMED, ALTERED, INCOMPLETE} or not rejections:
        return False
    others = [one.request for one in credential_attempts(session, base) if one.sort in {NONE, ALTERED}]
    reads = [replace(attempt.request, method="GET", body=b"")] if session.items.roles.reader_of(base.operation) else []
    requests = [one for one in (*others, *reads) if one != attempt.request and session.allows(one)]
    return any(session.send(one).status in rejections for one in requests)


def _is_documented_rejection(
    session: Session, base: BaseRequest, attempt: CredentialAttempt, response: Response
) -> bool:
    documented = _documented_statuses(base, attempt)
    if response.status in documented:
        return True
    if attempt.sort == MALFORMED and response.status == 400 and base.operation.response(400) is not None:
        return True  # RFC 6750, section 3.1: invalid_request
    if response.status == 404 and base.operation.response(404) is not None:
        return not _can_read(session, base, attempt) and _hides_existence(session, base, response)
    return not documented and response.status in {401, 403}


def _documented_statuses(base: BaseRequest, attempt: CredentialAttempt) -> tuple[int, ...]:
    return tuple(dict.fromkeys(status for kind in attempt.kinds for status in expected_statuses(base.operation, kind)))


def _can_read(session: Session, base: BaseRequest, attempt: CredentialAttempt) -> bool:
    """Whether the item can be read with the same credential, so that a 404 hides nothing from its owner."""
    reader = session.items.roles.reader_of(base.operation)
    if reader is None or reader is base.operation or not base.succeeded:
        return False
    read = session.build(reader, values=renamed(base.operation, reader, base.values))
    for name in CREDENTIAL_HEADERS:
        if (value := attempt.request.header(name)) is not None:
            read = read.with_header(name, value)
    for use in (use for rule in reader.security for use in rule.uses):
        if use.scheme.type == "apiKey" and use.scheme.location == "header":
            value = attempt.request.header(use.scheme.name)
            read = read.with_header(use.scheme.name, value) if value is not None else read
    return session.send(read).is_success


CREDENTIAL_HEADERS = ("authorization", "cookie")


def _hides_existence(session: Session, base: BaseRequest, response: Response) -> bool:
    """Whether a 404 equals that of a nonexistent item, which hides its existence (RFC 9110, section 15.5.4)."""
    path = [one for one in base.operation.parameters if one.location == "path"]
    if not path:
        return True
    values: dict[tuple[str, str], Any] = {**base.values}
    value = unknown_id(session, path[-1], base.operation)
    if value is not None:
        values["path", path[-1].name] = value
        nonexistent = session.send(session.request(base.operation, base.number, values=values, body=base.body))
        return nonexistent.status == 404 and _are_similar(nonexistent, response)
    return True


def _are_similar(one: Response, other: Response) -> bool:
    """Whether two bodies have the same keys and at least half of their values are equal (ids and times differ)."""
    try:
        first, second = parse_json(one.body), parse_json(other.body)
    except ValueError:
        return one.body == other.body
    leaves, others = dict(_leaves(first, ())), dict(_leaves(second, ()))
    equal = sum(path in others and others[path] == value for path, value in leaves.items())
    return leaves.keys() == others.keys() and 2 * equal >= len(leaves)


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, (*path, key))
    else:
        yield path, value


def _expected(base: BaseRequest, attempt: CredentialAttempt) -> str:
    statuses = _documented_statuses(base, attempt) or ((403,) if attempt.kinds[0] is FailureKind.FORBIDDEN else (401,))
    return f"status {' or '.join(map(str, statuses))}"


def _security_pointer(base: BaseRequest) -> str:
    return child_pointer(base.operation.pointer, "security")


CHECK = Check(
    id=ID,
    title="only credentials with the required scopes are accepted",
    why="A missing scope check goes unnoticed by users who have all scopes, and a wrong error makes clients log out "
    "their users for nothing.",
    good="PATCH /cases/7 with a token for cases:read, if cases:write is required → 403",
    bad="PATCH /cases/7 with a token for cases:read, if cases:write is required → 200",
    run=run,
    sends=EVERY_OPERATION | {Sends.INVALID},
)
