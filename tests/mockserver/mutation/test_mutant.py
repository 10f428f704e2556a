"""Every mutant is detectable: a request to some document gets another response than from the correct server."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import contracts
from mockserver.app import create_app
from mockserver.mutation.detectability import find_counterexample, record_exchanges
from mockserver.mutation.families import all_mutants
from mockserver.mutation.mutated_app import MutatedApp
from tests.mockserver.mutation.shop import shop

BUNDLED = Path(__file__).parent.parent.parent.parent / "openapi.yaml"


@cache
def targets():
    """Each API as contract, correct server, operations and recorded exchanges; slow ones last."""
    found = []
    for source in (BUNDLED, shop()):
        contract = contracts.load(source)
        app = create_app(contract)
        found += [(contract, app, api.operations, _exchanges(app, contract, api.operations)) for api in contract.apis]
    return sorted(found, key=lambda target: target[2][0].api == "egain")


def _exchanges(app, contract, operations):
    app.store.close()
    return record_exchanges(app, contract, operations)


@pytest.mark.parametrize("mutant", all_mutants(), ids=lambda mutant: mutant.id)
def test_it_is_detectable(mutant):
    for contract, app, operations, exchanges in targets():
        if any(mutant.applies(operation) for operation in operations):
            app.store.close()
            if find_counterexample(MutatedApp(app, contract, mutant, operations), exchanges):
                return
    pytest.fail("no request shows the defect")


def test_the_correct_server_has_no_counterexample():
    for contract, app, operations, exchanges in targets():
        app.store.close()
        assert find_counterexample(MutatedApp(app, contract, None, operations), exchanges) is None


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
        "schema": 31,
        "status": 18,
        "auth": 15,
        "validation": 13,
        "state": 29,
        "query": 17,
        "protocol": 22,
        "stability": 23,
    }
