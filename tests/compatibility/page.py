"""``docs/compatibility.md``: the tables of this folder, and the scenarios of Prism that differ on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.suite.reasons import read_reasons
from tests.compatibility.rows import Row, Table, read_tables

PAGE = Path(__file__).parents[2] / "docs" / "compatibility.md"

_INTRO = """\
# Compatibility

What casemock does with the keywords and features of OpenAPI 2.0 to 3.2 and of JSON Schema. Each row is a test: a small
document with requests and expected responses in [tests/compatibility](../tests/compatibility/README.md).
`python -m tests.compatibility.update` writes this page.

Support: *yes*: requests are validated and responses are generated accordingly; *partly* and *no*: see the note."""

_SCENARIOS = """\
## Differences from Prism

Prism has a [suite of scenarios](https://github.com/stoplightio/prism/tree/master/test-harness), which
`python -m benchmarks scenarios --suite FOLDER` plays against casemock ([benchmarks.md](benchmarks.md)). It differs in
these on purpose:"""

_WORDS = {"yes": "yes", "partly": "partly", "no": "**no**"}


def page() -> str:
    """Return the page."""
    lines = [_INTRO]
    for table in read_tables():
        lines += ["", *_table(table)]
    lines += ["", _SCENARIOS, "", "| scenario | reason |", "| --- | --- |"]
    lines += [f"| `{name}` | {_cell(reason)} |" for name, reason in read_reasons().items()]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield from (f"## {table.title}", "", table.intro.strip(), "")
    yield from ("| feature | support | note | test |", "| --- | --- | --- | --- |")
    for row in table.rows:
        note = str(row.data.get("note", ""))
        yield f"| {_cell(row.feature)} | {_WORDS[row.support]} | {_cell(note)} | {_link(row)} |"


def _link(row: Row) -> str:
    return f"[{row.file.stem}:{row.line}](../tests/compatibility/{row.file.name}#L{row.line})"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
