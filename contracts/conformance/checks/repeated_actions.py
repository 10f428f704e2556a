"""An action that the document allows in one state only is refused in the state to which it leads.

Tested are actions on items, such as ``POST /orders/{id}/cancel``, that document 409. The second request must be refused
if the action has changed a property with an ``enum``, such as ``status``, and the document says that the new value does
not allow it: "Only open orders can be cancelled", or "The order is cancelled already" as the description of 409.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.conformance.assertions.item_fields import keywords, read_item_schema
from contracts.conformance.assertions.items import display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.items.changes import renamed
from contracts.conformance.items.item_values import Item, item_in
from contracts.conformance.request_builder import Values
from contracts.conformance.safety import SAFE_METHODS
from contracts.conformance.session import Session
from contracts.errors import GenerationError, WithheldRequestError
from contracts.findings import Finding
from contracts.generation.name_words import Words, words
from contracts.messages import Request, Response
from contracts.spec.model import Operation

ID = "repeated-actions"
ENDS = re.compile(r"[.;:\n]")
"""Ends of sentences."""

ALLOWED = frozenset({"can", "may", "could"})
STATE = frozenset({"is", "are", "was", "were", "been", "already"})
NOT_STATE = frozenset({"be", "not", "to", "cannot", "get"})
"""Words before a state in a sentence that does not say that the item has that state."""


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        documented = operation.response(409)
        is_action = resource is not None and resource.role == "act" and operation.method not in SAFE_METHODS
        reader = session.reader_of(operation)
        if not is_action or reader is None or documented is None or documented.status != "409":
            continue
        try:
            finding = _check(session, operation, reader)
        except (GenerationError, WithheldRequestError):
            continue
        if finding is not None:
            yield finding


def _check(session: Session, operation: Operation, reader: Operation) -> Finding | None:
    """Send an action twice to an item of its own; return a finding if the second one had to be refused."""
    values = session.items.own(reader)
    if values is None:
        return None
    before = item_in(reader, session.items.read(reader, values))
    request, first = _act(session, operation, reader, values)
    after = item_in(reader, session.items.read(reader, values))
    if not first.is_success or first.status == 202 or before is None or after is None:
        return None
    change = next((one for one in _changes(reader, before, after) if _is_final(operation, one[1], one[2])), None)
    if change is None:
        return None
    again, second = _act(session, operation, reader, values)
    return _finding(session, operation, (request, again), second, change) if second.is_success else None


def _act(session: Session, operation: Operation, reader: Operation, values: Values) -> tuple[Request, Response]:
    success = session.success(operation)
    number = success.number if success else 0
    own = renamed(reader, operation, values)
    request = session.request(operation, number, values={**own, **session.precondition(operation, own)})
    response = session.send(request)
    session.asserted(ID, operation, response)
    return request, response


def _changes(reader: Operation, before: Item, after: Item) -> Iterator[tuple[str, str, str]]:
    """Yield the names, former and new values of changed properties that are states: strings of an ``enum``."""
    schema = read_item_schema(reader)
    for name, below in schema.possible_properties.items() if schema is not None else ():
        old, new = before.get(name), after.get(name)
        if isinstance(old, str) and isinstance(new, str) and old != new and "enum" in keywords(below):
            yield name, old, new


def _is_final(operation: Operation, old: str, new: str) -> bool:
    """Whether the document says that the action is not allowed in the new state."""
    refusal = operation.response(409)
    texts = [operation.summary, operation.description, refusal.description if refusal else ""]
    sentences = [words(one) for text in texts for one in ENDS.split(text)]
    refusals = [words(one) for one in ENDS.split(texts[-1])]
    return any(_only_in(one, words(old), words(new)) for one in sentences) or any(
        _says_refused(one, words(old), words(new)) for one in refusals
    )


def _only_in(sentence: Words, old: Words, new: Words) -> bool:
    """Whether a sentence says that the action is possible in the old state only: "only open orders can be …"."""
    if "only" not in sentence or ALLOWED.isdisjoint(sentence):
        return False
    rest = sentence[sentence.index("only") + 1 :]
    end = next((index for index, word in enumerate(rest) if word in ALLOWED), 0)
    return _has(rest[:end], old) and not _has(rest[:end], new)


def _says_refused(sentence: Words, old: Words, new: Words) -> bool:
    """Whether the description of 409 names the state as the reason: "the order is cancelled", "… is not open"."""
    if _has(sentence, ("not", *old)):
        return True
    if not _has(sentence, new) or _has(sentence, old) or STATE.isdisjoint(sentence):
        return False
    index = next(index for index in range(len(sentence)) if sentence[index : index + len(new)] == new)
    return NOT_STATE.isdisjoint(sentence[:index])


def _has(sentence: Words, state: Words) -> bool:
    return bool(state) and any(sentence[index : index + len(state)] == state for index in range(len(sentence)))


def _finding(
    session: Session,
    operation: Operation,
    requests: tuple[Request, Request],
    response: Response,
    change: tuple[str, str, str],
) -> Finding:
    name, old, new = change
    return session.finding(
        ID,
        operation,
        f"{operation.method} {operation.path} is accepted a second time, although it led to a state that forbids it",
        requests=requests,
        response=response,
        expected=f"409: {name} was {display(old)} and is {display(new)} after the first request",
        got=f"status {response.status}",
    )


CHECK = Check(
    id=ID,
    title="an action that is allowed in one state is refused in another one",
    why="A user who cancels or pays twice by accident must not be served twice.",
    good='POST /orders/7/cancel → 200 {"status": "cancelled"}; the same again → 409',
    bad='POST /orders/7/cancel → 200 {"status": "cancelled"}; the same again → 200',
    run=_run,
    sends=frozenset({Sends.CREATE, Sends.UPDATE, Sends.INVALID}),
)
