"""A request for several ids returns each item once, equal to a request for that item alone.

A document declares a path with several ids by ``list`` in ``x-mock-resource``. The items are then in the order of the
ids, a repeated id is returned once, and the request fails if one of the ids does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.equivalence import ABSENT, differences, display_path
from contracts.conformance.assertions.item_fields import is_derived
from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.multi_get import MultiGet, MultiGetResult, multi_gets
from contracts.conformance.checks.check import Check
from contracts.conformance.checks.item_identity import same_id
from contracts.conformance.session import Session
from contracts.findings import Finding

ID = "multi-get"
LARGE = str(2**32 + 3)


def _run(session: Session) -> Iterator[Finding]:
    for many in multi_gets(session):
        ids = many.known()
        if len(ids) < 2 or not many.is_valid(ids):
            session.note(
                f"{many.operation.id}: fewer than two existing ids are known; {ID} was skipped",
                skipped=many.operation.id,
            )
            continue
        yield from _check(many, ids)


def _check(many: MultiGet, ids: list[Any]) -> Iterator[Finding]:
    session, id_field = many.session, many.resource.id_field
    together = many.ask(ids)
    session.asserted(ID, many.operation, together.response)
    alone = {str(identifier): many.ask([identifier]) for identifier in ids}
    if together.items is None or any(listed.items is None for listed in alone.values()):
        if together.items is None:
            message, got = "a request for several existing ids is rejected", f"status {together.response.status}"
            yield _finding(many, together, "refused", message, expected="2XX with a list of items", got=got)
        return
    named = [item.get(id_field) for item in together.items]
    for identifier in ids:
        number = sum(same_id(identifier, other) for other in named)
        if number != 1:
            part = "missing" if number == 0 else "twice"
            problem = "is missing" if number == 0 else f"is returned {number} times"
            expected = f"one item with {id_field} {display(identifier)}"
            message, got = f"a requested id {problem}", f"{id_field}s {display(named)}"
            yield _finding(many, together, part, message, expected=expected, got=got)
            return
    if len(named) != len(ids):
        message, got = "more items than requested ids", f"{id_field}s {display(named)}"
        yield _finding(many, together, "unasked", message, expected=f"{len(ids)} items", got=got)
        return
    if not all(map(same_id, ids, named)):
        message, got = "the items are not in the order of the ids in the path", f"{id_field}s {display(named)}"
        yield _finding(many, together, "order", message, expected=f"{id_field}s {display(ids)}", got=got)
    yield from _check_repeated(many, ids)
    yield from _check_large(many)
    yield from _check_nonexistent(many, ids)
    yield from _compare_with_single(many, together, alone)


def _check_large(many: MultiGet) -> Iterator[Finding]:
    """A number beyond 32 bits is not truncated."""
    if not many.is_valid([LARGE]):
        return
    listed, id_field = many.ask([LARGE]), many.resource.id_field
    many.session.asserted(ID, many.operation, listed.response)
    named = [item.get(id_field) for item in listed.items or ()]
    if any(str(other).isdecimal() and not same_id(other, LARGE) for other in named):
        message, got = "a number beyond 32 bits returns a different item", f"{id_field}s {display(named)}"
        yield _finding(many, listed, "identity", message, expected=f"{id_field} {LARGE}, or 4XX", got=got)


def _check_repeated(many: MultiGet, ids: list[Any]) -> Iterator[Finding]:
    """A repeated id is returned once."""
    ids_with_repetition = [ids[0], *ids[:2]]
    if not many.is_valid(ids_with_repetition):
        return
    listed = many.ask(ids_with_repetition)
    many.session.asserted(ID, many.operation, listed.response)
    if listed.items is not None and len(listed.items) != 2:
        message, got = "a repeated id is not returned once", f"{len(listed.items)} items"
        yield _finding(many, listed, "repeated", message, expected="2 items for 2 ids, one of them repeated", got=got)


def _check_nonexistent(many: MultiGet, ids: list[Any]) -> Iterator[Finding]:
    """A nonexistent id fails the request, alone and together with others."""
    for identifier in many.unknown():
        alone = many.ask([identifier])
        if alone.response.status not in {404, 410}:
            continue
        listed = many.ask([ids[0], identifier])
        many.session.asserted(ID, many.operation, listed.response)
        if listed.response.is_success:
            message = "a nonexistent id is ignored if requested together with others"
            got, expected = f"status {listed.response.status}", f"status {alone.response.status}, as for the id alone"
            yield _finding(many, listed, "unknown", message, expected=expected, got=got)
        return


def _compare_with_single(
    many: MultiGet, together: MultiGetResult, alone: dict[str, MultiGetResult]
) -> Iterator[Finding]:
    """Find an item that differs when it is requested together with others."""
    id_field = many.resource.id_field
    for identifier, listed in alone.items():
        single = (listed.items or [{}])[0]
        if len(listed.items or ()) != 1:
            got = f"{len(listed.items or ())} items"
            yield _finding(many, listed, "alone", "one id does not return one item", expected="one item", got=got)
            return
        item = next(one for one in together.items or () if same_id(one.get(id_field), identifier))
        if not same_id(single.get(id_field), identifier):
            message = f"the {id_field} of the item is not the requested one"
            expected, got = f"{id_field} {display(identifier)}", f"{id_field} {display(single.get(id_field))}"
            yield _finding(many, listed, "identity", message, expected=expected, got=got)
            return
        for path in differences(single, item, is_derived):
            one, other = single.get(str(path[0]), ABSENT), item.get(str(path[0]), ABSENT)
            yield many.session.finding(
                f"{ID}/differs",
                many.operation,
                f"an item requested together with others differs from the item alone: {display_path(path)}",
                requests=(listed.request, together.request),
                response=together.response,
                expected="no such property" if one is ABSENT else display(one),
                got="no such property" if other is ABSENT else display(other),
            )
            return


def _finding(many: MultiGet, listed: MultiGetResult, part: str, message: str, *, expected: str, got: str) -> Finding:
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
    title="a request for several ids returns each item once",
    why="Clients assign items to the ids they requested; a missing or mixed-up item goes unnoticed.",
    good='GET /cases/7,9 → 200 [{"id": "7"}, {"id": "9"}]',
    bad='GET /cases/7,9 → 200 [{"id": "7"}, {"id": "7"}]',
    run=_run,
)
