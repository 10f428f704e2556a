"""The same GET request gets the same response, in sequence and in parallel.

Nothing is written, so a single different response is an error: a server that fails once in twenty requests is found
with a probability of at least 95 %. Values that change on every request, such as the current time or a request id, are
detected and ignored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, pairwise

from contracts.conformance.assertions.equivalence import (
    ResponseValues,
    differing_paths,
    is_unstable,
    outliers,
    parse_timestamp,
    response_values,
)
from contracts.conformance.assertions.item_fields import is_created, is_updated
from contracts.conformance.checks.check import Check
from contracts.conformance.client import NO_RESPONSE
from contracts.conformance.items.item_values import items_in
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.json_encoding import encode_json
from contracts.generation.name_words import words
from contracts.messages import Request, Response
from contracts.spec.model import Operation

ID = "determinism"
REQUESTS = 64
FAST_REQUESTS = 44
"""Number of repeated requests, distributed over all operations."""

MIN_REQUESTS = 8
FAST_MIN_REQUESTS = 4
"""Minimum number of repeated requests per operation."""

EXTRA = 4
"""Additional requests if the last response differs."""

RESPONSE_WORDS = frozenset(
    {"server", "node", "host", "hostname", "instance", "worker", "pod", "region", "replica", "zone", "served", "etag",
     "request", "trace", "correlation", "token", "session", "signature", "nonce", "now", "generated", "views", "viewed",
     "seen", "accessed", "url", "uri", "href", "link", "links"}
)  # fmt: skip
"""Words in names of properties that describe the response or the server instead of the item."""

STATES = frozenset({"state", "status", "phase", "stage", "progress", "activity"})

CONFIRMATIONS = 45
"""Number of requests that show whether the state of an item deviates again; one in twenty occurs with 90 %."""

THREADS = 8
TOO_MANY = 429
UNAVAILABLE = 503


def _run(session: Session) -> Iterator[Finding]:
    readers = [one for one in session.operations if one.method == "GET" and session.success(one)]
    if not readers:
        return
    total, minimum = (FAST_REQUESTS, FAST_MIN_REQUESTS) if session.plan.fast else (REQUESTS, MIN_REQUESTS)
    number = max(minimum, -(-total // len(readers)))
    for operation in readers:
        success = session.success(operation)
        if success is None:
            continue
        responses = _repeat(session, operation, success.request, number)
        finding = _compare(session, operation, success.request, responses)
        if finding is None:
            finding = _check_parallel(session, operation, success.request, responses)
        if finding is not None:
            yield finding


def _repeat(session: Session, operation: Operation, request: Request, number: int) -> list[Response]:
    """Send a request repeatedly; stop early if the server is busy or does not respond."""
    responses: list[Response] = []
    while len(responses) < number + (EXTRA if _is_odd(responses) else 0):
        response = session.send(request)
        if response is NO_RESPONSE:
            break  # this is a finding already, and the next timeout may take long
        if _is_busy(response):
            session.note(f"{operation.id}: the server limits requests; {ID} sent fewer of them")
            break
        responses.append(response)
        session.asserted(ID, operation, response)
    return responses


def _is_odd(responses: list[Response]) -> bool:
    """Whether one of the last responses differs from the first; further requests show if it is an exception."""
    if not responses:
        return False
    first = _bytes(responses[0])
    return any(_bytes(response) != first for response in responses[-EXTRA:])


def _bytes(response: Response) -> tuple[int, bytes, str]:
    return response.status, response.body, response.media_type


def _is_busy(response: Response) -> bool:
    limited = response.status == UNAVAILABLE and response.header("retry-after") is not None
    return response.status == TOO_MANY or limited or response is NO_RESPONSE


def _compare(session: Session, operation: Operation, request: Request, responses: list[Response]) -> Finding | None:
    observations = [response_values(response) for response in responses]
    for index, response in enumerate(responses):
        if response.status >= 500:
            return _finding(session, operation, request, Deviation(response, "status", index, len(responses)))
    if len({_bytes(response) for response in responses}) <= 1 or _differ_in_order(operation, responses):
        return None
    for path in differing_paths(observations):
        if _is_counter(observations, path) or (operation.resource is None and _is_numeric(observations, path)):
            continue
        deviating = outliers(observations, path)
        if not deviating and is_unstable(observations, path) and _must_be_stable(operation, path, observations):
            deviating = [
                index
                for index, observation in enumerate(observations)
                if observation.get(path) != observations[0].get(path)
            ]
        if deviating and _is_state(path) and not _recurs(session, request, path):
            session.note(f"{operation.id}: {path} changed once while the same request was repeated")
        elif deviating:
            deviation = Deviation(responses[deviating[0]], path, deviating[0], len(responses))
            return _finding(session, operation, request, deviation)
    return None


def _is_state(path: str) -> bool:
    """Whether a value is the state of an item, which may change in the background: a job or a process."""
    return path.startswith("body/") and not STATES.isdisjoint(words(path.rpartition("/")[2]))


def _recurs(session: Session, request: Request, path: str) -> bool:
    """Whether a value returns after another one when the request is repeated; a state that proceeds does not."""
    values = [response_values(session.send(request)).get(path) for _ in range(CONFIRMATIONS)]
    changes = [value for value, _ in groupby(values)]
    return len(changes) > len(set(changes))


def _differ_in_order(operation: Operation, responses: list[Response]) -> bool:
    """Whether lists have the same items in another order, which no document defines."""
    if operation.resource is None or operation.resource.role not in {"list", "search"}:
        return False
    if len({(one.status, one.media_type) for one in responses}) > 1:
        return False
    found = [sorted(map(encode_json, items_in(operation, one))) for one in responses]
    return bool(found[0]) and all(one == found[0] for one in found)


def _may_count(usual: str | None, now: str | None, path: str, others: list[ResponseValues]) -> bool:
    """Whether a different value is a number that may count requests, and not that of another item."""
    return _is_number(usual) and _is_number(now) and all(other.get(path) != now for other in others)


def _is_numeric(observations: list[ResponseValues], path: str) -> bool:
    """Whether a value is always a number: outside of items and lists, it may be a measurement."""
    return path.startswith("body") and all(_is_number(one.get(path)) for one in observations)


def _is_number(text: str | None) -> bool:
    try:
        return text is not None and isinstance(float(json.loads(text)), float)
    except (ValueError, TypeError):
        return False


def _is_counter(observations: list[ResponseValues], path: str) -> bool:
    """Whether a value is a number that only grows or only falls: a counter, a remaining time, a size of a cache."""
    try:
        numbers = [float(json.loads(one[path])) for one in observations if path in one and path.startswith("body")]
    except (ValueError, TypeError):
        return False
    pairs = list(pairwise(numbers))
    return bool(pairs) and (all(one <= two for one, two in pairs) or all(one >= two for one, two in pairs))


def _must_be_stable(operation: Operation, path: str, observations: list[ResponseValues]) -> bool:
    """Whether a value must be the same in each response.

    These are the status code, the content type, and the id, timestamps of creation and update, prose and alternating
    values of an item. Numbers, other timestamps, URLs and tokens may be generated for each response.
    """
    if path in {"status", "content type"}:
        return True
    resource = operation.resource
    if resource is None or resource.role not in {"read", "read_many"}:
        return False
    tokens = path.split("/")[1:]
    values = [json.loads(observation[path]) for observation in observations if path in observation]
    if tokens and is_updated(tokens[-1]):
        return True  # GET is safe (RFC 9110, section 9.2.1): it must not change an item
    if any(not RESPONSE_WORDS.isdisjoint(words(token)) for token in tokens):
        return False
    if len(values) > 2 * len(set(map(str, values))) and all(isinstance(value, str | bool) for value in values):
        return True  # it alternates between few values
    if tokens[-1:] == [resource.id_field] or (tokens and is_created(tokens[-1])):
        return True
    return all(isinstance(value, str) and " " in value and parse_timestamp(value) is None for value in values)


@dataclass(frozen=True)
class Deviation:
    """A different response: the path of the difference, the index of the response, and the number of responses."""

    response: Response
    path: str
    index: int
    number: int


def _finding(session: Session, operation: Operation, request: Request, deviation: Deviation) -> Finding:
    got = response_values(deviation.response).get(deviation.path, "missing")
    return session.finding(
        f"{ID}/intermittent",
        operation,
        "repeating the same request returns a different response",
        requests=(request,),
        response=deviation.response,
        expected="2XX each time" if deviation.path == "status" else f"the same {deviation.path} each time",
        got=f"{deviation.path} {got} in response {deviation.index + 1} of {deviation.number}",
        hint="send the request in a loop to reproduce this",
    )


# ---------------------------------------------------------------------- in parallel


def _check_parallel(
    session: Session, operation: Operation, request: Request, responses: list[Response]
) -> Finding | None:
    """Read two items from several threads; each request must get its own response."""
    if not responses or any(not response.is_success for response in responses):
        return None
    expected = {request: response_values(responses[0])}
    unstable = set(differing_paths([response_values(response) for response in responses]))
    other = _other(session, operation)
    if other is not None and other != request:
        one, two = (session.send(other) for _ in range(2))
        if one.is_success:
            expected[other] = response_values(one)
            unstable |= set(differing_paths([response_values(one), response_values(two)]))
    requests = [list(expected)[number % len(expected)] for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        responses = list(pool.map(session.send, requests))
    for sent, response in zip(requests, responses, strict=True):
        if _is_busy(response):
            continue
        session.asserted(ID, operation, response)
        observation = response_values(response)
        others = [one for request, one in expected.items() if request != sent]
        paths = [
            path
            for path in differing_paths([expected[sent], observation])
            if path not in unstable and not _may_count(expected[sent].get(path), observation.get(path), path, others)
        ]
        if paths and response_values(session.send(sent)).get(paths[0]) == expected[sent].get(paths[0]):
            return session.finding(
                f"{ID}/parallel",
                operation,
                "parallel requests get a different response",
                requests=(sent,),
                response=response,
                expected=f"{paths[0]} {expected[sent].get(paths[0], 'missing')}",
                got=f"{paths[0]} {observation.get(paths[0], 'missing')} in one of {THREADS} parallel requests",
            )
    return None


def _other(session: Session, operation: Operation) -> Request | None:
    """Return a request for another item, if the operation reads items."""
    if operation.resource is None or operation.resource.role != "read":
        return None
    success = session.success(operation)
    others = session.items.others(operation, success.values, 1) if success else iter(())
    return next((session.request(operation, values=values) for values in others), None)


CHECK = Check(
    id=ID,
    title="repeating a GET request returns the same response",
    why="An error that occurs once in twenty requests passes most tests and affects one user in twenty.",
    good="GET /cases/7 sixty times → the same response sixty times",
    bad="GET /cases/7 sixty times → the same response 57 times, 500 three times",
    run=_run,
)
