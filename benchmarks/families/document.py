"""Play the families of one document in this process: ``python -m benchmarks.families.document FOLDER NAME SEED``.

Prints the result as JSON. The caller starts one process per document, which ends after a limit of CPU time.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import contracts
from benchmarks.families.client import Client
from benchmarks.families.find import Family, find_families, select
from benchmarks.families.player import Player
from benchmarks.families.results import DocumentResult
from contracts.errors import CasemockError
from contracts.spec.model import Operation
from contracts.transports.in_process import Asgi, AsgiTransport
from mockserver.app import create_app

CPU_LIMIT = 90
"""Seconds of CPU time per document; unlike elapsed time, they do not depend on the load of the machine."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play a document and print the result; return 0."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
    folder, name, seed = sys.argv[1:] if arguments is None else arguments
    print(json.dumps(play_file(Path(folder), name, seed).as_json()))
    return 0


def play_file(folder: Path, name: str, seed: str) -> DocumentResult:
    """Play the families of a document of the folder; its result has an error if it cannot be loaded."""
    start = time.perf_counter()
    result = DocumentResult(name)
    try:
        contract = contracts.load(folder / f"{name}.json")
        families = select(find_families(contract), f"{seed}:{name}")
        with closing(AsgiTransport(create_app(contract))) as transport:
            play_all(families, Client(contract, transport), result)
    except CasemockError as error:
        result.error = str(error).splitlines()[0]
    result.seconds = round(time.perf_counter() - start, 1)
    return result


def play_all(families: Sequence[Family], client: Client, result: DocumentResult) -> None:
    """Play families, and add their results."""
    for family in families:
        result.families.append(Player(client, family, _others(family, families)).play())


def play_app(app: Asgi, contract: contracts.Contract) -> DocumentResult:
    """Play all families of a document against an ASGI application."""
    result = DocumentResult("")
    with closing(AsgiTransport(app)) as transport:
        play_all(find_families(contract), Client(contract, transport), result)
    return result


def _others(family: Family, families: Sequence[Family]) -> list[Operation]:
    """Return the list of another collection that has no parents."""
    own = family.paths.collection.strip("/").split("/")[0]
    lists = (one.list for one in families if one is not family and one.list and "{" not in one.paths.collection)
    return [one for one in lists if one and own != one.path.strip("/").split("/")[0]][:1]


if __name__ == "__main__":
    sys.exit(main())
