"""``python -m benchmarks.documents``: validators of documents, side by side.

python -m benchmarks.documents speed              time and memory on large public documents
python -m benchmarks.documents broken             documents broken in known ways: found, and at the right line
python -m benchmarks.documents corpus --valid 200 our verdict beside openapi-spec-validator's, and our errors
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import machine
from benchmarks.documents.tools import TOOLS, install
from benchmarks.install import default_cache


def main() -> int:
    """Measure one part and print it."""
    parser = argparse.ArgumentParser("benchmarks.documents", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("part", choices=["speed", "broken", "corpus"])
    parser.add_argument(
        "--document", type=Path, action="append", default=[], help="speed: this one instead; repeatable"
    )
    parser.add_argument("--tool", action="append", default=[], choices=[tool.name for tool in TOOLS])
    parser.add_argument("--rounds", type=int, default=3, help="speed: runs of which the median counts (default: 3)")
    parser.add_argument("--valid", type=int, default=200, help="corpus: valid documents to look at (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="corpus: which documents (default: 1)")
    parser.add_argument("--sample", type=int, default=0, help="corpus: print so many of our errors, to read")
    parser.add_argument("--cache", type=Path, default=default_cache(), metavar="FOLDER", help="default: %(default)s")
    told = parser.parse_args()
    told.cache = told.cache.resolve()
    told.cache.mkdir(parents=True, exist_ok=True)
    for name, value in machine.facts().items():
        print(f"{name}: {value}")
    for line in {"speed": _speed, "broken": _broken, "corpus": _corpus}[told.part](told):
        print(line, flush=True)
    return 0


# Each part imports what it needs: a child's largest resident set counts from that of the process that made it.


def _speed(told: argparse.Namespace) -> Iterator[str]:
    from benchmarks.documents import speed  # noqa: PLC0415 (as above)

    tools = [tool for tool in TOOLS if not told.tool or tool.name in told.tool]
    install(told.cache, tools)
    documents = {path.name: path.resolve() for path in told.document}
    documents = documents or {name: speed.public(told.cache, name) for name in speed.PUBLIC}
    yield "\n| document | validator | seconds | CPU s | MiB | findings |\n|---|---|--:|--:|--:|--:|"
    for row in speed.measure(documents, tools, told.cache, told.rounds):
        found = "gave up" if row.findings is None else f"{row.findings:,}"
        yield f"| {row.document} | {row.tool} | {row.seconds:.2f} | {row.cpu:.2f} | {row.memory:.0f} | {found} |"


def _broken(told: argparse.Namespace) -> Iterator[str]:
    from benchmarks.documents import broken  # noqa: PLC0415 (as above)

    tools = [tool for tool in TOOLS if not told.tool or tool.name in told.tool]
    install(told.cache, tools)
    scores: dict[str, broken.Score] = {}
    total = 0
    for total, (name, made) in enumerate(broken.score(tools, told.cache), 1):
        scores = made
        print(f"{total}: {name}", file=sys.stderr, flush=True)
    yield "\n| validator | found | at the right line |\n|---|--:|--:|"
    for tool, score in scores.items():
        yield f"| {tool} | {len(score.found)} of {total} | {len(score.placed)} of {total} |"
    for tool, score in scores.items():
        yield f"\n{tool} misses: {', '.join(name for name in broken.names() if name not in score.found) or 'none'}"


def _corpus(told: argparse.Namespace) -> Iterator[str]:
    from benchmarks.documents import corpus  # noqa: PLC0415 (as above)

    verdicts = corpus.Verdicts()
    for verdicts in corpus.compare(corpus.documents(told.cache, told.seed), told.valid):
        print(f"{verdicts.valid} valid, {verdicts.refused} refused", file=sys.stderr, flush=True)
    yield f"\nvalid for openapi-spec-validator: {verdicts.valid}, refused by it: {verdicts.refused}"
    yield f"errors of the structure family that it does not confirm: {len(verdicts.unconfirmed)}"
    yield from (f"  {one}" for one in verdicts.unconfirmed)
    yield f"documents that it refuses and we do not: {len(verdicts.missed)}"
    yield from (f"  {one}" for one in verdicts.missed)
    yield "our other errors in the valid ones, by rule"
    yield from (f"  {number:6} {rule}" for rule, number in verdicts.errors.most_common())
    for finding in random.Random(told.seed).sample(verdicts.sample, min(told.sample, len(verdicts.sample))):
        yield f"{finding}\n    {finding.line.text.strip()[:160]}"


if __name__ == "__main__":
    sys.exit(main())
