"""Who asks for several items by their ids gets each of them, once, as it is when it is asked for alone.

A document says that a path holds the ids of several by ``list`` of ``x-mock-resource``, and with that, that they come
in the order of their ids, one named twice once, and that one of them which is missing fails the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.checks.item_identity import same_id
from contracts.findings import Finding
from contracts.judging.fields import is_derived
from contracts.judging.items import shown
from contracts.judging.likeness import ABSENT, differences, pointer_of
from contracts.judging.many import Listed, Many, readers_of_many
from contracts.probe.session import Session

ID = "multi-get"
LARGE = str(2**32 + 3)


def _run(session: Session) -> Iterator[Finding]:
    for many in readers_of_many(session):
        ids = many.known()
        if len(ids) < 2 or not many.is_valid(ids):
            session.note(f"{many.operation.id}: fewer than two ids are known to exist, so {ID} was not looked at")
            continue
        yield from _of(many, ids)


def _of(many: Many, ids: list[Any]) -> Iterator[Finding]:
    session, own = many.session, many.resource.id_field
    together = many.ask(ids)
    session.looked(ID, many.operation, together.response)
    alone = {str(identifier): many.ask([identifier]) for identifier in ids}
    if together.items is None or any(listed.items is None for listed in alone.values()):
        if together.items is None:
            message, got = "ids that exist are refused together", f"status {together.response.status}"
            yield _finding(many, together, "refused", message, expected="a 2XX with a list of items", got=got)
        return
    named = [item.get(own) for item in together.items]
    for identifier in ids:
        number = sum(same_id(identifier, other) for other in named)
        if number != 1:
            part = "missing" if number == 0 else "twice"
            what = "is not among the items" if number == 0 else f"is among the items {number} times"
            expected = f"one item of {own} {shown(identifier)}"
            message, got = f"an id that was asked for {what}", f"{own}s {shown(named)}"
            yield _finding(many, together, part, message, expected=expected, got=got)
            return
    if len(named) != len(ids):
        message, got = "more items than were asked for", f"{own}s {shown(named)}"
        yield _finding(many, together, "unasked", message, expected=f"{len(ids)} items", got=got)
        return
    if not all(map(same_id, ids, named)):
        message, got = "the items are not in the order of their ids in the path", f"{own}s {shown(named)}"
        yield _finding(many, together, "order", message, expected=f"{own}s {shown(ids)}", got=got)
    yield from _repeated(many, ids)
    yield from _large(many)
    yield from _unknown(many, ids)
    yield from _bled(many, together, alone)


def _large(many: Many) -> Iterator[Finding]:
    """A number beyond 32 bits is no other number."""
    if not many.is_valid([LARGE]):
        return
    listed, own = many.ask([LARGE]), many.resource.id_field
    many.session.looked(ID, many.operation, listed.response)
    named = [item.get(own) for item in listed.items or ()]
    if any(str(other).isdecimal() and not same_id(other, LARGE) for other in named):
        message, got = "a number beyond 32 bits gives another item", f"{own}s {shown(named)}"
        yield _finding(many, listed, "identity", message, expected=f"{own} {LARGE}, or a 4XX", got=got)


def _repeated(many: Many, ids: list[Any]) -> Iterator[Finding]:
    """An id that is named twice is answered once."""
    row = [ids[0], *ids[:2]]
    if not many.is_valid(row):
        return
    listed = many.ask(row)
    many.session.looked(ID, many.operation, listed.response)
    if listed.items is not None and len(listed.items) != 2:
        message, got = "an id that is named twice is not answered once", f"{len(listed.items)} items"
        yield _finding(many, listed, "repeated", message, expected="2 items for 2 ids, one of them twice", got=got)


def _unknown(many: Many, ids: list[Any]) -> Iterator[Finding]:
    """An id of nothing fails the request among others as it does alone."""
    for identifier in many.unknown():
        alone = many.ask([identifier])
        if alone.response.status not in {404, 410}:
            continue
        listed = many.ask([ids[0], identifier])
        many.session.looked(ID, many.operation, listed.response)
        if listed.response.is_success:
            message = "an id of nothing is passed over among others"
            got, expected = f"status {listed.response.status}", f"status {alone.response.status}, as for it alone"
            yield _finding(many, listed, "unknown", message, expected=expected, got=got)
        return


def _bled(many: Many, together: Listed, alone: dict[str, Listed]) -> Iterator[Finding]:
    """Find an item that is another one in company than alone."""
    own = many.resource.id_field
    for identifier, listed in alone.items():
        single = (listed.items or [{}])[0]
        if len(listed.items or ()) != 1:
            got = f"{len(listed.items or ())} items"
            yield _finding(many, listed, "alone", "one id does not give one item", expected="one item", got=got)
            return
        item = next(one for one in together.items or () if same_id(one.get(own), identifier))
        if not same_id(single.get(own), identifier):
            message = f"the {own} of the item is not the one asked for"
            expected, got = f"{own} {shown(identifier)}", f"{own} {shown(single.get(own))}"
            yield _finding(many, listed, "identity", message, expected=expected, got=got)
            return
        for place in differences(single, item, is_derived):
            one, other = single.get(str(place[0]), ABSENT), item.get(str(place[0]), ABSENT)
            yield many.session.finding(
                f"{ID}/differs",
                many.operation,
                f"an item is another one among others than alone: {pointer_of(place)}",
                requests=(listed.request, together.request),
                response=together.response,
                expected="nothing" if one is ABSENT else shown(one),
                got="nothing" if other is ABSENT else shown(other),
            )
            return


def _finding(many: Many, listed: Listed, part: str, message: str, *, expected: str, got: str) -> Finding:
    return many.session.finding(
        f"{ID}/{part}",
        many.operation,
        message,
        requests=(listed.request,),
        response=listed.response,
        expected=expected,
        got=got,
    )


CHECK = Check(
    id=ID,
    title="several items asked for at once are each there once",
    why="Clients match what they asked for with what they got; an item that is left out or mixed up goes unnoticed.",
    good='GET /cases/7,9 → 200 [{"id": "7"}, {"id": "9"}]',
    bad='GET /cases/7,9 → 200 [{"id": "7"}, {"id": "7"}]',
    run=_run,
)
