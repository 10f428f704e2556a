"""The rules of ``contracts diff`` as a table, as a page, and one explained."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.diff.change import ChangeRule, Frame

_FRAMES = {
    Frame.DOCUMENT: "in a document",
    Frame.OPERATION: "in an operation",
    Frame.WEBHOOK: "in the operation of a webhook",
    Frame.REQUEST: "in the schema of a request",
    Frame.RESPONSE: "in the schema of a response",
}

_HEAD = """\
# Changes that `contracts diff` detects

Generated from the rules by `contracts diff --list --format markdown`. The rules are tables in
`contracts/compat/changes/`, one per area of the API. `--level ID=LEVEL` and `[diff.levels]` in `casemock.toml` set the
level of a rule to `breaking`, `risky`, `safe` or `off`. Everything that clients send is called a request, and
everything that they receive a response, also for webhooks and callbacks, where the client responds.
"""


def listed(rules: Sequence[ChangeRule]) -> str:
    """Return one line per rule: id, level, title."""
    width = max(len(rule.id) for rule in rules)
    return "".join(f"{one.id:<{width}}  {one.level.value:<8}  {one.title}\n" for one in rules)


def explained(rule: ChangeRule) -> str:
    """Return the documentation of one rule."""
    parts = [
        f"{rule.id} ({rule.level.value}): {rule.title}",
        rule.why,
        f"before, {_FRAMES[rule.within]}:\n{_indented(rule.before)}",
        f"after:\n{_indented(rule.after)}",
    ]
    if rule.remedy:
        parts.append(f"instead: {rule.remedy}")
    return "\n\n".join(parts) + "\n"


def page(rules: Sequence[ChangeRule]) -> str:
    """Return the documentation of all rules as a Markdown page."""
    rows = "".join(f"| [{one.id}](#{one.id}) | {one.level.value} | {one.title} |\n" for one in rules)
    table = f"\n| change | level | description |\n| --- | --- | --- |\n{rows}"
    return _HEAD + table + "".join(map(_section, rules))


def _section(rule: ChangeRule) -> str:
    remedy = f"\nInstead: {rule.remedy}.\n" if rule.remedy else ""
    return (
        f"\n## {rule.id}\n\n{rule.title[0].upper()}{rule.title[1:]}: **{rule.level.value}**. "
        f"{rule.why}\n{remedy}\nBefore, {_FRAMES[rule.within]}:\n\n{_fenced(rule.before)}\n"
        f"After:\n\n{_fenced(rule.after)}"
    )


def _fenced(piece: str) -> str:
    return f"```yaml\n{piece.strip()}\n```\n"


def _indented(piece: str) -> str:
    return "\n".join(f"  {line}" for line in piece.strip().splitlines())
