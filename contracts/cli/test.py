"""``contracts test``: test an implementation against its OpenAPI document."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.cli.interruption import TERMINATED, Termination, time_limit
from contracts.cli.output import Output, ProgressPrinter, is_reported_there
from contracts.cli.settings import CONFIG, flags_in, headers_in, identities_in, known_in, table_of_test, values_in
from contracts.cli.support import FINDINGS, INTERRUPTED, OK, UNUSABLE, Parser
from contracts.cli.target import (
    folder_arguments,
    headers_of,
    identities_of,
    masked_header_arguments,
    masked_identity_arguments,
    transport_of,
)
from contracts.cli.test_options import DESCRIPTION, EPILOG, FLAGS, HELP, SAFETY, add_arguments
from contracts.errors import UsageError

if TYPE_CHECKING:
    from contracts.conformance.grading import Grading
    from contracts.contract_test import ContractTestOptions, ContractTestRun
    from contracts.run_result import Run


LATEST = 0.8
"""Seconds after ``--max-time`` when whatever still runs is interrupted."""


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("test", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    add_arguments(command)
    command.set_defaults(execute=execute, parser=command)


def execute(arguments: argparse.Namespace) -> int:
    """Run the test and write the reports."""
    from contracts.cli.grading_settings import gather_grading  # noqa: PLC0415 (here and below: not needed for --help)
    from contracts.conformance.credentials import parse_known_values, require_known_schemes  # noqa: PLC0415

    _use_cache_folder()
    arguments.config = arguments.config or os.environ.get(CONFIG)
    _add_settings(arguments)
    arguments.values = arguments.values or values_in(Path(), arguments.config)
    output = Output(arguments)
    grading = gather_grading(arguments, Path.cwd())
    options = _options(arguments)
    identities, headers = identities_of(arguments), headers_of(arguments)
    known = parse_known_values(arguments.known)
    seed = _number(arguments.seed, "--seed")
    from contracts.cli.tested_document import read_tested  # noqa: PLC0415
    from contracts.conformance.credentials import require_escaped_colons  # noqa: PLC0415
    from contracts.conformance.faults import group_run  # noqa: PLC0415
    from contracts.conformance.given_values import NO_VALUES  # noqa: PLC0415
    from contracts.conformance.session import Session, SessionPlan  # noqa: PLC0415
    from contracts.conformance.values_file import load_values  # noqa: PLC0415
    from contracts.contract_test import ContractTestRun, require_known_phases, select_checks  # noqa: PLC0415
    from contracts.lint.severities import at_least  # noqa: PLC0415

    select_checks(options)
    require_known_phases(options)
    document = read_tested(
        arguments.spec,
        lenient=arguments.lenient,
        allow_remote=arguments.allow_remote,
        allow_folders=arguments.allow_folder,
    )
    contract = document.contract
    identities = require_known_schemes(identities, contract)
    require_escaped_colons(identities, contract)
    selected = _operations(contract, arguments)
    operations = [one for one in selected if one.id not in document.untested]
    if selected and not operations:
        raise UsageError("no operation to test: none of the selected operations can be used", hint="fix the document")
    values = load_values(arguments.values, contract) if arguments.values else NO_VALUES
    transport = transport_of(arguments)
    plan = SessionPlan(
        seed=seed,
        identities=identities,
        known=known,
        operations=tuple(one.id for one in operations),
        excluded=(*_excluded(contract, arguments), *document.untested),
        native=bool(arguments.api),
        fast=arguments.fast,
        headers=headers,
        read_only=arguments.read_only,
        no_delete=arguments.no_delete,
        allow_destructive=arguments.allow_destructive,
        values=values,
    )
    options = replace(options, counts=lambda finding: grading.fails(finding, contract))
    test = ContractTestRun(Session(contract, transport, plan), options)
    for note in (*document.notes, *values.notes):
        test.session.note(note)
    _skip(test, [one.id for one in selected if one.id in document.untested])
    with Termination() as termination:
        interrupted = bool(operations) and _run(test, termination, grading, arguments)
        if not operations:
            test.session.note(f"shard {arguments.shard} has no operations")
            test.finished = True
        run = output.write(grading.apply(_result(test, arguments, seed), contract), group_run)
        transport.close()
    if termination.received:
        return TERMINATED
    if interrupted:
        return INTERRUPTED
    if test.crashes:
        return UNUSABLE
    return FINDINGS if any(at_least(one.severity, run.fails_at) for one in run.findings) else OK


def _skip(test: ContractTestRun, operations: Sequence[str]) -> None:
    """Record operations as skipped; the notes of a lenient test name the errors in the document."""
    from contracts.run_result import Skip  # noqa: PLC0415

    for name in operations:
        test.session.skips[Skip(name, f"{name}: cannot be tested, because the document has errors")] = None


def _result(test: ContractTestRun, arguments: argparse.Namespace, seed: int) -> Run:
    """Return the result, with ``--strict-coverage`` including findings about skipped operations."""
    from contracts.conformance.grading import coverage_findings  # noqa: PLC0415

    run = test.result(document=arguments.spec, reproduce=_reproduce_command(arguments, seed))
    skipped = coverage_findings(run, test.session.contract) if arguments.strict_coverage else ()
    return replace(run, findings=(*run.findings, *skipped))


def _add_settings(arguments: argparse.Namespace) -> None:
    """Add the settings of the settings file to the arguments. Raises :class:`UsageError` for flags that contradict."""
    from contracts.cli.found_settings import REFUSED_FLAGS, check_test_table  # noqa: PLC0415 (not needed for --help)

    folder, config = Path.cwd(), arguments.config
    if config is None:
        path, table = table_of_test(folder, None)
        given = {"identities": arguments.identity, "headers": arguments.header, "values": arguments.values}
        given |= {name: getattr(arguments, name.replace("-", "_")) for name in REFUSED_FLAGS}
        used = {name: value for name, value in table.items() if not given.get(name)}
        check_test_table(path, used, arguments.allow_env)
    arguments.identity = arguments.identity or identities_in(folder, config)
    arguments.known = arguments.known or known_in(folder, config)
    arguments.header = arguments.header or headers_in(folder, config)
    for name in flags_in(folder, config):
        setattr(arguments, name.replace("-", "_"), True)
    safety = [name for name in SAFETY if getattr(arguments, name.replace("-", "_"))]
    if len(safety) > 1 and safety[-1] == "allow-destructive":
        raise UsageError(f"--{safety[0]} and --allow-destructive contradict each other", hint="use only one of them")


def _use_cache_folder() -> None:
    """Make hypothesis store its character tables in the user's cache instead of the current folder."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(cache) / "casemock" / "hypothesis"))


