"""Tables as text: a key, spaces, then cells separated by ``|``; an indented line continues its row."""

from __future__ import annotations


def rows(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the rows of a table as pairs of key and cells."""
    lines: list[str] = []
    for line in text.strip("\n").splitlines():
        if line[:1].isspace() and lines:
            lines[-1] += " " + line.strip()
        elif line.strip() and not line.startswith("#"):
            lines.append(line.strip())
    return [(line.split(None, 1)[0], cells(line.split(None, 1)[1])) for line in lines]


def cells(text: str) -> tuple[str, ...]:
    """Return the cells of a line."""
    return tuple(cell.strip() for cell in text.split("|"))


def by_cell(text: str) -> dict[str, str]:
    """Return the keys of a table by cell."""
    return {cell: key for key, row in rows(text) for cell in row}
