"""Who is let in: each operation with each sort of credential."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.judging.credential_cases import ALTERED, FEWER, HALF, MALFORMED, NONE, RIGHT, Attempt, attempts
from contracts.judging.exchanges import Base, Exchange, asked, base_of, deletions_last, still_succeeds
from contracts.judging.failure_cases import meant_for
from contracts.judging.json_bodies import read_strictly
from contracts.messages import Response
from contracts.probe.identities import chosen
from contracts.probe.session import Session
from contracts.spec.document import child_pointer
from contracts.spec.model import Operation

ID = "scopes"


def run(session: Session) -> Iterator[Finding]:
    """Try each operation with each sort of credential; see :data:`CHECK`."""
    for operation in deletions_last(session):
        base = base_of(session, operation)
        planned = tuple(attempts(session, base))
        _tell_what_is_missing(session, operation, {attempt.sort for attempt in planned})
        for attempt in planned:
            title = f"{operation.method} {operation.path} with {attempt.title}"
            exchange = asked(session, ID, operation, title, attempt.request)
            if exchange.is_telling:
                judge = _let_in if attempt.sort == RIGHT else _kept_out
                yield from judge(session, base, attempt, exchange)


def _tell_what_is_missing(session: Session, operation: Operation, sorts: set[str]) -> None:
    if NONE not in sorts:
        return  # anyone may call it
    if RIGHT not in sorts:
        session.note(f"{operation.id}: no credential is known that may call it; name one with --identity")
    elif FEWER not in sorts and any(use.scopes for rule in operation.security for use in rule.uses):
        session.note(f"{operation.id}: no credential with too few scopes is known; name one with --identity")


def _let_in(session: Session, base: Base, attempt: Attempt, exchange: Exchange) -> Iterator[Finding]:
    """A credential with all that is asked for is not refused as one.

    A 403 may have other reasons. They do not lie in the request where it succeeds with another credential, nor are
    they likely where no credential of the document's own has a success.
    """
    status = exchange.response.status
    if not _is_known_good(session, base, attempt):
        return
    if status == 401 or (status == 403 and (not base.sure or still_succeeds(session, base))):
        yield exchange.finding(session, f"{ID}/refused", "refused", expected="it is let in", pointer=_rules(base))


def _is_known_good(session: Session, base: Base, attempt: Attempt) -> bool:
    """Whether the credentials are right for sure: documented for their scheme, or let in by another operation.

    What a user names without a scheme is tried with every one, and may be wrong for all but one.
    """
    if all(identity.scheme for _, identity in attempt.held):
        return True
    others = (one for one in session.operations if one is not base.operation and session.success(one))
    used = [chosen(one.security, session.identities) or () for one in others]
    known = {(use.scheme.key, identity.name) for held in used for use, identity in held}
    return all(identity.scheme or (use.scheme.key, identity.name) in known for use, identity in attempt.held)


def _kept_out(session: Session, base: Base, attempt: Attempt, exchange: Exchange) -> Iterator[Finding]:
    response, wanted = exchange.response, _wanted(base, attempt)
    if response.is_success:
        yield exchange.finding(session, f"{ID}/let-in", "let in", expected=wanted, pointer=_rules(base))
    elif response.status == 404 and base.operation.method == "DELETE":
        if _was_let_past(session, base, attempt):
            message = "let in: it hears that the thing is gone, and who has no credential does not"
            yield exchange.finding(session, f"{ID}/let-in", message, expected=wanted, pointer=_rules(base))
    elif not _is_refusal(session, base, attempt, response) and still_succeeds(session, base):
        message = f"answered with {response.status}"
        yield exchange.finding(session, f"{ID}/status", message, expected=wanted, pointer=_rules(base))


def _was_let_past(session: Session, base: Base, attempt: Attempt) -> bool:
    """Whether a 404 to a deletion of what is gone shows that the credential was taken for a right one.

    It does where nobody would have been refused first. Who is known and lacks a scope may be told either.
    """
    nobody = attempt.sort in {MALFORMED, ALTERED, HALF}
    return nobody and session.send(base.bare).status in meant_for(base.operation, FailureKind.UNAUTHENTICATED)


def _is_refusal(session: Session, base: Base, attempt: Attempt, response: Response) -> bool:
    meant = _meant(base, attempt)
    if response.status in meant:
        return True
    if attempt.sort == MALFORMED and response.status == 400 and base.operation.response(400) is not None:
        return True  # RFC 6750, section 3.1: invalid_request
    if response.status == 404 and base.operation.response(404) is not None:
        return _hides_existence(session, base, response)
    return not meant and response.status in {401, 403}


def _meant(base: Base, attempt: Attempt) -> tuple[int, ...]:
    return tuple(dict.fromkeys(status for kind in attempt.kinds for status in meant_for(base.operation, kind)))


def _hides_existence(session: Session, base: Base, response: Response) -> bool:
    """Whether a 404 is what something that does not exist gets: then it is told so on purpose (RFC 9110, 15.5.4)."""
    path = [one for one in base.operation.parameters if one.location == "path"]
    if not path:
        return True
    values: dict[tuple[str, str], Any] = {**base.values}
    for value in ("missing-casemock-7f3a", "00000000-0000-0000-0000-000000000000", 404):
        if path[-1].schema is None or path[-1].schema.request_validator.is_valid(value):
            values["path", path[-1].name] = value
            unknown = session.send(session.request(base.operation, base.number, values=values))
            return unknown.status == 404 and _are_alike(unknown, response)
    return True


def _are_alike(one: Response, other: Response) -> bool:
    """Whether two bodies say the same, ids and times aside: half of their members are equal."""
    try:
        first, second = read_strictly(one.body), read_strictly(other.body)
    except ValueError:
        return one.body == other.body
    leaves, others = dict(_leaves(first, ())), dict(_leaves(second, ()))
    equal = sum(place in others and others[place] == value for place, value in leaves.items())
    return leaves.keys() == others.keys() and 2 * equal >= len(leaves)


def _leaves(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(member, (*place, key))
    else:
        yield place, value


def _wanted(base: Base, attempt: Attempt) -> str:
    statuses = _meant(base, attempt) or ((403,) if attempt.kinds[0] is FailureKind.FORBIDDEN else (401,))
    return f"status {' or '.join(map(str, statuses))}"


def _rules(base: Base) -> str:
    return child_pointer(base.operation.pointer, "security")


CHECK = Check(
    id=ID,
    title="only the right credentials are let in",
    why="A missing check of a scope is seen by nobody who has all of them; and a client that is refused wrongly, or "
    "with the wrong status, asks its user to log in again for nothing.",
    good="PATCH /cases/7 with a token for cases:read, where cases:write is asked for → 403",
    bad="PATCH /cases/7 with a token for cases:read, where cases:write is asked for → 200",
    run=run,
)
