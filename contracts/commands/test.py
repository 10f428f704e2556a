"""``contracts test``: does an implementation keep to its contract."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.commands.output import Output, Watch, add_output
from contracts.commands.settings import identities_in, known_in
from contracts.commands.subject import add_subject, identities_of, identity_words, transport_of
from contracts.errors import UsageError
from contracts.terminal import FINDINGS, INTERRUPTED, OK, UNUSABLE, Parser

if TYPE_CHECKING:
    from contracts.test import ContractTest, Options

HELP = "test an implementation against its contract"

DESCRIPTION = """\
Test an implementation against its contract: our checks of failures, scopes, state and protocol, then generated
requests in all phases of schemathesis. What breaks the contract is reported with a minimal request and its place."""

EPILOG = """\
examples:
  contracts test openapi.yaml --url http://127.0.0.1:8080
  contracts test openapi.yaml --url https://api.example.com --api serverops --identity 'me=$TOKEN' --known id=42
  contracts test openapi.yaml --app shop.main:app --fast --report html=report.html --report junit=junit.xml
  contracts test openapi.yaml --url $URL --include tag:cases --exclude method:DELETE --seed 7

It writes: give it a server whose data may change. Credentials are those of --identity, else the samples that the
document names; a token that begins with $ is taken from the environment; a colon in one is written \\:.
Identities and known values may also stand in casemock.toml, [test.identities] and [test.known], where flags do not say.
An identity called 'expired' is one that must be refused. With --api the server is asked at the vendor's own paths,
without the prefix that the document gives the API.
exit codes: 0 clean, 1 findings, 2 wrong usage or nothing there to test, 130 stopped with Ctrl-C (the report is
written as far as the test has come)"""


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("test", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    subject = add_subject(verb, "what is tested")
    subject.add_argument(
        "--known", metavar="PARAMETER=VALUE", action="append", default=[], help="a value that exists there; repeatable"
    )
    _add_choice(verb)
    _add_effort(verb)
    add_output(verb)
    verb.set_defaults(execute=execute, parser=verb)


def _add_choice(verb: Parser) -> None:
    group = verb.add_argument_group("what is looked at")
    kinds = "KIND:VALUE"
    group.add_argument(
        "--include",
        metavar=kinds,
        action="append",
        default=[],
        help="only operations by tag, path, method or operation",
    )
    group.add_argument("--exclude", metavar=kinds, action="append", default=[], help="all operations but these")
    group.add_argument("--shard", metavar="I/N", default="", help="part I of N, for machines that share the work")
    group.add_argument("--check", metavar="ID", action="append", help="only this check of ours; repeatable")
    group.add_argument("--no-check", metavar="ID", action="append", default=[], help="leave a check out; repeatable")
    group.add_argument(
        "--phases",
        metavar="NAMES",
        help="of examples,coverage,fuzzing,stateful; 'none': our checks only (default: all)",
    )


def _add_effort(verb: Parser) -> None:
    group = verb.add_argument_group("how long")
    group.add_argument("--seed", metavar="N", default="1", help="same number, same requests (default: 1)")
    group.add_argument("--max-examples", metavar="N", help="generated requests for each operation (default: 100)")
    group.add_argument("--max-time", metavar="SECONDS", help="stop after so long and report")
    group.add_argument("--fast", action="store_true", help="a third of the requests, for every commit")
    group.add_argument("--fail-fast", action="store_true", help="stop at the first finding")
    group.add_argument(
        "--examples-db",
        metavar="DIR|redis://…",
        help="keep failing examples there and try them first the next time, on all machines that share it",
    )


def execute(arguments: argparse.Namespace) -> int:
    """Test and write the reports."""
    from contracts.probe.given import of_known_schemes, parse_known_values  # noqa: PLC0415 (here and below: not for --help)

    _keep_out_of_the_folder()
    arguments.identity = arguments.identity or identities_in(Path.cwd())
    arguments.known = arguments.known or known_in(Path.cwd())
    output = Output(arguments)
    options = _options(arguments)
    identities = identities_of(arguments)
    known = parse_known_values(arguments.known)
    seed = _number(arguments.seed, "--seed")
    import contracts  # noqa: PLC0415
    from contracts.probe.identities import written  # noqa: PLC0415
    from contracts.probe.session import Plan, Session  # noqa: PLC0415
    from contracts.test import ContractTest, require_known_phases, select_checks  # noqa: PLC0415

    select_checks(options)
    require_known_phases(options)
    contract = contracts.load(arguments.spec)
    identities = of_known_schemes(identities, contract)
    operations = _operations(contract, arguments)
    transport = transport_of(arguments)
    plan = Plan(
        seed=seed,
        identities=identities,
        known=known,
        operations=tuple(one.id for one in operations),
        native=bool(arguments.api),
        fast=arguments.fast,
    )
    test = ContractTest(Session(contract, transport, plan), options)
    interrupted = _watched(test, written(identities), quiet=arguments.quiet)
    run = output.write(test.result(document=arguments.spec, reproduce=_again(arguments, seed)))
    transport.close()
    if interrupted:
        return INTERRUPTED
    if test.crashes:
        return UNUSABLE
    return FINDINGS if run.findings else OK


def _keep_out_of_the_folder() -> None:
    """Have hypothesis keep its tables of characters in the user's cache, and not where the command is run."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(cache) / "casemock" / "hypothesis"))


def _watched(test: ContractTest, secrets: Sequence[str], *, quiet: bool) -> bool:
    """Run the test to its end; whether Ctrl-C ended it before."""
    with Watch(secrets, quiet=quiet) as watch:
        if watch.follow(test.run()):
            return False
    test.session.note("the test was stopped with Ctrl-C, before its end")
    return True


def _options(arguments: argparse.Namespace) -> Options:
    from contracts.test import Options  # noqa: PLC0415

    phases = None
    if arguments.phases is not None:
        phases = () if arguments.phases == "none" else tuple(filter(None, arguments.phases.split(",")))
    return Options(
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
    from contracts.probe.selection import parse_selector, select_operations, select_shard  # noqa: PLC0415

    include = [parse_selector(text, "--include") for text in arguments.include]
    exclude = [parse_selector(text, "--exclude") for text in arguments.exclude]
    return select_shard(select_operations(contract, arguments.api, include, exclude), arguments.shard)


def _again(arguments: argparse.Namespace, seed: int) -> str:
    """The command that runs this again; secrets are not in it."""
    words = ["contracts", "test", arguments.spec]
    for name in ("url", "app", "api", "shard", "phases", "max_examples"):
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    words += identity_words(arguments)
    for name in ("known", "include", "exclude", "check", "no_check"):
        for text in getattr(arguments, name) or ():
            words += [f"--{name.replace('_', '-')}", text]
    words += ["--cacert", arguments.cacert] if arguments.cacert else []
    words += [f"--{name}" for name in ("insecure", "fast") if getattr(arguments, name)]
    return shlex.join([*words, "--seed", str(seed)])


def _number(text: str, option: str, *, least: int = 0) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < least:
        raise UsageError(f"{option}: expected a whole number from {least}, not '{text[:20]}'")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e7:
        raise UsageError(f"--max-time: expected a number of seconds, not '{text[:20]}'")
    return seconds
