"""A parameter that lists properties selects the properties in the response.

OpenAPI cannot declare whether the parameter adds properties to a default set or restricts it, so both are accepted. It
is tested that a listed property is included if the item ever has it, that listing other properties does not affect it,
and that the parameter has any effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.query_params import (
    QuerySelection,
    accepts,
    projection_parameters,
    required_properties,
)
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response

ID = "projection"
MAX_NAMES = 8
FAST_MAX_NAMES = 5
ALL = "all"
"""A value that selects every property, if the parameter accepts it."""

MIN_NAMES = 3
"""Number of properties that must be missing from all responses before this is reported."""


@dataclass(frozen=True)
class Projection:
    """The response to a request for some properties."""

    selected: tuple[str, ...]
    request: Request
    response: Response
    rows: list[dict[str, Any]]

    def has(self, name: str) -> bool:
        """Whether any item has a property."""
        return any(name in row for row in self.rows)


def _run(session: Session) -> Iterator[Finding]:
    for selection in projection_parameters(session):
        finding = _check(selection)
        if finding is not None:
            yield finding


def _check(selection: QuerySelection) -> Finding | None:
    plain = _request(selection, [])
    always = required_properties(selection.schema)
    names = [name for name in selection.names if name not in always]
    most = FAST_MAX_NAMES if selection.session.plan.fast else MAX_NAMES
    single = [projected for name in names[:most] if (projected := _request(selection, [name])) is not None]
    if plain is None or not plain.rows or len(single) < 2:
        selection.session.note(
            f"{selection.operation.id}: {selection.parameter.name} could not be tested", skipped=selection.operation.id
        )
        return None
    full = _request(selection, [projected.selected[0] for projected in single])
    every = _request(selection, [ALL]) if accepts(selection.parameter, ALL) else None
    return (
        _missing_required(selection, single, always)
        or _missing(selection, single, full)
        or _missing(selection, single, every)
        or _unselected(selection, plain, single)
        or _without_effect(selection, plain, single)
    )


def _request(selection: QuerySelection, names: list[str]) -> Projection | None:
    further = {selection.parameter.name: selection.value(names)} if names else {}
    request, response, rows = selection.ask(further)
    selection.session.asserted(ID, selection.operation, response)
    return None if rows is None else Projection(tuple(names), request, response, rows)


def _missing_required(selection: QuerySelection, single: list[Projection], always: frozenset[str]) -> Finding | None:
    """Find a required property that is missing when another one is selected."""
    for projected in single:
        missing = [name for name in sorted(always) if not all(name in row for row in projected.rows)]
        if missing:
            message = f"the required property {missing[0]} is missing"
            return _finding(
                selection, "mandatory", projected, message, f"{missing[0]} in addition to {projected.selected[0]}"
            )
    return None


def _missing(selection: QuerySelection, single: list[Projection], full: Projection | None) -> Finding | None:
    """Find a property that is included only when it is selected alone, or only together with others."""
    for projected in single if full is not None else ():
        name = projected.selected[0]
        if full is not None and full.has(name) != projected.has(name):
            less, more = (full, projected) if projected.has(name) else (projected, full)
            return _finding(
                selection, "missing", less, f"{name} is selected but missing", f"{name}, as in {more.request.target}"
            )
    return None


def _unselected(selection: QuerySelection, plain: Projection, single: list[Projection]) -> Finding | None:
    """Find a property that is included because another one is selected."""
    for name in [projected.selected[0] for projected in single]:
        others = [projected for projected in single if projected.selected != (name,)]
        showing = [projected for projected in others if projected.has(name)]
        if showing and (not plain.has(name) or len(showing) < len(others)):
            selected = showing[0].selected[0]
            message = f"{name} is included although only {selected} is selected"
            return _finding(selection, "unasked", showing[0], message, f"no {name}")
    return None


def _without_effect(selection: QuerySelection, plain: Projection, single: list[Projection]) -> Finding | None:
    """Report a parameter that has no effect: its properties are always included, or never."""
    names = [projected.selected[0] for projected in single]
    present = [name for name in names if plain.has(name)]
    if any([name for name in names if projected.has(name)] != present for projected in single):
        return None
    if len(present) >= 2 or (not present and len(names) >= MIN_NAMES):
        message = f"{selection.parameter.name} has no effect on the properties in the response"
        return _finding(selection, "ignored", single[0], message, f"{names[0]}, without {', '.join(names[1:])}")
    return None


def _finding(selection: QuerySelection, part: str, projected: Projection, message: str, expected: str) -> Finding:
    return selection.session.finding(
        f"{ID}/{part}",
        selection.operation,
        message,
        requests=(projected.request,),
        response=projected.response,
        expected=expected,
        got=", ".join(projected.rows[0]) if projected.rows else "no items",
        pointer=selection.parameter.schema.pointer if selection.parameter.schema else "",
    )


CHECK = Check(
    id=ID,
    title="the selected properties are returned",
    why="Clients select properties to reduce traffic or to get more data; neither works if the parameter is ignored.",
    good='GET /cases/7?fields=title → 200 {"id": "7", "title": "A"}',
    bad='GET /cases/7?fields=title → 200 {"id": "7", "title": "A", "status": "open", "description": "…"}',
    run=_run,
)
