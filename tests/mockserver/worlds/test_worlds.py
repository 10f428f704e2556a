"""The documents of ``tests/documents/worlds``: their facts are true, and the contract test finds nothing."""

from __future__ import annotations

from contextlib import closing

import pytest

import contracts
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.findings import Severity
from contracts.reports.text import render_finding
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from tests.mockserver.worlds.facts import document_of, read_facts, world_names
from tests.mockserver.worlds.play import play

EXAMPLES = 3
"""Number of generated requests per operation and phase."""


@pytest.mark.parametrize("name", world_names())
def test_facts(name):
    problems = play(create_app(document_of(name)), read_facts(name))
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("name", world_names())
def test_contract(name):
    """Run all checks and all phases of the contract test: no finding fails the run, as hints do not by default."""
    contract = contracts.load(document_of(name))
    with closing(AsgiTransport(create_app(contract))) as transport:
        session = Session(contract, transport, SessionPlan(identities=identities(contract)))
        run = ContractTestRun(session, ContractTestOptions(max_examples=EXAMPLES))
        for _ in run.run():
            pass
    assert run.finished, run.crashes
    failing = [one for one in run.findings if one.severity is not Severity.HINT]
    assert not failing, "\n\n".join(render_finding(one, "$URL") for one in failing)


def identities(contract):
    """Return a credential for each security scheme."""
    return tuple(
        Identity(key, "worlds:secret" if scheme.scheme == "basic" else "worlds-1", scheme=key)
        for key, scheme in contract.security_schemes.items()
    )
