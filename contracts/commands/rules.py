"""``contracts rules``: the rules of ``contracts validate``, each with its reason and examples."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.errors import UsageError
from contracts.terminal import OK, suggestion, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.linting.rule import Rule
    from contracts.terminal import Parser

HELP = "list the rules of documents, or explain one"

DESCRIPTION = "List the rules that 'contracts validate' holds documents against, or explain those that are named."

EPILOG = """\
examples:
  contracts rules                        all, one a line; those of installed plugins too
  contracts rules unused-component       why it is there, with a good and a bad example
  contracts rules --format json          all, for other tools
  contracts rules --markdown docs/rules  our own, a page each, and an index"""

COLUMNS = ("id", "severity", "family", "fix", "title")


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("rules", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("names", metavar="ID", nargs="*", help="a rule to explain")
    verb.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")
    verb.add_argument("--markdown", metavar="DIR", type=Path, help="write pages of our own rules into a folder")
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Print the list or the explanations, or write the pages."""
    from contracts.linting.plugins import installed_rules  # noqa: PLC0415 (--help needs no rules)
    from contracts.rules.registry import own_rules  # noqa: PLC0415 (the same)

    own = own_rules()
    if arguments.markdown is not None:
        if arguments.names or arguments.format != "text":
            raise UsageError("--markdown writes pages of all rules", hint="leave out the ids and --format")
        _write_pages(arguments.markdown, own)
        return OK
    known = {rule.id: rule for rule in (*own, *installed_rules(own))}
    for name in arguments.names:
        if name not in known:
            raise UsageError(f"there is no rule '{name}'", hint=suggestion(name, known) or "see 'contracts rules'")
    chosen = [known[name] for name in dict.fromkeys(arguments.names)] or list(known.values())
    if arguments.format == "json":
        write(json.dumps([_as_data(rule) for rule in chosen], ensure_ascii=False, indent=2) + "\n")
    elif arguments.names:
        write("\n".join(_explained(rule) for rule in chosen))
    else:
        write(_table(chosen))
    return OK


def _write_pages(folder: Path, rules: Sequence[Rule]) -> None:
    """Write the pages."""
    from contracts.linting.pages import pages  # noqa: PLC0415 (the list needs none)

    texts = pages(rules)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot write into {folder}: {reason}", hint="name a folder that can be written") from None
    write(f"{len(texts)} pages in {folder}\n")


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
    mends = "; --fix mends it where there is one right answer" if rule.fixable else ""
    kind = f"{rule.severity}, family {rule.family}, OpenAPI {', '.join(rule.versions)}{mends}"
    return (
        f"{rule.id}: {rule.title}\n\n{kind}\n\n"
        f"{rule.why}\n\ngood\n{_indented(rule.good)}\nbad\n{_indented(rule.bad)}\nfix: {rule.remedy}\n"
    )


def _indented(piece: str) -> str:
    return "".join(f"  {line}\n" for line in piece.splitlines())
