"""``contracts rules``: list the rules of ``contracts validate``, explain one, or write their pages."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.cli.support import OK, write
from contracts.errors import UsageError
from contracts.escaping import printable, printable_json
from contracts.wording import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.cli.support import Parser
    from contracts.lint.rule import Rule

INDEX = "README.md"

HEAD = (
    "# The rules of `contracts validate`\n\n"
    "Generated from the rules in `contracts/lint/rules/` by `contracts rules --markdown docs/rules`.\n"
    "Severities can be set and rules turned off, see [validate.md](../validate.md).\n"
)

LONGEST = 100
"""The maximum length of a line of an example; lines of more than twice this length are truncated."""


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Return the content of each page in Markdown, by file name."""
    return {INDEX: index(rules), **{f"{rule.id}.md": page(rule) for rule in rules}}


def index(rules: Sequence[Rule]) -> str:
    """Return the index: a table of rules for each family."""
    from contracts.lint.rule import FAMILIES  # noqa: PLC0415 (--help needs no rules)

    return HEAD + "".join(_table_of(family, [rule for rule in rules if rule.family == family]) for family in FAMILIES)


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


def _table_of(family: str, rules: Sequence[Rule]) -> str:
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


HELP = "list or explain the rules of 'contracts validate'"

DESCRIPTION = "List the rules of 'contracts validate', or explain the rules with the given ids."

EPILOG = """\
examples:
  contracts rules                        list all rules, including those of installed plugins
  contracts rules unused-component       explain a rule, with a good and a bad example
  contracts rules --format json          all rules as JSON
  contracts rules --markdown docs/rules  write a page per built-in rule, and an index"""

COLUMNS = ("id", "severity", "family", "fix", "title")


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("rules", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    group = command.add_argument_group("selection")
    group.add_argument("names", metavar="ID", nargs="*", help="rules to explain (default: list all)")
    group = command.add_argument_group("output")
    group.add_argument("--format", choices=("text", "json"), default="text", help="format (default: text)")
    group.add_argument("--markdown", metavar="DIR", type=Path, help="write pages of the built-in rules to a folder")
    command.set_defaults(execute=execute, parser=command)


def execute(arguments: argparse.Namespace) -> int:
    """Print the list or explanations, or write the pages."""
    from contracts.lint.rules.registry import installed_rules, own_rules  # noqa: PLC0415 (--help needs no rules)

    own = own_rules()
    if arguments.markdown is not None:
        if arguments.names or arguments.format != "text":
            raise UsageError("--markdown writes pages for all rules; omit ids and --format")
        _write_pages(arguments.markdown, own)
        return OK
    known = {rule.id: rule for rule in (*own, *installed_rules(own))}
    for name in arguments.names:
        if name not in known:
            raise UsageError(f"unknown rule '{name}'", hint=suggestion(name, known) or "see 'contracts rules'")
    chosen = [known[name] for name in dict.fromkeys(arguments.names)] or list(known.values())
    if arguments.format == "json":
        write(printable_json(json.dumps([_as_data(rule) for rule in chosen], ensure_ascii=False, indent=2)) + "\n")
    elif arguments.names:
        write(printable("\n".join(_explained(rule) for rule in chosen)))
    else:
        write(printable(_table(chosen)))
    return OK


def _write_pages(folder: Path, rules: Sequence[Rule]) -> None:
    """Write the pages to a folder. Raises :class:`UsageError` if it is not writable."""

    texts = pages(rules)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot write to {folder}: {reason}", hint="choose a writable folder") from None
    write(f"wrote {len(texts)} pages to {folder}\n")


def _table(rules: Sequence[Rule]) -> str:
    rows = [COLUMNS, *((rule.id, str(rule.severity), rule.family, "yes" * rule.fixable, rule.title) for rule in rules)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS) - 1)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def _as_data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "family": rule.family,
        "severity": str(rule.severity),
        "fixable": rule.fixable,
        "versions": list(rule.versions),
        "title": rule.title,
        "why": rule.why,
        "good": rule.good,
        "bad": rule.bad,
        "remedy": rule.remedy,
    }


def _explained(rule: Rule) -> str:
    fixable = "; fixable with --fix" if rule.fixable else ""
    kind = f"{rule.severity}, family {rule.family}, OpenAPI {', '.join(rule.versions)}{fixable}"
    return (
        f"{rule.id}: {rule.title}\n\n{kind}\n\n"
        f"{rule.why}\n\ngood\n{_indented(rule.good)}\nbad\n{_indented(rule.bad)}\nfix: {rule.remedy}\n"
    )


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())
