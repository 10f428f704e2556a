"""The tables of the benchmark of state, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.families.draw import LIST, Draw
from benchmarks.families.results import DocumentResult, FamilyResult, Outcome

UNSUITABLE = "unsuitable"
VERDICTS = ("behaves", "no state", "wrong", UNSUITABLE)


def judged(drawn: Draw, document: DocumentResult, family: FamilyResult) -> tuple[str, str]:
    """Return the verdict of a family with its reason: the judgement by hand, else the result."""
    unsuitable = drawn.unsuitable(document.name)
    if family.collection in unsuitable:
        return UNSUITABLE, unsuitable[family.collection]
    ignored = unsuitable.get(f"{LIST} {family.collection}")
    counted = family.without("list", "list deleted") if ignored is not None else family
    details = [f"{step.name}: {step.detail}" for step in counted.problems()]
    return counted.verdict, "; ".join([*details, *([f"list not counted: {ignored}"] if ignored else [])])


def totals(drawn: Draw, results: Sequence[DocumentResult]) -> Counter[str]:
    """Return the number of families by verdict."""
    return Counter(judged(drawn, document, family)[0] for document in results for family in document.families)


def summary(drawn: Draw, results: Sequence[DocumentResult]) -> str:
    """Return the totals in one line."""
    count = totals(drawn, results)
    suitable = sum(count.values()) - count[UNSUITABLE]
    share = f" ({100 * count['behaves'] / suitable:.1f} %)" if suitable else ""
    errors = sum(bool(one.error) for one in results)
    return (
        f"{len(results)} documents, {suitable} families: {count['behaves']} behave{share}, {count['no state']} keep no "
        f"or not all state, {count['wrong']} wrong; {count[UNSUITABLE]} unsuitable, {errors} documents not played"
    )


def progress(drawn: Draw, document: DocumentResult) -> str:
    """Return one line about a document."""
    count = totals(drawn, [document])
    parts = ", ".join(f"{count[verdict]} {verdict}" for verdict in VERDICTS if count[verdict])
    return f"{document.name}: {document.error or parts or 'no families'} ({document.seconds:.1f} s)"


def problems(drawn: Draw, results: Sequence[DocumentResult]) -> Iterator[str]:
    """Yield one line per family that does not behave."""
    for document in results:
        for family in document.families:
            verdict, reason = judged(drawn, document, family)
            if verdict != "behaves":
                yield f"{document.name} {family.collection}: {verdict}: {reason}"


def markdown(drawn: Draw, results: Sequence[DocumentResult]) -> str:
    """Return the page with one row per family."""
    return "\n".join([*_head(drawn, results), *_rows(drawn, results)]) + "\n"


def _head(drawn: Draw, results: Sequence[DocumentResult]) -> Iterator[str]:
    yield from ("# State on public documents", "")
    yield from (
        f"{len(drawn.documents)} documents of the [OpenAPI directory](https://github.com/APIs-guru/openapi-directory), "
        "drawn at random.",
        "A family is a collection with POST whose items have GET, and at least one of list, update and delete.",
        "`python -m benchmarks families` creates, reads, lists, updates and deletes an item of each family.",
        "",
        "The mock was developed with these documents at hand; the share of families that behave is lower for others:",
        "`--draw SEED` draws them.",
    )
    yield from ("", f"**{summary(drawn, results)}.**", "")
    yield from (
        "- *behaves*: every step has the documented effect: values that are sent are read and listed, a deleted "
        "item is 404.",
        "- *no state*: a step had no effect, or not all of it.",
        "- *wrong*: a response contradicts another one, or another item changed.",
        "- *unsuitable*: the document does not allow the state; judged by hand and not counted.",
        "",
        "Steps: ✓ ok, ✗ failed, ! wrong, - not played. They are create, get, list, update, get, delete, get, list, and "
        "other items.",
        "",
    )


SYMBOLS = {Outcome.OK: "✓", Outcome.FAILED: "✗", Outcome.WRONG: "!", Outcome.SKIPPED: "-"}


def _rows(drawn: Draw, results: Sequence[DocumentResult]) -> Iterator[str]:
    yield from (
        "| document | collection | operations | steps | verdict | reason |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    for document in results:
        if document.error:
            yield f"| {document.name} | | | | not played | {_cell(document.error)} |"
        for family in document.families:
            verdict, reason = judged(drawn, document, family)
            cells = (document.name, f"`{family.collection}`", family.operations, _steps(family), verdict, _cell(reason))
            yield f"| {' | '.join(cells)} |"


def _steps(family: FamilyResult) -> str:
    known = {step.name: SYMBOLS[step.outcome] for step in family.steps}
    return "".join(known.values())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
