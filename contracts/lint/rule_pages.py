"""The pages on rules: one each, and an index by family."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.lint.rule import FAMILIES, Rule

INDEX = "README.md"

HEAD = (
    "# The rules of `contracts validate`\n\n"
    "Generated from the rules in `contracts/rules/` by `contracts rules --markdown docs/rules`.\n"
    "Severities can be set and rules turned off, see [validate.md](../validate.md).\n"
)

LONGEST = 100
"""Of a line of an example; a longer one, of nothing but brackets, is cut on its page."""


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """The text of each page in Markdown, by the name of its file."""
    return {INDEX: index(rules), **{f"{rule.id}.md": page(rule) for rule in rules}}


def index(rules: Sequence[Rule]) -> str:
    """All rules as tables, one a family."""
    return HEAD + "".join(_table(family, [rule for rule in rules if rule.family == family]) for family in FAMILIES)


def page(rule: Rule) -> str:
    """One rule."""
    mends = "`--fix` mends it where there is one right answer.\n\n" if rule.fixable else ""
    return (
        f"# {rule.id}\n\n{rule.title[0].upper()}{rule.title[1:]}.\n\n"
        f"- severity: {rule.severity}\n- family: [{rule.family}]({INDEX}#{rule.family})\n"
        f"- OpenAPI: {', '.join(rule.versions)}\n\n"
        f"{rule.why}\n\n## Good\n\n{_code(rule.good)}\n## Bad\n\n{_code(rule.bad)}\n"
        f"## Fix\n\n{rule.remedy[0].upper()}{rule.remedy[1:]}.\n" + (f"\n{mends.rstrip()}\n" if mends else "")
    )


def _table(family: str, rules: Sequence[Rule]) -> str:
    if not rules:
        return ""
    rows = "".join(
        f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {'yes' if rule.fixable else ''} | {_cell(rule.title)} |\n"
        for rule in rules
    )
    return f"\n## {family}\n\n| rule | severity | `--fix` | |\n|---|---|---|---|\n{rows}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(piece: str) -> str:
    lines = [line if len(line) <= 2 * LONGEST else f"{line[:LONGEST]} …" for line in piece.splitlines()]
    return "```yaml\n" + "".join(f"{line}\n" for line in lines) + "```\n"
