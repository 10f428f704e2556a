"""A list that is asked for in an order has that order.

Orders differ: numbers in texts by amount or by letter, capitals before or among the others, accents and punctuation
counted or not. A list counts as sorted if it is by any of them. Values of an ``enum`` may be ordered by rank, so there
it only has to be that equal ones stand together and that down is up reversed; of objects nobody knows by what they are
ordered, so there up and down must differ. Which way a list is sorted is asked for only where the document has words
for both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from contracts.checks.check import Check
from contracts.data.encoding import encode_json
from contracts.findings import Finding
from contracts.judging.items import shown
from contracts.judging.likeness import moment_of
from contracts.judging.selectors import Selection, direction, sorts
from contracts.messages import Request, Response
from contracts.probe.session import Session

ID = "sorting"
LEAST_ROWS = 3
DISTINCT_ROWS = 4
MOST_NAMES = 6
_DIGITS = re.compile(r"(\d+)")

Rows = list[dict[str, Any]]
Listing = tuple[Request, Response, Rows]


def _number(value: Any) -> Any:
    return float(value) if not isinstance(value, bool) else float("nan")


def _moment(value: Any) -> Any:
    moment = moment_of(value)
    if moment is None:
        raise ValueError(value)
    return moment


def _collated(value: Any) -> str:
    letters = unicodedata.normalize("NFKD", str(value)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _natural(value: Any) -> list[Any]:
    parts = _DIGITS.split(str(value).casefold())
    return [(1, int(part), "") if index % 2 and len(part) < 4000 else (0, 0, part) for index, part in enumerate(parts)]


_ORDERS: tuple[Callable[[Any], Any], ...] = (
    _number,
    _moment,
    str,
    lambda value: str(value).casefold(),
    lambda value: str(value).encode("utf-16-be", "surrogatepass"),
    _collated,
    _natural,
)
"""What values may be ordered by; one that does not fit the values raises."""


def is_sorted(values: Sequence[Any], *, down: bool) -> bool:
    """Whether scalars stand in an order, by any of the usual ones."""
    for order in _ORDERS:
        try:
            keys = [order(value) for value in values]
            if all((one >= other) if down else (one <= other) for one, other in pairwise(keys)):
                return True
        except (TypeError, ValueError, OverflowError):
            continue
    return False


def _run(session: Session) -> Iterator[Finding]:
    for selection in sorts(session):
        words = direction(selection.operation, selection.parameter)
        for name in selection.names[:MOST_NAMES]:
            finding = _of(selection, name, words)
            if finding is not None:
                yield finding
                break


def _of(selection: Selection, name: str, words: tuple[str, str, str] | None) -> Finding | None:
    own = selection.parameter.name
    up = _listing(selection, {own: name} | ({words[0]: words[1]} if words else {}))
    down = _listing(selection, {own: name, words[0]: words[2]}) if words else None
    plain = _listing(selection, {})
    if up is None or (words and down is None) or plain is None:
        return None
    if selection.many is not None and len(up[2]) != len(plain[2]):
        got = f"{len(up[2])} items"
        return _finding(selection, "lost", up, f"sorting by {name} loses items", (f"{len(plain[2])} items", got))
    values = [row.get(name) for row in up[2] if row.get(name) is not None]
    if len(values) < LEAST_ROWS:
        return None
    if any(isinstance(value, dict) for value in values):
        return _objects(selection, name, up, down)
    if any(isinstance(value, list | bool) for value in values):
        return None
    return _scalars(selection, name, up, down)


def _listing(selection: Selection, further: dict[str, Any]) -> Listing | None:
    request, response, rows = selection.ask(further)
    selection.session.looked(ID, selection.operation, response)
    return None if rows is None else (request, response, rows)


def _scalars(selection: Selection, name: str, up: Listing, down: Listing | None) -> Finding | None:
    node = selection.schema.possible_properties[name].resolve().node
    if isinstance(node, dict) and "enum" in node:
        return _ranked(selection, name, up, down)
    for listing, is_down in ((up, False), (down, True)):
        if listing is None:
            continue
        values = _column(listing, name)
        backwards = down is None and is_sorted(values, down=True)
        if not is_sorted(values, down=is_down) and not backwards:
            expected = f"{name} {'falling' if is_down else 'rising'}"
            message = f"a list sorted by {name} is not in that order"
            return _finding(selection, "order", listing, message, (expected, shown(values)))
    return None


def _column(listing: Listing, name: str) -> list[Any]:
    return [row[name] for row in listing[2] if row.get(name) is not None]


def _ranked(selection: Selection, name: str, up: Listing, down: Listing | None) -> Finding | None:
    runs = [value for value, _ in groupby(_column(up, name))]
    if len(runs) != len(set(map(str, runs))):
        message = f"a list sorted by {name} has equal ones apart"
        return _finding(selection, "order", up, message, ("equal ones together", shown(_column(up, name))))
    if down is not None and [value for value, _ in groupby(_column(down, name))] != runs[::-1]:
        message = f"sorting by {name} downwards is not the reverse of upwards"
        return _finding(selection, "order", down, message, (shown(runs[::-1]), shown(_column(down, name))))
    return None


def _objects(selection: Selection, name: str, up: Listing, down: Listing | None) -> Finding | None:
    """Of objects: by one of the scalars in them up is rising and down falling; else the two must at least differ."""
    if down is None:
        return None
    paths = dict.fromkeys(path for row in up[2] for path, _ in _leaves(row.get(name)))
    columns = [(_along(up, name, path), _along(down, name, path)) for path in paths]
    if any(is_sorted(one, down=False) and is_sorted(other, down=True) for one, other in columns if len(one) > 1):
        return None
    varied = any(len(set(one)) == len(one) >= DISTINCT_ROWS for one, _ in columns)
    if varied and [encode_json(row) for row in up[2]] == [encode_json(row) for row in down[2]]:
        message = f"sorting by {name} upwards and downwards gives the same order"
        values = [row.get(name) for row in down[2]]
        return _finding(selection, "order", down, message, ("another order than upwards", shown(values)))
    return None


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif isinstance(value, str | int | float):
        yield path, value


def _along(listing: Listing, name: str, path: tuple[str, ...]) -> list[Any]:
    return [dict(_leaves(row.get(name))).get(path, "") for row in listing[2]]


def _finding(selection: Selection, part: str, listing: Listing, message: str, told: tuple[str, str]) -> Finding:
    return selection.session.finding(
        f"{ID}/{part}",
        selection.operation,
        message,
        requests=listing[:1],
        response=listing[1],
        expected=told[0],
        got=told[1],
        pointer=selection.parameter.schema.pointer if selection.parameter.schema else "",
    )


CHECK = Check(
    id=ID,
    title="a list is in the order asked for",
    why="Who shows the newest ten of a list that is not sorted shows any ten.",
    good='GET /cases?sort=title → 200 [{"title": "A"}, {"title": "B"}]',
    bad='GET /cases?sort=title → 200 [{"title": "B"}, {"title": "A"}]',
    run=_run,
)
