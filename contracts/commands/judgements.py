"""The judgements of ``contracts diff`` as a table, a page, or one explained."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.comparing.judgement import Judgement

_FRAMES = {
    "document": "in a document",
    "operation": "in an operation",
    "request": "in the schema of a request",
    "response": "in the schema of a response",
}

_HEAD = """\
# The judgements of `contracts diff`

Made from the judgements themselves by `contracts diff --list --format markdown`. Each is one file in
`contracts/compat/`; `--level ID=LEVEL` and `[diff.levels]` in `casemock.toml` set it to `breaking`, `risky`, `safe` or
`off`. What a client sends is called a request, what it gets a response, also of webhooks and callbacks, where the
client answers.
"""


def listed(judgements: Sequence[Judgement]) -> str:
    """One line each: id, level, title."""
    width = max(len(judgement.id) for judgement in judgements)
    return "".join(f"{one.id:<{width}}  {one.level.value:<8}  {one.title}\n" for one in judgements)


def explained(judgement: Judgement) -> str:
    """All there is to say of one."""
    parts = [
        f"{judgement.id} ({judgement.level.value}): {judgement.title}",
        judgement.why,
        f"before, {_FRAMES[judgement.within]}:\n{_indented(judgement.before)}",
        f"after:\n{_indented(judgement.after)}",
    ]
    if judgement.remedy:
        parts.append(f"instead: {judgement.remedy}")
    return "\n\n".join(parts) + "\n"


def page(judgements: Sequence[Judgement]) -> str:
    """All as a page in Markdown."""
    rows = "".join(f"| [{one.id}](#{one.id}) | {one.level.value} | {one.title} |\n" for one in judgements)
    table = f"\n| judgement | level | what changed |\n| --- | --- | --- |\n{rows}"
    return _HEAD + table + "".join(map(_section, judgements))


def _section(judgement: Judgement) -> str:
    remedy = f"\nInstead: {judgement.remedy}.\n" if judgement.remedy else ""
    return (
        f"\n## {judgement.id}\n\n{judgement.title[0].upper()}{judgement.title[1:]}: **{judgement.level.value}**. "
        f"{judgement.why}\n{remedy}\nBefore, {_FRAMES[judgement.within]}:\n\n{_fenced(judgement.before)}\n"
        f"After:\n\n{_fenced(judgement.after)}"
    )


def _fenced(piece: str) -> str:
    return f"```yaml\n{piece.strip()}\n```\n"


def _indented(piece: str) -> str:
    return "\n".join(f"  {line}" for line in piece.strip().splitlines())
