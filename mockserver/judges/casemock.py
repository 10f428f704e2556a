"""Our own contract test, as ``contracts test`` runs it: its checks first, then its engine."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from contracts.errors import SubjectError
from contracts.findings import Finding
from contracts.probe.session import Plan, Session
from contracts.test import ContractTest, Options
from contracts.transports.application import AsgiTransport
from mockserver.judges.credentials import everyone
from mockserver.judges.judge import Alarm, Alarms, Judge, Subject

DIAGNOSIS = "diagnosis"
"""The check that is named where the test refuses to go on: red too, with another exit code."""


def _judge(app: Any, subject: Subject) -> Alarms:
    plan = Plan(
        seed=subject.seed,
        identities=everyone(subject.contract),
        operations=tuple(operation.id for operation in subject.operations),
        fast=subject.fast,
    )
    with closing(AsgiTransport(app)) as transport:
        test = ContractTest(Session(subject.contract, transport, plan), Options(fast=subject.fast))
        try:
            with closing(test.run()) as events:
                yield from (_alarm(one) for one in events if isinstance(one, Finding))
        except SubjectError:
            yield Alarm(DIAGNOSIS, "")


def _alarm(finding: Finding) -> Alarm:
    return Alarm(finding.rule, finding.evidence.operation if finding.evidence else "")


JUDGE = Judge("casemock", _judge)
