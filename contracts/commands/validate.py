"""``contracts validate``: what is wrong with documents, and where."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.commands.output import Output, add_output, check_target
from contracts.errors import UsageError
from contracts.terminal import OK, Parser, write

if TYPE_CHECKING:
    from contracts.outcome import Run

HELP = "check documents against all rules and say what is wrong where"

DESCRIPTION = """\
Check OpenAPI documents (2.0, 3.0, 3.1, 3.2): their structure and references, what contradicts itself in them, and what
API designers expect. docs/validate.md describes settings and ignores, 'contracts rules' the rules."""

EPILOG = """\
examples:
  contracts validate openapi.yaml
  contracts validate specs/*.yaml --show hint --fail-on warning
  contracts validate openapi.yaml --no-rule operation-id-missing --severity path-overlap=error
  contracts validate openapi.yaml --format sarif --output openapi.sarif
  contracts validate openapi.yaml --fix --dry-run

exit codes: 0 clean, 1 findings (errors, or what --fail-on says), 2 wrong usage or unreadable input"""

SEVERITIES = ("error", "warning", "hint")


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("validate", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("specs", metavar="SPEC", nargs="+", help="OpenAPI document, YAML or JSON; - is standard input")
    verb.add_argument("--watch", action="store_true", help="run again when a file changes, until Ctrl-C")
    group = verb.add_argument_group("rules")
    group.add_argument("--rule", metavar="ID", action="append", default=[], help="only this rule; repeatable")
    group.add_argument("--no-rule", metavar="ID", action="append", default=[], help="without this rule; repeatable")
    group.add_argument(
        "--severity",
        metavar="ID=LEVEL",
        action="append",
        default=[],
        help="set a rule to error, warning, hint or off; repeatable",
    )
    group.add_argument("--config", metavar="FILE", help="settings file (default: casemock.toml, or pyproject.toml)")
    group = verb.add_argument_group("findings")
    group.add_argument(
        "--show", metavar="LEVEL", choices=SEVERITIES, help="least severity that is shown (default: warning)"
    )
    group.add_argument(
        "--fail-on", metavar="LEVEL", choices=SEVERITIES, help="least severity that gives exit code 1 (default: error)"
    )
    group.add_argument("--ignore", metavar="FILE", help="list of what is ignored (default: .casemock-ignore)")
    group.add_argument("--write-ignore", metavar="FILE", help="write a list that ignores what is shown, and leave")
    group = verb.add_argument_group("mending")
    group.add_argument("--fix", action="store_true", help="mend what has one right answer, in the files themselves")
    group.add_argument("--dry-run", action="store_true", help="with --fix: show the changes and write nothing")
    add_output(verb)
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Check each document and write the reports; the exit code is that of the worst."""
    if arguments.dry_run and not arguments.fix:
        raise UsageError("--dry-run says what --fix would do", hint="add --fix, or leave --dry-run out")
    if arguments.write_ignore:
        beside = {name: value for name, value in vars(arguments).items() if name not in {"ignore", "baseline"}}
        check_target(arguments.write_ignore, argparse.Namespace(**beside))
    if arguments.fix and "-" in arguments.specs:
        raise UsageError("--fix mends files, and standard input is none", hint="name a file")
    if arguments.watch and (arguments.dry_run or arguments.write_ignore or "-" in arguments.specs):
        raise UsageError("--watch goes with neither --dry-run, --write-ignore nor standard input")
    if arguments.watch:
        from contracts.commands.watching import watch  # noqa: PLC0415 (few runs go on)

        return watch(arguments, _once)
    return _once(arguments)[0]


def _once(arguments: argparse.Namespace) -> tuple[int, Run | None]:
    """One run: its exit code, and the run where it came to one."""
    output = Output(arguments)
    from contracts.commands.validate_task import Task  # noqa: PLC0415 (--help needs none of it)

    task = Task(arguments)
    mended: list[str] = []
    if arguments.fix:
        from contracts.commands.fixing import mend, would_change  # noqa: PLC0415 (few runs write anything)

        if arguments.dry_run:
            write(would_change(task) or "nothing to mend\n")
            return OK, None
        mended = mend(task)
    run = task.run(mended)
    if arguments.write_ignore:
        return _write_ignores(run, Path(arguments.write_ignore)), None
    return task.exit_code(output.write(run)), run


def _write_ignores(run: Run, file: Path) -> int:
    from contracts.linting.ignore_lists import listed  # noqa: PLC0415 (few runs write one)

    try:
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(listed(run.findings, file.absolute().parent, before), "utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot write {file}: {error}") from None
    number = len(run.findings)
    write(f"{file}: {number} finding{'' if number == 1 else 's'} ignored from now on\n")
    return OK
