"""The texts that users read, as files: ``--help`` of each command, texts of rules, checks, changes and mutants."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from contracts.cli import main as contracts_main
from contracts.conformance.checks.registry import all_checks
from contracts.diff.changes.registry import all_rules as all_changes
from contracts.lint.rules.registry import own_rules
from mockserver.cli import main as mockserver_main
from mockserver.mutation.families import all_mutants

FOLDER = Path(__file__).parent / "texts"


def texts() -> dict[str, str]:
    """Return the expected content of each file by its name."""
    parsers = (contracts_main.build_parser(), mockserver_main.build_parser(), mockserver_main.build_casemock_parser())
    helps = {f"help-{name.replace(' ', '-')}.txt": text for parser in parsers for name, text in _helps(parser)}
    return {
        **helps,
        "rules.txt": _table((rule.id, rule.title, rule.why, rule.remedy) for rule in own_rules()),
        "checks.txt": _table((check.id, check.title, check.why) for check in all_checks()),
        "changes.txt": _table((rule.id, rule.title, rule.why, rule.message, rule.remedy) for rule in all_changes()),
        "mutants.txt": _table((mutant.id, mutant.title, mutant.why) for mutant in all_mutants()),
    }


def _helps(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    yield parser.prog, _help(parser)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _helps(command)


def _help(parser: argparse.ArgumentParser) -> str:
    """Return the help without argparse's layout, which depends on the version of Python."""
    lines = [parser.prog, "", parser.description or ""]
    for group in parser._action_groups:
        actions = [action for action in group._group_actions if action.help != argparse.SUPPRESS]
        if actions:
            lines += ["", f"[{group.title}]", *(line for action in actions for line in _option(action))]
    return "\n".join([*lines, "", parser.epilog or ""]).rstrip() + "\n"


def _option(action: argparse.Action) -> Iterator[str]:
    if isinstance(action, argparse._SubParsersAction):
        yield from (f"{choice.dest}: {choice.help}" for choice in action._choices_actions)
        return
    names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    value = f" {action.metavar}" if action.option_strings and action.metavar else ""
    yield f"{names}{value}: {action.help}"


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    return "\n".join("\n  ".join(filter(None, row)) for row in rows) + "\n"
