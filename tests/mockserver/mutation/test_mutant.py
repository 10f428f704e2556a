"""Every mutant is detectable: a request to some document gets another response than from the correct server."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from pathlib import Path

import pytest

import contracts
from contracts.transports.asgi import AsgiTransport
from mockserver.app import create_app
from mockserver.mutation.detectability import find_counterexample, record_exchanges
from mockserver.mutation.families import all_mutants
from mockserver.mutation.mutated_app import MutatedApp
from mockserver.mutation.reference_server import ReferenceServer
from tests.mockserver.mutation.library import library
from tests.mockserver.mutation.shop import shop

BUNDLED = Path(__file__).parent.parent.parent.parent / "openapi.yaml"


@cache
def targets():
    """Each API as contract, correct server, operations and recorded exchanges; slow ones last."""
    found = []
    for source, closed in ((BUNDLED, False), (shop(), False), (library(), True)):
        contract = contracts.load(source)
        app = create_app(contract, closed=closed)
        server = partial(_server, app, contract, closed)
        for api in contract.apis:
            exchanges = record_exchanges(server(), contract, api.operations, closed=closed)
            found.append((contract, server, api.operations, exchanges))
    return sorted(found, key=lambda target: target[2][0].api == "egain")


def _server(app, contract, closed):
    """The correct server in its initial state."""
    app.store.close()
    return ReferenceServer(app, contract, closed=closed)


def _find(mutant, target):
    contract, server, operations, exchanges = target
    make_mutant = partial(MutatedApp, contract=contract, mutant=mutant, operations=operations)
    return find_counterexample(make_mutant, server(), exchanges)


@pytest.mark.parametrize("mutant", all_mutants(), ids=lambda mutant: mutant.id)
def test_it_is_detectable(mutant):
    applicable = (one for one in targets() if any(mutant.applies(operation) for operation in one[2]))
    assert any(_find(mutant, target) for target in applicable)


def test_the_correct_server_has_no_counterexample():
    for contract, server, operations, exchanges in targets():
        transport = AsgiTransport(MutatedApp(server(), contract, None, operations))
        assert all(transport.send(request) == response for request, response in exchanges)
        transport.close()


def test_ids_are_unique():
    counts = Counter(mutant.id for mutant in all_mutants())
    assert [identifier for identifier, count in counts.items() if count > 1] == []


def test_titles_are_phrases_and_reasons_are_sentences():
    for mutant in all_mutants():
        assert mutant.why.endswith(".")
        assert not mutant.title.endswith(".")
        assert mutant.why[0].isupper() or mutant.why[0] == "'"


def test_number_of_mutants_by_family():
    assert Counter(mutant.family for mutant in all_mutants()) == {
        "envelope": 13,
        "schema": 32,
        "status": 18,
        "auth": 22,
        "validation": 21,
        "state": 43,
        "query": 42,
        "protocol": 22,
        "forms": 11,
        "stability": 23,
    }
