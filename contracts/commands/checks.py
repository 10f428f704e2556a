"""``contracts checks``: the checks of ``contracts test``, each with its reason and examples."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from contracts.errors import UsageError
from contracts.terminal import OK, suggestion, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.checks.check import Check
    from contracts.terminal import Parser

HELP = "list our checks of implementations, or explain one"

DESCRIPTION = "List the checks that 'contracts test' makes beside generated requests, or explain those that are named."

EPILOG = """\
examples:
  contracts checks                     all, one a line; those of installed plugins too
  contracts checks read-after-write    why it is made, what it accepts and what it refuses
  contracts checks --markdown          the built-in ones, as docs/checks.md has them"""


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("checks", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("names", metavar="ID", nargs="*", help="a check to explain")
    verb.add_argument("--markdown", action="store_true", help="write a page of all of them")
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Print the list, a page, or the explanations."""
    from contracts.checks.plugins import installed_checks  # noqa: PLC0415 (--help needs none of them)
    from contracts.checks.registry import all_checks  # noqa: PLC0415 (the same)

    own = all_checks()
    known = {check.id: check for check in (*own, *installed_checks(own))}
    for name in arguments.names:
        if name not in known:
            raise UsageError(f"there is no check '{name}'", hint=suggestion(name, known) or "see 'contracts checks'")
    if arguments.markdown:
        write(page(own))
    elif arguments.names:
        write("\n".join(_explained(known[name]) for name in arguments.names))
    else:
        width = max(map(len, known))
        write("".join(f"{name:<{width}}  {check.title}\n" for name, check in known.items()))
    return OK


def page(checks: Sequence[Check]) -> str:
    """All checks as a page in Markdown."""
    head = (
        "# The checks of `contracts test`\n\n"
        "Made from the checks themselves by `contracts checks --markdown`. Each is one file in `contracts/checks/`;\n"
        "`--check ID` runs one alone, `--no-check ID` leaves one out. Findings carry the id as their rule.\n"
    )
    return head + "".join(
        f"\n## {check.id}\n\n{_sentence(check.title)} {check.why}\n\n- accepted: {_code(check.good)}\n"
        f"- refused: {_code(check.bad)}\n" + ("- it writes\n" if check.writes else "")
        for check in checks
    )


def _explained(check: Check) -> str:
    writes = "\nIt changes what the subject holds.\n" if check.writes else ""
    return f"{check.id}: {check.title}\n\n{check.why}\n\n  accepted  {check.good}\n  refused   {check.bad}\n{writes}"


def _sentence(title: str) -> str:
    return f"{title[0].upper()}{title[1:]}."


def _code(text: str) -> str:
    return f"`{text}`"