def _run(test: ContractTestRun, termination: Termination, grading: Grading, arguments: argparse.Namespace) -> bool:
    """Run the test; return whether it was interrupted."""
    from contracts.conformance.session import TimeIsUpError  # noqa: PLC0415 (as in execute)

    limit = test.options.max_time
    finished = True
    try:
        with (
            time_limit(None if limit is None else limit + LATEST, TimeIsUpError),
            ProgressPrinter(test.secrets, quiet=arguments.quiet, reported=is_reported_there(arguments)) as watch,
        ):
            finished = watch.follow(grading.follow(test.run(), test.session.contract))
    except KeyboardInterrupt:  # while the progress bar was removed
        finished = False
    except TimeIsUpError:  # outside of the parts of the test that expect it
        test.session.note(f"the test was stopped early, after {limit:g} seconds")
    termination.interrupts = False
    if not finished:
        test.session.note(f"the test was {'stopped by SIGTERM' if termination.received else 'interrupted with Ctrl-C'}")
    return not finished


def _options(arguments: argparse.Namespace) -> ContractTestOptions:
    from contracts.contract_test import ContractTestOptions  # noqa: PLC0415

    phases = None
    if arguments.phases is not None:
        phases = () if arguments.phases == "none" else tuple(filter(None, arguments.phases.split(",")))
    return ContractTestOptions(
        checks=tuple(arguments.check) if arguments.check is not None else None,
        excluded_checks=tuple(arguments.no_check),
        phases=phases,
        max_examples=_number(arguments.max_examples, "--max-examples", least=1) if arguments.max_examples else None,
        max_time=_seconds(arguments.max_time) if arguments.max_time else None,
        fast=arguments.fast,
        stop_at_first=arguments.fail_fast,
        database=arguments.examples_db,
    )


def _operations(contract: Any, arguments: argparse.Namespace) -> Any:
    from contracts.conformance.selection import parse_selector, select_operations, select_shard  # noqa: PLC0415

    include = [parse_selector(text, "--include") for text in arguments.include]
    exclude = [parse_selector(text, "--exclude") for text in arguments.exclude]
    return select_shard(select_operations(contract, arguments.api, include, exclude), arguments.shard)


def _excluded(contract: Any, arguments: argparse.Namespace) -> tuple[str, ...]:
    from contracts.conformance.selection import excluded_operations, parse_selector  # noqa: PLC0415

    return excluded_operations(contract, [parse_selector(text, "--exclude") for text in arguments.exclude])


def _reproduce_command(arguments: argparse.Namespace, seed: int) -> str:
    """Return the command that repeats the test, without secrets."""
    words = ["contracts", "test", arguments.spec]
    for name in ("url", "app", "api", "shard", "phases", "max_examples", "values"):
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    words += [*masked_identity_arguments(arguments), *masked_header_arguments(arguments)]
    for name in ("known", "include", "exclude", "check", "no_check"):
        for text in getattr(arguments, name) or ():
            words += [f"--{name.replace('_', '-')}", text]
    words += folder_arguments(arguments)
    words += ["--config", arguments.config] if arguments.config else []
    words += [word for name in arguments.allow_env for word in ("--allow-env", name)]
    words += ["--cacert", arguments.cacert] if arguments.cacert else []
    words += [word for text in arguments.severity for word in ("--severity", text)]
    words += ["--fail-on", arguments.fail_on] if arguments.fail_on else []
    words += [f"--{name}" for name in FLAGS if getattr(arguments, name.replace("-", "_"))]
    return shlex.join([*words, "--seed", str(seed)])


def _number(text: str, option: str, *, least: int = 0) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < least:
        raise UsageError(f"{option}: expected an integer of at least {least}, not '{text[:20]}'")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e7:
        raise UsageError(f"--max-time: expected a positive number of seconds, not '{text[:20]}'")
    return seconds
