"""The contract tests whose mutation score can be computed, behind one interface."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.errors import SubjectError
from contracts.findings import Finding
from contracts.fuzzing.engine_settings import without_local_constants
from contracts.fuzzing.no_retrieval import without_retrieval
from contracts.spec.foreign_references import without_foreign_references
from contracts.spec.model import Contract, Operation, SecurityScheme
from contracts.transports.asgi import AsgiTransport
from mockserver.mutation.requests import all_identities

PREFLIGHT = "preflight"
"""The name of the check if the contract test refuses to run, which counts as a detection."""

DOCUMENT = "/__mock__/openapi.json"


@dataclass(frozen=True)
class TargetApi:
    """The API that is tested.

    :param operations: the operations of one API of the contract.
    :param fast: send fewer requests, like ``contracts test --fast``.
    """

    contract: Contract
    operations: tuple[Operation, ...]
    seed: int = 1
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Detection:
    """A failed check of a contract test.

    :param operation: its id or label; ``""`` if the check does not concern a single operation.
    """

    check: str
    operation: str


Detections = Generator[Detection, None, None]


@dataclass(frozen=True)
class SubjectUnderTest:
    """A contract test.

    :param name: the value of ``--against``.
    :param run: tests an ASGI application; yields detections as they occur, and may be closed before its end.
    """

    name: str
    run: Callable[[Any, TargetApi], Detections]


def _run_casemock(app: Any, target: TargetApi, phases: tuple[str, ...] | None = None) -> Detections:
    plan = SessionPlan(
        seed=target.seed,
        identities=all_identities(target.contract),
        operations=tuple(operation.id for operation in target.operations),
        fast=target.fast,
    )
    with closing(AsgiTransport(app)) as transport:
        test = ContractTestRun(
            Session(target.contract, transport, plan),
            ContractTestOptions(fast=target.fast, put_back=False, phases=phases),
        )
        try:
            with closing(test.run()) as run_events:
                yield from (_detection(event) for event in run_events if isinstance(event, Finding))
        except SubjectError:
            yield Detection(PREFLIGHT, "")


def _detection(finding: Finding) -> Detection:
    return Detection(finding.rule, finding.evidence.operation if finding.evidence else "")


def _run_schemathesis(app: Any, target: TargetApi) -> Detections:
    with without_local_constants(), without_retrieval():
        yield from _detections(app, target)


def _detections(app: Any, target: TargetApi) -> Detections:
    config = SchemathesisConfig.from_dict({"auth": {"openapi": _auth_settings(target.contract)}, "seed": target.seed})
    schema = schemathesis.openapi.from_asgi(DOCUMENT, app, config=config)
    schema.raw_schema = without_foreign_references(schema.raw_schema, with_data=False)
    paths = {operation.path for operation in target.operations}
    selected = schema.include(lambda context: context.operation.path in paths)
    with closing(from_schema(selected).execute().generator) as stream:
        for event in stream:
            if isinstance(event, events.Interrupted):
                raise KeyboardInterrupt  # the engine swallows Ctrl-C, and the mutant would count as survived
            if isinstance(event, events.ScenarioFinished):
                checks = (check for found in event.recorder.checks.values() for check in found)
                yield from (Detection(one.name, event.label or "") for one in checks if one.failure_info is not None)


def _auth_settings(contract: Contract) -> dict[str, dict[str, str]]:
    """Schemathesis' settings with an accepted credential for each scheme, preferably the one with the most scopes."""
    identities = sorted(all_identities(contract), key=lambda one: -1000 if one.scopes is None else -len(one.scopes))
    settings: dict[str, dict[str, str]] = {}
    for scheme in contract.security_schemes.values():
        identity = next((one for one in identities if one.accepted and one.scheme == scheme.key), None)
        credential = _credential(scheme, identity) if identity else None
        if credential:
            settings[scheme.key] = credential
    return settings


def _credential(scheme: SecurityScheme, identity: Identity) -> dict[str, str] | None:
    if scheme.type == "apiKey":
        return {"api_key": identity.secret}
    if scheme.type != "http":
        return None  # schemathesis supports OAuth 2.0 flows, but not a given token
    if scheme.scheme != "basic":
        return {"bearer": identity.secret}
    user, _, password = identity.secret.partition(":")
    return {"username": user, "password": password}


def _run_checks(app: Any, target: TargetApi) -> Detections:
    yield from _run_casemock(app, target, phases=())


CASEMOCK = SubjectUnderTest("casemock", _run_casemock)
"""``contracts test``: its own checks, then its fuzzing."""

SCHEMATHESIS = SubjectUnderTest("schemathesis", _run_schemathesis)
"""Plain schemathesis: all checks and phases with their defaults."""

CHECKS = SubjectUnderTest("checks", _run_checks)
"""The built-in checks of ``contracts test`` without its fuzzing."""

SUBJECTS = {subject.name: subject for subject in (CASEMOCK, SCHEMATHESIS, CHECKS)}
