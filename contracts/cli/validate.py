"""``contracts validate``: find problems in documents."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.cli.output import Output, add_output, check_target
from contracts.cli.support import OK, Parser, write
from contracts.cli.target import add_folders
from contracts.errors import UsageError
from contracts.escaping import document_text, one_line
from contracts.wording import pluralize

if TYPE_CHECKING:
    from contracts.run_result import Run


HELP = "check OpenAPI documents against all rules"

DESCRIPTION = """\
Check OpenAPI documents (2.0, 3.0, 3.1, 3.2): structure, references, contradictions, and conventions of API design.
See docs/validate.md for settings and ignores, and 'contracts rules' for the rules."""

EPILOG = """\
examples:
  contracts validate openapi.yaml
  contracts validate specs/*.yaml --show hint --fail-on warning
  contracts validate openapi.yaml --no-rule operation-id-missing --severity path-overlap=error
  contracts validate openapi.yaml --format sarif --output openapi.sarif
  contracts validate openapi.yaml --fix --dry-run

exit codes: 0 no findings at or above the severity of --fail-on, 1 at least one, 2 wrong usage or unreadable input"""

SEVERITIES = ("error", "warning", "hint")


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("validate", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    group = command.add_argument_group("target")
    group.add_argument("specs", metavar="SPEC", nargs="+", help="OpenAPI document, YAML or JSON; - is standard input")
    group.add_argument("--config", metavar="FILE", help="settings file (default: casemock.toml, or pyproject.toml)")
    add_folders(group)
    group.add_argument("--watch", action="store_true", help="validate again when a file changes, until Ctrl-C")
    group = command.add_argument_group("selection")
    group.add_argument("--rule", metavar="ID", action="append", default=[], help="run only this rule; repeatable")
    group.add_argument("--no-rule", metavar="ID", action="append", default=[], help="skip this rule; repeatable")
    group.add_argument(
        "--severity",
        metavar="ID=LEVEL",
        action="append",
        default=[],
        help="set the severity of a rule to error, warning, hint or off; repeatable",
    )
    group.add_argument(
        "--show", metavar="LEVEL", choices=SEVERITIES, help="minimum severity to report (default: warning)"
    )
    group.add_argument(
        "--fail-on", metavar="LEVEL", choices=SEVERITIES, help="minimum severity that fails the run (default: error)"
    )
    group.add_argument("--ignore", metavar="FILE", help="file with ignored findings (default: .casemock-ignore)")
    group.add_argument("--write-ignore", metavar="FILE", help="ignore all reported findings from now on, and exit")
    group = command.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="apply safe fixes in place")
    group.add_argument("--dry-run", action="store_true", help="with --fix: show a diff and write nothing")
    add_output(command)
    command.set_defaults(execute=execute, parser=command)


def execute(arguments: argparse.Namespace) -> int:
    """Validate the documents, write the reports, and return the exit code."""
    if arguments.dry_run and not arguments.fix:
        raise UsageError("--dry-run requires --fix")
    if arguments.write_ignore:
        other = {name: value for name, value in vars(arguments).items() if name not in {"ignore", "baseline"}}
        check_target(arguments.write_ignore, argparse.Namespace(**other))
    if arguments.fix and "-" in arguments.specs:
        raise UsageError("--fix cannot be used with standard input", hint="name a file")
    if arguments.watch and (arguments.dry_run or arguments.write_ignore or "-" in arguments.specs):
        raise UsageError("--watch cannot be used with --dry-run, --write-ignore or standard input")
    if arguments.watch:
        from contracts.cli.watch import watch  # noqa: PLC0415 (few runs watch)

        return watch(arguments, _once)
    return _once(arguments)[0]


def _once(arguments: argparse.Namespace) -> tuple[int, Run | None]:
    """Validate once; return the exit code, and the run if there was one."""
    output = Output(arguments)
    from contracts.cli.validation_run import ValidationRun  # noqa: PLC0415 (--help needs none of it)

    validation = ValidationRun(arguments)
    fixed: list[str] = []
    if arguments.fix:
        from contracts.cli.fixes import apply_fixes, fixes_diff  # noqa: PLC0415 (few runs write anything)

        if arguments.dry_run:
            write(document_text(fixes_diff(validation)) or "nothing to fix\n")
            return OK, None
        fixed = apply_fixes(validation)
    run = validation.run(fixed)
    if arguments.write_ignore:
        return _write_ignores(run, Path(arguments.write_ignore)), None
    return validation.exit_code(output.write(run)), run


def _write_ignores(run: Run, file: Path) -> int:
    from contracts.lint.suppressions import format_list  # noqa: PLC0415 (few runs write one)

    try:
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(format_list(run.findings, file.absolute().parent, before), "utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot write {file}: {error}") from None
    write(f"{one_line(str(file))}: {pluralize(len(run.findings), 'finding')} ignored from now on\n")
    return OK
