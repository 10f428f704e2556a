"""Every mutant is wrong: some document has a request that it answers otherwise than the correct server does."""

from __future__ import annotations

import pkgutil
from functools import cache
from pathlib import Path

import pytest

import contracts
from mockserver import mutants
from mockserver.app import create_app
from mockserver.mutants.application import MutatedApp
from mockserver.mutants.registry import all_mutants
from mockserver.witnesses import recorded, witness
from tests.mockserver.mutants.shop import shop

BUNDLED = Path(__file__).parent.parent.parent.parent / "openapi.yaml"


@cache
def grounds():
    """Each API with its contract, its correct server, and the requests and answers to compare with; slow ones last."""
    found = []
    for source in (BUNDLED, shop()):
        contract = contracts.load(source)
        app = create_app(contract)
        found += [(contract, app, api.operations, _exchanges(app, contract, api.operations)) for api in contract.apis]
    return sorted(found, key=lambda ground: ground[2][0].api == "egain")


def _exchanges(app, contract, operations):
    app.store.close()
    return recorded(app, contract, operations)


@pytest.mark.parametrize("mutant", all_mutants(), ids=lambda mutant: mutant.id)
def test_it_is_wrong_somewhere(mutant):
    for contract, app, operations, exchanges in grounds():
        if any(mutant.applies(operation) for operation in operations):
            app.store.close()
            if witness(MutatedApp(app, contract, mutant, operations), exchanges):
                return
    pytest.fail("no request shows it")


def test_without_a_fault_nothing_is_wrong():
    for contract, app, operations, exchanges in grounds():
        app.store.close()
        assert witness(MutatedApp(app, contract, None, operations), exchanges) is None


def test_each_stands_in_a_file_of_its_name():
    files = {module.name for module in pkgutil.iter_modules(mutants.__path__)}
    names = [mutant.id.replace("-", "_") for mutant in all_mutants()]
    assert len(set(names)) == len(names)
    assert set(names) <= files


def test_each_says_what_it_does_and_why():
    for mutant in all_mutants():
        assert mutant.why.endswith(".")
        assert not mutant.title.endswith(".")


def test_there_are_many():
    assert len(all_mutants()) >= 40
    families = {mutant.family for mutant in all_mutants()}
    assert families == {
        "envelope", "schema", "status", "auth", "validation", "state", "query", "protocol", "stability"
    }  # fmt: skip
