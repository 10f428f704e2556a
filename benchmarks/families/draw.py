"""Draw documents at random, and read and write the file with their names and the judgements of their families."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import contracts
from benchmarks.document import ROOT
from benchmarks.families.find import find_families, find_paths, methods_of
from benchmarks.processes import BenchmarkError
from contracts.errors import CasemockError

DATA = ROOT / "benchmarks" / "families.toml"
"""The names and versions of the drawn documents, and the judgements."""

LIST = "list"
"""Before a collection path: the judgement is about the list only."""

NUMBER = 60
LARGEST_SIZE = 3_000_000
"""Maximum size of a document in bytes."""

MOST_PER_PROVIDER = 3
"""Maximum number of documents with the same first path component."""


@dataclass
class DrawnDocument:
    """A drawn document.

    :param name: its path below the folder, without ``.json``.
    :param version: its ``info.version``.
    :param unsuitable: why a family cannot have state according to the document, by collection path; after ``list``,
        only its list is not counted.
    """

    name: str
    version: str
    unsuitable: dict[str, str] = field(default_factory=dict)


@dataclass
class Draw:
    """The drawn documents, in the order of their names."""

    seed: int
    documents: list[DrawnDocument]

    def unsuitable(self, name: str) -> dict[str, str]:
        """Return the judgements of a document."""
        return next((one.unsuitable for one in self.documents if one.name == name), {})


def draw(folder: Path, seed: int, number: int = NUMBER) -> Draw:
    """Draw documents that have a family and can be loaded; the same folder and seed give the same documents."""
    names = sorted(str(path.relative_to(folder))[: -len(".json")] for path in folder.rglob("*.json"))
    Random(seed).shuffle(names)
    chosen: list[DrawnDocument] = []
    providers: Counter[str] = Counter()
    for name in names:
        provider = name.split("/")[0]
        if len(chosen) < number and providers[provider] < MOST_PER_PROVIDER and (version := _suitable(folder, name)):
            chosen.append(DrawnDocument(name, version))
            providers[provider] += 1
    return Draw(seed, sorted(chosen, key=lambda one: one.name))


def _suitable(folder: Path, name: str) -> str:
    """Return the version of a document with families; ``""`` for any other document."""
    file = folder / f"{name}.json"
    if file.stat().st_size > LARGEST_SIZE:
        return ""
    tree = json.loads(file.read_bytes())
    if next(find_paths(methods_of(tree)), None) is None:
        return ""
    try:
        contract = contracts.load(file)
    except CasemockError:
        return ""
    return contract.version if find_families(contract) else ""


def read_draw(file: Path = DATA) -> Draw:
    """Read the data file. Raises :class:`BenchmarkError` if it does not exist."""
    if not file.exists():
        raise BenchmarkError(f"{file} does not exist; create it with --draw SEED")
    data = tomllib.loads(file.read_text("utf-8"))
    documents = [DrawnDocument(one["name"], one["version"], one.get("unsuitable", {})) for one in data["documents"]]
    return Draw(data["seed"], documents)


def write_draw(drawn: Draw, file: Path = DATA) -> None:
    """Write the data file."""
    file.write_text("\n".join(_lines(drawn)) + "\n", "utf-8")


def _lines(drawn: Draw) -> Iterator[str]:
    yield "# Documents of the benchmark of state, drawn at random. See benchmarks/families/draw.py."
    yield "# unsuitable: families for which the document does not allow the state, judged by hand, with the reason;"
    yield "# after 'list', only the list of the family is not counted."
    yield f"seed = {drawn.seed}"
    for document in drawn.documents:
        yield from ("", "[[documents]]", f"name = {_quoted(document.name)}", f"version = {_quoted(document.version)}")
        if document.unsuitable:
            yield "[documents.unsuitable]"
            yield from (f"{_quoted(path)} = {_quoted(reason)}" for path, reason in document.unsuitable.items())


def _quoted(text: str) -> str:
    """Return a TOML basic string; the escapes of JSON are valid there."""
    return json.dumps(text, ensure_ascii=False)


def with_judgements(drawn: Draw, old: Draw | None) -> Draw:
    """Return a draw with the judgements of another one, for the documents that are in both."""
    known: Mapping[str, dict[str, Any]] = {one.name: one.unsuitable for one in old.documents} if old else {}
    documents = [DrawnDocument(one.name, one.version, known.get(one.name, {})) for one in drawn.documents]
    return Draw(drawn.seed, documents)
