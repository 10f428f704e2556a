"""The command ``python -m benchmarks console``."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.command import run_command
from benchmarks.console.pages import browser, live_figures, page_figures
from benchmarks.control.mock import start
from benchmarks.document import ROOT, convert_to_30, serverops, write
from benchmarks.figures_run import print_figures
from benchmarks.scenarios import GET_NEW
from benchmarks.stores.results import Figure

DESCRIPTION = """\
Measure the console in Chromium: the time to the first paint and the weight of the page, for the bundled document and
one with 1,000 operations, and a page that follows requests at a fixed rate."""

OPERATIONS = 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (a requirement is missed), 2 (cannot start) or 130 (interrupted)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if min(options.rounds, options.rate, options.seconds) < 1:
        parser.error("numbers must be at least 1")
    return run_command(lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks console", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--rounds", type=int, default=7, help="pages of each kind (default: %(default)s)")
    parser.add_argument("--rate", type=int, default=500, metavar="N", help="requests per second (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=20, help="time of these requests (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    return parser


def _run(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="casemock-console-") as folder:
        return print_figures("Console", machine.facts(), _figures(Path(folder), options), options.json)


def _figures(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    large = folder / "large.json"
    large.write_text(json.dumps(many_operations(OPERATIONS)), "utf-8")
    cases = write(convert_to_30(serverops()), folder / "serverops.yaml")
    with browser() as chromium:
        for name, document, seconds in (("bundled", ROOT / "openapi.yaml", 0.3), (f"{OPERATIONS:,}", large, 1.0)):
            with start(document, folder, "--quiet") as server:
                yield from page_figures(chromium, server, name, options.rounds, seconds)
        with start(cases, folder, "--quiet") as server:
            server.wait_for(GET_NEW)
            yield from live_figures(chromium, server, options.rate, options.seconds)


def many_operations(number: int) -> dict[str, Any]:
    """Return a document with operations at as many paths, 50 for each tag."""
    schema = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    responses = {"200": {"description": "An item.", "content": {"application/json": {"schema": schema}}}}
    parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]
    paths = {
        f"/group{index // 50}/things{index}/{{id}}": {
            "get": {
                "operationId": f"readThing{index}",
                "summary": f"Read a thing of kind {index}",
                "tags": [f"group {index // 50}"],
                "parameters": parameters,
                "responses": responses,
            }
        }
        for index in range(number)
    }
    return {"openapi": "3.1.0", "info": {"title": "Many", "version": "1"}, "paths": paths}
