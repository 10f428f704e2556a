"""The same reading gives the same answer, one after another and all at once.

Nothing is written here, so what falls out of a row of answers alike is a fault, however rare: a server that fails once
in twenty times is found nineteen times in twenty, or more often. What is another one each time, such as the moment of
the answer or the id of the request, is learnt from the answers and let be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from contracts.checks.check import Check
from contracts.data.naming import words
from contracts.errors import TransportError
from contracts.findings import Finding
from contracts.judging.fields import is_created, is_updated
from contracts.judging.items import path_values
from contracts.judging.likeness import moment_of
from contracts.judging.repetition import Reading, differing, faults, reading_of, restless
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "determinism"
READINGS = 64
FAST_READINGS = 44
"""Repetitions for the whole API, spread over its operations."""

LEAST = 8
FAST_LEAST = 4
"""Repetitions of each operation."""

AFTERWARDS = 4
"""Further ones where the last answer is the odd one."""

PASSING = frozenset(
    {"server", "node", "host", "hostname", "instance", "worker", "pod", "region", "replica", "zone", "served", "etag",
     "request", "trace", "correlation", "token", "session", "signature", "nonce", "now", "generated", "views", "viewed",
     "seen", "accessed", "url", "uri", "href", "link", "links"}
)  # fmt: skip
"""Words of the names of properties that say something of the answer, or of who gave it, and not of the item."""

THREADS = 8
TOO_MANY = 429
UNAVAILABLE = 503


def _run(session: Session) -> Iterator[Finding]:
    readers = [one for one in session.operations if one.method == "GET" and session.success(one)]
    if not readers:
        return
    whole, least = (FAST_READINGS, FAST_LEAST) if session.plan.fast else (READINGS, LEAST)
    number = max(least, -(-whole // len(readers)))
    for operation in readers:
        success = session.success(operation)
        if success is None:
            continue
        row = _row(session, operation, success.request, number)
        finding = _judged(session, operation, success.request, row)
        if finding is None:
            finding = _at_once(session, operation, success.request, row)
        if finding is not None:
            yield finding


Answer = Response | TransportError


def _send(session: Session, request: Request) -> Answer:
    """Ask; a connection that breaks is an answer here, a server that is not there is none."""
    try:
        return session.send(request)
    except TransportError as error:
        if error.kind == "unreachable":
            raise
        return error


def _reading(answer: Answer) -> Reading:
    return reading_of(answer) if isinstance(answer, Response) else {"status": f"no answer: {answer.message}"}


def _row(session: Session, operation: Operation, request: Request, number: int) -> list[Answer]:
    """Answers to the same request, one after another; fewer where the server asks for less, or gives none."""
    answers: list[Answer] = []
    while len(answers) < number + (AFTERWARDS if _is_odd(answers) else 0):
        answer = _send(session, request)
        if _is_busy(answer):
            session.note(f"{operation.id}: the server asks for fewer requests, so {ID} was looked at less often")
            break
        answers.append(answer)
        session.looked(ID, operation, answer if isinstance(answer, Response) else None)
        if not isinstance(answer, Response):
            break  # it counts already, and waiting for the next one might take long
    return answers


def _is_odd(answers: list[Answer]) -> bool:
    """Whether one of the last answers is not like the first: whether it falls out shows only in what follows."""
    if not answers:
        return False
    first = _bytes(answers[0])
    return any(_bytes(answer) != first for answer in answers[-AFTERWARDS:])


def _bytes(answer: Answer) -> tuple[int, bytes, str]:
    return (answer.status, answer.body, answer.media_type) if isinstance(answer, Response) else (0, b"", "")


def _is_busy(answer: Answer) -> bool:
    if not isinstance(answer, Response):
        return False
    return answer.status == TOO_MANY or (answer.status == UNAVAILABLE and answer.header("retry-after") is not None)


def _judged(session: Session, operation: Operation, request: Request, answers: list[Answer]) -> Finding | None:
    readings = [_reading(answer) for answer in answers]
    for index, answer in enumerate(answers):
        if not isinstance(answer, Response) or answer.status >= 500:
            return _fell_out(session, operation, request, Odd(answer, "status", index, len(answers)))
    if len({_bytes(answer) for answer in answers}) <= 1:
        return None
    for place in differing(readings):
        found = faults(readings, place)
        if not found and restless(readings, place) and _must_rest(operation, place, readings):
            found = [index for index, reading in enumerate(readings) if reading.get(place) != readings[0].get(place)]
        if found:
            odd = Odd(answers[found[0]], place, found[0], len(answers))
            return _fell_out(session, operation, request, odd)
    return None


def _must_rest(operation: Operation, place: str, readings: list[Reading]) -> bool:
    """Whether a place has to be the same each time: status and media type; of an item its id, its beginning, its prose,
    the moment of its last change, and what comes back to what it was.

    Not so an amount, a moment, an address or a mark, which may be made for each answer.
    """
    if place in {"status", "media type"}:
        return True
    resource = operation.resource
    if resource is None or resource.role not in {"read", "read_many"}:
        return False
    tokens = place.split("/")[1:]
    values = [json.loads(reading[place]) for reading in readings if place in reading]
    if tokens and is_updated(tokens[-1]):
        return True  # GET is safe (RFC 9110, section 9.2.1): no reading changes an item
    if any(not PASSING.isdisjoint(words(token)) for token in tokens):
        return False
    if len(values) > 2 * len(set(map(str, values))) and all(isinstance(value, str | bool) for value in values):
        return True  # it comes back to what it was, again and again
    if tokens[-1:] == [resource.id_field] or (tokens and is_created(tokens[-1])):
        return True
    return all(isinstance(value, str) and " " in value and moment_of(value) is None for value in values)


@dataclass(frozen=True)
class Odd:
    """An answer that falls out: where it does, the how manyth it is, and of how many."""

    answer: Answer
    place: str
    index: int
    number: int


def _fell_out(session: Session, operation: Operation, request: Request, odd: Odd) -> Finding:
    got = _reading(odd.answer).get(odd.place, "missing")
    return session.finding(
        f"{ID}/intermittent",
        operation,
        "the same request, sent again with nothing written between, is not answered alike",
        requests=(request,),
        response=odd.answer if isinstance(odd.answer, Response) else None,
        expected="a 2XX each time" if odd.place == "status" else f"the same {odd.place} each time",
        got=f"{odd.place} {got} in answer {odd.index + 1} of {odd.number}",
        hint="send it in a loop: this fault shows only now and then",
    )


# ---------------------------------------------------------------------- at once


def _at_once(session: Session, operation: Operation, request: Request, row: list[Answer]) -> Finding | None:
    """The same reading and that of another item from several threads: each gets its own answer."""
    if not row or any(not isinstance(answer, Response) or not answer.is_success for answer in row):
        return None
    expected = {request: _reading(row[0])}
    unsteady = set(differing([_reading(answer) for answer in row]))
    other = _other(session, operation)
    if other is not None and other != request:
        one, two = (_send(session, other) for _ in range(2))
        if isinstance(one, Response) and one.is_success:
            expected[other] = _reading(one)
            unsteady |= set(differing([_reading(one), _reading(two)]))
    requests = [list(expected)[number % len(expected)] for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda one: _send(session, one), requests))
    for sent, answer in zip(requests, answers, strict=True):
        if _is_busy(answer):
            continue
        session.looked(ID, operation, answer if isinstance(answer, Response) else None)
        reading = _reading(answer)
        places = [place for place in differing([expected[sent], reading]) if place not in unsteady]
        if places and _reading(_send(session, sent)).get(places[0]) == expected[sent].get(places[0]):
            return session.finding(
                f"{ID}/parallel",
                operation,
                "a request is answered otherwise when others are under way",
                requests=(sent,),
                response=answer if isinstance(answer, Response) else None,
                expected=f"{places[0]} {expected[sent].get(places[0], 'missing')}",
                got=f"{places[0]} {reading.get(places[0], 'missing')} in one of {THREADS} requests at once",
            )
    return None


def _other(session: Session, operation: Operation) -> Request | None:
    """The reading of another item, where the operation reads items."""
    if operation.resource is None or operation.resource.role != "read":
        return None
    values = path_values(session, operation, 1)
    return session.request(operation, values=values) if values else None


CHECK = Check(
    id=ID,
    title="the same reading gives the same answer",
    why="A fault that shows once in twenty times passes every test that asks once, and then meets one user in twenty.",
    good="GET /cases/7 sixty times → sixty times the same",
    bad="GET /cases/7 sixty times → fifty-seven times the same, three times 500",
    run=_run,
)
