"""The report of the corpus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.corpus.results import CRASHED, EXCEPTION, REFUSED, STARTED, TIMEOUT, Results, Sent

START_TARGET = 0.995
"""Minimum share of the documents that start."""

INVALID_TARGET = 0.001
"""Maximum share of invalid bodies of successful responses."""

SHOWN = 12
"""Maximum number of examples per kind."""

BROKEN = ("server-error", TIMEOUT, EXCEPTION)
"""Kinds of which there must be none."""


def report(results: Results) -> Iterator[str]:
    """Yield the lines of the report."""
    for name, value in results.facts.items():
        yield f"{name}: {value}"
    if results.loads:
        yield from ("", *_loads(results))
    if results.sent:
        yield from ("", *_requests("casemock", results.sent))
    for name, sent in results.peers.items():
        documents = {one.document for one in sent}
        same = [one for one in results.sent if one.document in documents]
        yield from ("", f"the same requests to {name}, {len(documents)} documents:")
        yield from _comparison([("casemock", same), (name, sent)])
        yield from ("", *_requests(name, sent))


def missed(results: Results) -> list[str]:
    """Return the targets that were not reached."""
    found = []
    if results.loads and _share(results.loads, STARTED) < START_TARGET:
        found.append(f"fewer than {START_TARGET:.1%} of the documents start")
    if any(one.outcome == CRASHED for one in results.loads):
        found.append("exceptions or hangs while loading")
    counts = Counter(one.kind for one in results.sent)
    if counts["invalid"] > INVALID_TARGET * max(1, counts["invalid"] + counts["valid"]):
        found.append(f"more than {INVALID_TARGET:.1%} of the bodies are invalid")
    return found + [f"{counts[kind]} × {kind}" for kind in BROKEN if counts[kind]]


def _share(loads: Sequence[object], outcome: str) -> float:
    return sum(1 for one in loads if getattr(one, "outcome", "") == outcome) / max(1, len(loads))


def _loads(results: Results) -> Iterator[str]:
    counts = Counter(one.outcome for one in results.loads)
    total = len(results.loads)
    yield f"documents that start: {counts[STARTED]} of {total} ({_share(results.loads, STARTED):.2%})"
    for outcome in (REFUSED, CRASHED):
        found = [one for one in results.loads if one.outcome == outcome]
        if found:
            yield f"{outcome}: {len(found)}"
        for one in found:
            yield f"  {one.document}: {one.reason[:200]}"
    slowest = sorted(results.loads, key=lambda one: -one.seconds)[:3]
    yield "slowest: " + ", ".join(f"{one.document} {one.seconds:.1f} s" for one in slowest)


def _requests(name: str, sent: Sequence[Sent]) -> Iterator[str]:
    kinds = Counter(one.kind for one in sent)
    judged = kinds["valid"] + kinds["invalid"]
    documents = len({one.document for one in sent})
    yield f"{name}: {len(sent)} requests, {documents} documents"
    statuses = Counter(f"{one.status // 100}xx" if one.status else "none" for one in sent)
    yield "  by status: " + ", ".join(f"{status} {number}" for status, number in sorted(statuses.items()))
    yield "  by result: " + ", ".join(f"{kind} {number}" for kind, number in kinds.most_common())
    yield f"  invalid bodies: {kinds['invalid']} of {judged} ({kinds['invalid'] / max(1, judged):.2%})"
    for kind in ("invalid", *BROKEN, "documented-error", "unbuilt", "refused"):
        yield from _groups(kind, [one for one in sent if one.kind == kind])
    reasons = Counter(one.details[0] for one in sent if one.kind == "unjudged" and one.details)
    yield from (f"  unjudged: {number} × {reason}" for reason, number in reasons.most_common(SHOWN))


def _groups(kind: str, sent: Sequence[Sent]) -> Iterator[str]:
    """Yield the groups of one kind, the largest first, each with some examples."""
    groups: dict[str, list[Sent]] = {}
    for one in sent:
        groups.setdefault(group_of(one), []).append(one)
    for group, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        documents = len({one.document for one in members})
        yield f"  {kind}: {len(members)} × {group} ({documents} documents)"
        shown = members[:3] if kind == "refused" else members[:SHOWN]
        for one in shown:
            yield f"    {one.document} {one.operation}: {'; '.join(one.details)[:300]}"


def group_of(sent: Sent) -> str:
    """Return what results of the same kind have in common: the keyword, or the first words of the reason."""
    detail = sent.details[0] if sent.details else ""
    if sent.kind == "invalid":
        return detail.split(": ")[1] if ": " in detail else detail
    if sent.kind == "refused":
        return f"{sent.status} {detail.split(' ')[0].rstrip(':')}"
    return re.sub(r"[\d.]+|/\S+|'[^']*'|\"[^\"]*\"", "…", detail)[:80]


def _comparison(rows: Iterable[tuple[str, Sequence[Sent]]]) -> Iterator[str]:
    kinds = ("valid", "invalid", "unjudged", "redirect", "refused", "documented-error", *BROKEN)
    yield f"| server | requests | {' | '.join(kinds)} |"
    yield f"| --- | ---: |{' ---: |' * len(kinds)}"
    for name, sent in rows:
        counts = Counter(one.kind for one in sent)
        yield f"| {name} | {len(sent)} | {' | '.join(str(counts[kind]) for kind in kinds)} |"
