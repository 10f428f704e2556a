"""The documentation pages of rules: one per rule, and an index by family."""

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
"""The maximum length of a line of an example; lines of more than twice this length are truncated."""


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Return the content of each page in Markdown, by file name."""
    return {INDEX: index(rules), **{f"{rule.id}.md": page(rule) for rule in rules}}


def index(rules: Sequence[Rule]) -> str:
    """Return the index: a table of rules for each family."""
    return HEAD + "".join(_table(family, [rule for rule in rules if rule.family == family]) for family in FAMILIES)


def page(rule: Rule) -> str:
    """Return the page of one rule."""
    fix = "`--fix` corrects it if there is only one correct fix.\n\n" if rule.fixable else ""
    return (
        f"# {rule.id}\n\n{rule.title[0].upper()}{rule.title[1:]}.\n\n"
        f"- severity: {rule.severity}\n- family: [{rule.family}]({INDEX}#{rule.family})\n"
        f"- OpenAPI: {', '.join(rule.versions)}\n\n"
        f"{rule.why}\n\n## Good\n\n{_code(rule.good)}\n## Bad\n\n{_code(rule.bad)}\n"
        f"## Fix\n\n{rule.remedy[0].upper()}{rule.remedy[1:]}.\n" + (f"\n{fix.rstrip()}\n" if fix else "")
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
