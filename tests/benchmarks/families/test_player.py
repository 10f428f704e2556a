"""The player accepts a right application and detects wrong ones."""

from __future__ import annotations

import pytest

import contracts
from benchmarks.families.document import play_app
from benchmarks.families.results import Outcome
from tests.benchmarks.families.shelf_app import Shelf

DOCUMENT = "tests/documents/shelf.yaml"


def play(defect=""):
    (family,) = play_app(Shelf(defect), contracts.load(DOCUMENT)).families
    return family


def test_right_application_behaves():
    family = play()
    assert [(step.name, step.outcome, step.detail) for step in family.steps if step.outcome is not Outcome.OK] == []
    assert len(family.steps) == 9
    assert family.verdict == "behaves"
    assert family.operations == "create get list PATCH delete"


@pytest.mark.parametrize(
    ("defect", "step", "verdict", "detail"),
    [
        ("no state", "get", "no state", 'expected 2xx for "7", got 404'),
        ("location", "create", "wrong", "Location has the id"),
        ("another id", "get", "wrong", "expected number"),
        ("same id", "others", "wrong", "a second POST returned the id"),
        ("not listed", "list", "no state", "got 0 other items on 1 pages"),
        ("listed differently", "list", "wrong", 'unlike GET by id: title: expected "'),
        ("no update", "get updated", "no state", "expected"),
        ("loses values", "get updated", "no state", "which was not sent"),
        ("updates all", "others", "wrong", "changed with another one"),
        ("no deletion", "get deleted", "no state", "expected 404, got 200"),
        ("refuses but deletes", "delete", "wrong", "DELETE: 400, but the item is deleted: GET 404"),
    ],
)
def test_defect(defect, step, verdict, detail):
    family = play(defect)
    assert family.verdict == verdict
    (found,) = [one for one in family.problems() if one.name == step]
    assert detail in found.detail
