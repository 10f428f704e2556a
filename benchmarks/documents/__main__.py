"""``python -m benchmarks.documents``: compare OpenAPI validators.

python -m benchmarks.documents speed              time and memory on large public documents
python -m benchmarks.documents broken             documents with known errors: detected, and at the right line
python -m benchmarks.documents corpus --valid 200 results of casemock and openapi-spec-validator, errors by rule
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import machine
from benchmarks.documents.tools import TOOLS, install
from benchmarks.install import add_cache_option


def main() -> int:
    """Measure one part and print the figures."""
    parser = argparse.ArgumentParser("benchmarks.documents", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("part", choices=["speed", "broken", "corpus"])
    parser.add_argument(
        "--document",
        type=Path,
        action="append",
        default=[],
        help="speed: use this document instead of the public ones; repeatable",
    )
    parser.add_argument(
        "--tool",
        action="append",
        default=[],
        choices=[tool.name for tool in TOOLS],
        help="run only this validator; repeatable",
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="speed: runs per validator; the median is reported (default: 3)"
    )
    parser.add_argument("--valid", type=int, default=200, help="corpus: number of valid documents (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="corpus: random seed of the selection (default: 1)")
    parser.add_argument("--sample", type=int, default=0, help="corpus: print this number of errors for review")
    add_cache_option(parser)
    options = parser.parse_args()
    options.cache = options.cache.resolve()
    options.cache.mkdir(parents=True, exist_ok=True)
    for name, value in machine.facts().items():
        print(f"{name}: {value}")
    for line in {"speed": _speed, "broken": _broken, "corpus": _corpus}[options.part](options):
        print(line, flush=True)
    return 0


# Each part imports what it needs: the peak memory of a child process includes that of its parent at the fork.


def _speed(options: argparse.Namespace) -> Iterator[str]:
    from benchmarks.documents import speed  # noqa: PLC0415 (as above)

    tools = [tool for tool in TOOLS if not options.tool or tool.name in options.tool]
    install(options.cache, tools)
    documents = {path.name: path.resolve() for path in options.document}
    documents = documents or {name: speed.public(options.cache, name) for name in speed.PUBLIC}
    yield "\n| document | validator | seconds | CPU s | MiB | findings |\n|---|---|--:|--:|--:|--:|"
    for row in speed.measure(documents, tools, options.cache, options.rounds):
        found = "failed" if row.findings is None else f"{row.findings:,}"
        yield f"| {row.document} | {row.tool} | {row.seconds:.2f} | {row.cpu:.2f} | {row.memory:.0f} | {found} |"


def _broken(options: argparse.Namespace) -> Iterator[str]:
    from benchmarks.documents import broken  # noqa: PLC0415 (as above)

    tools = [tool for tool in TOOLS if not options.tool or tool.name in options.tool]
    install(options.cache, tools)
    scores: dict[str, broken.Score] = {}
    total = 0
    for total, (name, scores_so_far) in enumerate(broken.score(tools, options.cache), 1):
        scores = scores_so_far
        print(f"{total}: {name}", file=sys.stderr, flush=True)
    yield "\n| validator | detected | at the right line |\n|---|--:|--:|"
    for tool, score in scores.items():
        yield f"| {tool} | {len(score.detected)} of {total} | {len(score.located)} of {total} |"
    for tool, score in scores.items():
        missed = [name for name in broken.names() if name not in score.detected]
        yield f"\nnot detected by {tool}: {', '.join(missed) or 'none'}"


def _corpus(options: argparse.Namespace) -> Iterator[str]:
    from benchmarks.documents import corpus  # noqa: PLC0415 (as above)

    comparison = corpus.Comparison()
    for comparison in corpus.compare(corpus.documents(options.cache, options.seed), options.valid):
        print(f"{comparison.valid} valid, {comparison.rejected} rejected", file=sys.stderr, flush=True)
    yield f"\nvalid for openapi-spec-validator: {comparison.valid}, rejected by it: {comparison.rejected}"
    yield f"errors of the structure family in documents that it accepts: {len(comparison.unconfirmed)}"
    yield from (f"  {one}" for one in comparison.unconfirmed)
    yield f"documents that only it rejects: {len(comparison.missed)}"
    yield from (f"  {one}" for one in comparison.missed)
    yield "other errors in the valid documents, by rule"
    yield from (f"  {number:6} {rule}" for rule, number in comparison.errors.most_common())
    for finding in random.Random(options.seed).sample(comparison.sample, min(options.sample, len(comparison.sample))):
        yield f"{finding}\n    {finding.line.text.strip()[:160]}"


if __name__ == "__main__":
    sys.exit(main())
