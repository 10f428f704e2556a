"""A list is sorted as requested.

Servers sort differently: numbers in strings by value or by character, upper case first or mixed, with or without
accents and punctuation. A list is accepted if it is sorted by any of these orders. Values of an ``enum`` may be sorted
by rank, so equal values must be adjacent, and descending must be the reverse of ascending. The order of objects is
unknown, so ascending and descending must differ. The direction is tested only if the document has values for both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from contracts.conformance.assertions.equivalence import parse_timestamp
from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.query_params import QuerySelection, direction_parameter, sort_parameters
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request, Response

ID = "sorting"
LEAST_ROWS = 3
DISTINCT_ROWS = 4
MOST_NAMES = 6
_DIGITS = re.compile(r"(\d+)")

Rows = list[dict[str, Any]]
Listing = tuple[Request, Response, Rows]


def _number(value: Any) -> Any:
    return float(value) if not isinstance(value, bool) else float("nan")


def _timestamp(value: Any) -> Any:
    timestamp = parse_timestamp(value)
    if timestamp is None:
        raise ValueError(value)
    return timestamp


def _collated(value: Any) -> str:
    letters = unicodedata.normalize("NFKD", str(value)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _natural(value: Any) -> list[Any]:
    parts = _DIGITS.split(str(value).casefold())
    return [(1, int(part), "") if index % 2 and len(part) < 4000 else (0, 0, part) for index, part in enumerate(parts)]


_ORDERS: tuple[Callable[[Any], Any], ...] = (
    _number,
    _timestamp,
    str,
    lambda value: str(value).casefold(),
    lambda value: str(value).encode("utf-16-be", "surrogatepass"),
    _collated,
    _natural,
)
"""Sort keys; a function raises if it does not fit the values."""


def is_sorted(values: Sequence[Any], *, down: bool) -> bool:
    """Whether scalars are sorted by any of the known orders."""
    for order in _ORDERS:
        try:
            keys = [order(value) for value in values]
            if all((one >= other) if down else (one <= other) for one, other in pairwise(keys)):
                return True
        except (TypeError, ValueError, OverflowError):
            continue
    return False


def _run(session: Session) -> Iterator[Finding]:
    for selection in sort_parameters(session):
        words = direction_parameter(selection.operation, selection.parameter)
        for name in selection.names[:MOST_NAMES]:
            finding = _of(selection, name, words)
            if finding is not None:
                yield finding
                break


def _of(selection: QuerySelection, name: str, words: tuple[str, str, str] | None) -> Finding | None:
    own = selection.parameter.name
    up = _listing(selection, {own: name} | ({words[0]: words[1]} if words else {}))
    down = _listing(selection, {own: name, words[0]: words[2]}) if words else None
    plain = _listing(selection, {})
    if up is None or (words and down is None) or plain is None:
        return None
    if selection.many is not None and len(up[2]) != len(plain[2]):
        got = f"{len(up[2])} items"
        return _finding(
            selection, "lost", up, f"the list sorted by {name} has fewer items", (f"{len(plain[2])} items", got)
        )
    values = [row.get(name) for row in up[2] if row.get(name) is not None]
    if len(values) < LEAST_ROWS:
        return None
    if any(isinstance(value, dict) for value in values):
        return _check_objects(selection, name, up, down)
    if any(isinstance(value, list | bool) for value in values):
        return None
    return _check_scalars(selection, name, up, down)


def _listing(selection: QuerySelection, further: dict[str, Any]) -> Listing | None:
    request, response, rows = selection.ask(further)
    selection.session.asserted(ID, selection.operation, response)
    return None if rows is None else (request, response, rows)


def _check_scalars(selection: QuerySelection, name: str, up: Listing, down: Listing | None) -> Finding | None:
    node = selection.schema.possible_properties[name].resolve().node
    if isinstance(node, dict) and "enum" in node:
        return _check_enum(selection, name, up, down)
    for listing, is_down in ((up, False), (down, True)):
        if listing is None:
            continue
        values = _column(listing, name)
        backwards = down is None and is_sorted(values, down=True)
        if not is_sorted(values, down=is_down) and not backwards:
            expected = f"{name} {'descending' if is_down else 'ascending'}"
            message = f"the list is not sorted by {name}"
            return _finding(selection, "order", listing, message, (expected, display(values)))
    return None


def _column(listing: Listing, name: str) -> list[Any]:
    return [row[name] for row in listing[2] if row.get(name) is not None]


def _check_enum(selection: QuerySelection, name: str, up: Listing, down: Listing | None) -> Finding | None:
    runs = [value for value, _ in groupby(_column(up, name))]
    if len(runs) != len(set(map(str, runs))):
        message = f"equal values of {name} are not adjacent in the sorted list"
        return _finding(selection, "order", up, message, ("equal values adjacent", display(_column(up, name))))
    if down is not None and [value for value, _ in groupby(_column(down, name))] != runs[::-1]:
        message = f"descending order of {name} is not the reverse of ascending order"
        return _finding(selection, "order", down, message, (display(runs[::-1]), display(_column(down, name))))
    return None


def _check_objects(selection: QuerySelection, name: str, up: Listing, down: Listing | None) -> Finding | None:
    """Compare lists of objects: sorted by one of their scalars, or at least different in both directions."""
    if down is None:
        return None
    paths = dict.fromkeys(path for row in up[2] for path, _ in _leaves(row.get(name)))
    columns = [(_column_at(up, name, path), _column_at(down, name, path)) for path in paths]
    if any(is_sorted(one, down=False) and is_sorted(other, down=True) for one, other in columns if len(one) > 1):
        return None
    has_distinct_values = any(len(set(one)) == len(one) >= DISTINCT_ROWS for one, _ in columns)
    if has_distinct_values and [encode_json(row) for row in up[2]] == [encode_json(row) for row in down[2]]:
        message = f"ascending and descending order of {name} are the same"
        values = [row.get(name) for row in down[2]]
        return _finding(selection, "order", down, message, ("an order different from ascending", display(values)))
    return None


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif isinstance(value, str | int | float):
        yield path, value


def _column_at(listing: Listing, name: str, path: tuple[str, ...]) -> list[Any]:
    return [dict(_leaves(row.get(name))).get(path, "") for row in listing[2]]


def _finding(selection: QuerySelection, part: str, listing: Listing, message: str, details: tuple[str, str]) -> Finding:
    return selection.session.finding(
        f"{ID}/{part}",
        selection.operation,
        message,
        requests=listing[:1],
        response=listing[1],
        expected=details[0],
        got=details[1],
        pointer=selection.parameter.schema.pointer if selection.parameter.schema else "",
    )


CHECK = Check(
    id=ID,
    title="a list is sorted as requested",
    why="A client that shows the ten newest items of an unsorted list shows ten random items.",
    good='GET /cases?sort=title → 200 [{"title": "A"}, {"title": "B"}]',
    bad='GET /cases?sort=title → 200 [{"title": "B"}, {"title": "A"}]',
    run=_run,
)
