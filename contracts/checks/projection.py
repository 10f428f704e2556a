"""A parameter that names properties decides which of them are shown.

Whether such a parameter adds to what is always sent or cuts it down is nowhere declared, so both will do: it is only
asked for that a property shows when it is named, if it ever does for that item, that naming others makes it neither
come nor go, and that the parameter does something at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.selectors import Selection, projections, required, takes
from contracts.messages import Request, Response
from contracts.probe.session import Session

ID = "projection"
MOST_NAMES = 8
FAST_NAMES = 5
EVERYTHING = "all"
"""A word that asks for every property, where a parameter takes it."""

ENOUGH = 3
"""Names none of which ever shows before it counts that they do not."""


@dataclass(frozen=True)
class Shown:
    """What was shown when some properties were named."""

    asked: tuple[str, ...]
    request: Request
    response: Response
    rows: list[dict[str, Any]]

    def has(self, name: str) -> bool:
        """Whether any item shows a property."""
        return any(name in row for row in self.rows)


def _run(session: Session) -> Iterator[Finding]:
    for selection in projections(session):
        finding = _of(selection)
        if finding is not None:
            yield finding


def _of(selection: Selection) -> Finding | None:
    plain = _shown(selection, [])
    always = required(selection.schema)
    names = [name for name in selection.names if name not in always]
    most = FAST_NAMES if selection.session.plan.fast else MOST_NAMES
    single = [shown for name in names[:most] if (shown := _shown(selection, [name])) is not None]
    if plain is None or not plain.rows or len(single) < 2:
        selection.session.note(f"{selection.operation.id}: {selection.parameter.name} could not be compared")
        return None
    full = _shown(selection, [shown.asked[0] for shown in single])
    every = _shown(selection, [EVERYTHING]) if takes(selection.parameter, EVERYTHING) else None
    return (
        _mandatory(selection, single, always)
        or _missing(selection, single, full)
        or _missing(selection, single, every)
        or _unasked(selection, plain, single)
        or _idle(selection, plain, single)
    )


def _shown(selection: Selection, names: list[str]) -> Shown | None:
    further = {selection.parameter.name: selection.value(names)} if names else {}
    request, response, rows = selection.ask(further)
    selection.session.looked(ID, selection.operation, response)
    return None if rows is None else Shown(tuple(names), request, response, rows)


def _mandatory(selection: Selection, single: list[Shown], always: frozenset[str]) -> Finding | None:
    """A property that the schema of the answer asks for, and that another one's name made go."""
    for shown in single:
        gone = [name for name in sorted(always) if not all(name in row for row in shown.rows)]
        if gone:
            message = f"{gone[0]} is not shown, which the answer always has"
            return _finding(selection, "mandatory", shown, message, f"{gone[0]} beside {shown.asked[0]}")
    return None


def _missing(selection: Selection, single: list[Shown], full: Shown | None) -> Finding | None:
    """A property that shows when it is named among others, and not when it is named alone; or the other way round."""
    for shown in single if full is not None else ():
        name = shown.asked[0]
        if full is not None and full.has(name) != shown.has(name):
            less, more = (full, shown) if shown.has(name) else (shown, full)
            return _finding(
                selection, "missing", less, f"{name} is asked for and not shown", f"{name}, as in {more.request.target}"
            )
    return None


def _unasked(selection: Selection, plain: Shown, single: list[Shown]) -> Finding | None:
    """A property that comes or goes with the naming of another one."""
    for name in [shown.asked[0] for shown in single]:
        others = [shown for shown in single if shown.asked != (name,)]
        showing = [shown for shown in others if shown.has(name)]
        if showing and (not plain.has(name) or len(showing) < len(others)):
            asked = showing[0].asked[0]
            message = f"{name} is shown though only {asked} was asked for"
            return _finding(selection, "unasked", showing[0], message, f"no {name}")
    return None


def _idle(selection: Selection, plain: Shown, single: list[Shown]) -> Finding | None:
    """A parameter that changes nothing: all it names is there without it, or none of it ever is."""
    names = [shown.asked[0] for shown in single]
    present = [name for name in names if plain.has(name)]
    if any([name for name in names if shown.has(name)] != present for shown in single):
        return None
    if len(present) >= 2 or (not present and len(names) >= ENOUGH):
        message = f"{selection.parameter.name} changes nothing of what is shown"
        return _finding(selection, "ignored", single[0], message, f"{names[0]} and none of {', '.join(names[1:])}")
    return None


def _finding(selection: Selection, part: str, shown: Shown, message: str, expected: str) -> Finding:
    return selection.session.finding(
        f"{ID}/{part}",
        selection.operation,
        message,
        requests=(shown.request,),
        response=shown.response,
        expected=expected,
        got=", ".join(shown.rows[0]) if shown.rows else "nothing",
        pointer=selection.parameter.schema.pointer if selection.parameter.schema else "",
    )


CHECK = Check(
    id=ID,
    title="the properties asked for are shown",
    why="Clients ask for less to load less, and for more because they need it; either breaks when it is ignored.",
    good='GET /cases/7?fields=title → 200 {"id": "7", "title": "A"}',
    bad='GET /cases/7?fields=title → 200 {"id": "7", "title": "A", "status": "open", "description": "…"}',
    run=_run,
)
