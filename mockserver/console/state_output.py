"""The output of ``mockserver routes --state``: plain text, or tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.escaping import one_line, printable
from mockserver.console.state import ApiState, CollectionState, StateRow
from mockserver.console.terminal import aligned

COLUMNS = ("METHOD", "PATH", "OPERATION", "ROLE", "LOCATION", "REASON")
WITHOUT = ("METHOD", "PATH", "OPERATION", "REASON")
WITHOUT_STATE = "without state"
HINT = "to correct an inference, add x-mock-resource to the operation or path item: docs/extensions.md"

Section = tuple[str, Sequence[str], Sequence[tuple[str, ...]]]
"""Title, lines and table of a collection."""


def state_text(states: Sequence[tuple[str, ApiState]]) -> str:
    """Return collections and operations as plain text in aligned columns.

    :param states: heading and state of each API.
    """
    lines: list[str] = []
    for heading, state in states:
        lines += [heading, ""]
        for title, facts, rows in _sections(state):
            lines += [title, *(f"  {line}" for line in [*facts, *aligned(rows)]), ""]
    return printable("".join(f"{one_line(line.rstrip())}\n" for line in [*lines, HINT]))


def print_state(states: Sequence[tuple[str, ApiState]]) -> None:
    """Print collections and operations on a terminal."""
    from rich.console import Console  # noqa: PLC0415 (needed on a terminal only)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    for heading, state in states:
        console.print(Text(printable(one_line(heading)), style="bold"))
        for title, facts, (columns, *rows) in _sections(state):
            # Text, not str, which would interpret brackets in a document as markup.
            shown = Text(printable("\n".join(map(one_line, [title, *facts]))))
            table = Table(*columns, title=shown, title_justify="left")
            for row in rows:
                table.add_row(*(Text(one_line(cell), overflow="fold") for cell in row))
            console.print(table)
        console.print()
    console.print(HINT)


def _sections(state: ApiState) -> Iterator[Section]:
    for collection in state.collections:
        yield collection.path, _facts(collection), _table(collection.rows)
    if state.without:
        rows = [(row.method, row.path, row.id, row.reason) for row in state.without]
        yield WITHOUT_STATE, (), [WITHOUT, *rows]


def _facts(collection: CollectionState) -> list[str]:
    width = max(map(len, collection.facts), default=0)
    return [f"{label:{width}}  {text}" for label, text in collection.facts.items()]


def _table(rows: Sequence[StateRow]) -> list[tuple[str, ...]]:
    """Return the rows of a collection with their heading, without a column that is empty in all rows."""
    cells = [(row.method, row.path, row.id, row.role, row.location, row.reason) for row in rows]
    used = [index for index in range(len(COLUMNS)) if any(row[index] for row in cells)]
    return [tuple(row[index] for index in used) for row in [COLUMNS, *cells]]
