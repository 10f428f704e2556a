"""``contracts diff``: compare two documents and classify the changes for clients of the old one; list change rules."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.cli.diff_settings import LIMITS, DiffSettings, gather
from contracts.cli.output import Output, add_output
from contracts.cli.support import FINDINGS, OK, Parser, write
from contracts.cli.target import add_folders, folder_arguments
from contracts.diff.change import ChangeRule, Frame
from contracts.errors import UsageError
from contracts.spec.processor_time import with_limited_processor_time
from contracts.wording import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.diff.change import Change, ChangeRule
    from contracts.run_result import DocumentSummary, RuleDescription, Run
    from contracts.spec.document import Document

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
`contracts/diff/changes/`, one per area of the API. `--level ID=LEVEL` and `[diff.levels]` in `casemock.toml` set the
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


HELP = "classify changes between two documents: breaking, risky, safe"

DESCRIPTION = """\
Compare two OpenAPI documents (2.0 to 3.2, also of different versions), and classify each change for clients of the old
version: breaking, risky or safe. See docs/diff.md for details and docs/changes.md for all kinds of change."""

EPILOG = """\
examples:
  contracts diff old.yaml new.yaml
  contracts diff git:main:openapi.yaml openapi.yaml --fail-on risky
  contracts diff git:v1.2:./openapi.yaml git:HEAD:./openapi.yaml --format markdown --output CHANGES.md
  contracts diff old.yaml new.yaml --level response-enum-value-added=breaking --level server-added=off
  contracts diff old.yaml new.yaml --used-by usage/*.json
  contracts diff --list                    all kinds of change with their levels
  contracts diff --explain parameter-removed

exit codes: 0 no change at or above the level of --fail-on, 1 at least one, 2 wrong usage or unreadable input"""


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("diff", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    _add_target(command)
    _add_selection(command)
    add_output(command)
    command.set_defaults(execute=with_limited_processor_time(execute), parser=command)


def _add_target(command: Parser) -> None:
    group = command.add_argument_group("target")
    group.add_argument("old", metavar="OLD", nargs="?", help="old document: file, or git:REVISION:PATH")
    group.add_argument("new", metavar="NEW", nargs="?", help="new document: file, or git:REVISION:PATH")
    group.add_argument("--config", metavar="FILE", help="settings file (default: casemock.toml, or pyproject.toml)")
    add_folders(group)


def _add_selection(command: Parser) -> None:
    group = command.add_argument_group("selection")
    group.add_argument(
        "--fail-on",
        metavar="LEVEL",
        choices=LIMITS,
        help=f"minimum level that fails the run: {', '.join(LIMITS)} (default: breaking)",
    )
    group.add_argument(
        "--level",
        metavar="ID=LEVEL",
        action="append",
        default=[],
        help="set the level of a kind of change to breaking, risky, safe or off; repeatable",
    )
    group.add_argument(
        "--used-by",
        metavar="FILE",
        nargs="+",
        default=[],
        help="report only changes that affect these consumers: files from 'contracts usage'",
    )
    group.add_argument(
        "--list", action="store_true", help="list all kinds of change and exit; with --format markdown as a page"
    )
    group.add_argument("--explain", metavar="ID", help="explain one kind of change and exit")


def execute(arguments: argparse.Namespace) -> int:
    """Compare the documents, write the reports, and return the exit code."""
    from contracts.diff.changes.registry import all_rules  # noqa: PLC0415 (here and below: --help needs none of it)

    known = {rule.id: rule for rule in all_rules()}
    if arguments.explain or arguments.list:
        write(_documentation(arguments, known))
        return OK
    if not arguments.old or not arguments.new:
        raise UsageError("expected two documents: OLD and NEW", hint="for example contracts diff old.yaml new.yaml")
    output = Output(arguments)
    settings = gather(arguments.fail_on, arguments.level, arguments.config, known, Path())
    run = run_of(arguments, settings)
    return exit_code(output.write(run), settings.fail_on)


def _documentation(arguments: argparse.Namespace, known: Mapping[str, ChangeRule]) -> str:

    if not arguments.explain:
        rules = list(known.values())
        return page(rules) if arguments.format == "markdown" else listed(rules)
    if arguments.explain not in known:
        hint = suggestion(arguments.explain, known) or "see 'contracts diff --list'"
        raise UsageError(f"unknown change '{arguments.explain}'", hint=hint)
    return explained(known[arguments.explain])


def run_of(arguments: argparse.Namespace, settings: DiffSettings) -> Run:
    """Return the result of the comparison for the reports.

    :raises DocumentError: if one of the files is not an OpenAPI document.
    """
    from contracts.diff.change import Level  # noqa: PLC0415 (--help needs none of this)
    from contracts.diff.diff import compared, finding_of, read  # noqa: PLC0415
    from contracts.findings import Severity  # noqa: PLC0415
    from contracts.run_result import Run  # noqa: PLC0415

    before = read(arguments.old, allow_folders=arguments.allow_folder)
    after = read(arguments.new, allow_folders=arguments.allow_folder)
    old, new, found = compared(before, after, settings.levels)
    summary = _summary(found)
    found, sentences = _affecting(found, arguments.used_by, new)
    fails_at = {"safe": Severity.HINT, "risky": Severity.WARNING}.get(settings.fail_on, Severity.ERROR)
    return Run(
        command="contracts diff",
        document=f"{arguments.old} → {arguments.new}",
        subject="",
        findings=tuple(finding_of(change) for change in found),
        notes=(*_broken(old), *_broken(new), summary, *sentences),
        reproduce=_command(arguments),
        documents=(_examined(old), _examined(new)),
        rules=_texts(found),
        fails_at=fails_at,
        words={level.severity: level.value for level in Level},
    )


def _affecting(found: list[Change], files: Sequence[str], new: Document) -> tuple[list[Change], list[str]]:
    """Return the changes that affect the consumers of usage files, and a sentence per consumer; without files all.

    :raises DocumentError: for a file that is not a usage file.
    """
    if not files:
        return found, []
    from contracts.spec.upgrade import upgrade  # noqa: PLC0415
    from contracts.traffic.impact import affecting_consumers  # noqa: PLC0415 (here and below: only --used-by needs it)

    return affecting_consumers(found, files, upgrade(new))


def exit_code(run: Run, fail_on: str) -> int:
    """Return the exit code of a run."""
    from contracts.diff.diff import ORDER, level_of  # noqa: PLC0415

    order = [level.value for level in ORDER]
    if fail_on not in order:
        return OK
    limit = order.index(fail_on)
    return FINDINGS if any(order.index(level_of(finding).value) <= limit for finding in run.findings) else OK


def _summary(found: Sequence[Change]) -> str:
    from contracts.diff.diff import ORDER  # noqa: PLC0415

    numbers = [(sum(change.level is level for change in found), level.value) for level in ORDER]
    if not found:
        return "no changes that affect clients"
    return f"changes: {', '.join(f'{number} {level}' for number, level in numbers)}"


def _broken(document: Document) -> list[str]:
    from contracts.findings import Severity  # noqa: PLC0415
    from contracts.wording import pluralize  # noqa: PLC0415

    number = sum(finding.severity is Severity.ERROR for finding in document.findings)
    if not number:
        return []
    errors = pluralize(number, "error")
    return [f"{document.name} has {errors} (see 'contracts validate'); invalid parts were not compared"]


def _examined(document: Document) -> DocumentSummary:
    from contracts.lint.document_index import DocumentIndex  # noqa: PLC0415
    from contracts.run_result import DocumentSummary  # noqa: PLC0415

    operations = sum(operation.within == "paths" for operation in DocumentIndex(document).operations)
    return DocumentSummary(document.name, document.version, operations, (document.name,))


def _texts(found: Sequence[Change]) -> tuple[RuleDescription, ...]:
    """Return the rules of the reported changes."""
    from contracts.diff.changes.registry import all_rules  # noqa: PLC0415
    from contracts.run_result import RuleDescription  # noqa: PLC0415

    levels = {change.id: change.level for change in found}
    return tuple(
        RuleDescription(one.id, one.title, one.why, one.remedy, levels[one.id].severity)
        for one in all_rules()
        if one.id in levels
    )


def _command(arguments: argparse.Namespace) -> str:
    """Return the command line that repeats the run."""
    words = ["contracts", "diff", arguments.old, arguments.new]
    for level in arguments.level:
        words += ["--level", level]
    words += ["--used-by", *arguments.used_by] if arguments.used_by else []
    words += folder_arguments(arguments)
    for name in ("config", "fail_on"):
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    return shlex.join(words)
