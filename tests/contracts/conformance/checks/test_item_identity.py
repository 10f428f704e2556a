"""Servers that return another item than requested."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.conformance.checks import item_identity
from tests.contracts.conformance.checks.notes import Notes, answer, document, rules


def _naming(name: Any) -> type[Notes]:
    class Naming(Notes):
        def read(self, identifier, query):
            reply = super().read(identifier, query)
            return answer({**reply.json, "id": name(identifier)}) if reply.is_success else reply

    return Naming


@pytest.mark.parametrize(
    "name",
    [lambda one: f"{one}0", lambda one: f"n{int(one[1:]) % 10 + 1:03}", lambda one: "n404"],
    ids=["longer", "next", "unknown"],
)
def test_wrong_ids(name):
    assert rules(item_identity.CHECK, _naming(name)()) == ["item-identity"]


def test_two_ids_with_the_same_item():
    fixed = _naming(lambda one: "n001")()
    assert rules(item_identity.CHECK, fixed) == ["item-identity/one-for-two"]


def test_a_path_parameter_that_is_not_the_id_is_ignored():
    tree = document()
    path = tree["paths"].pop("/notes/{id}")
    path["parameters"][0]["name"] = "number"
    tree["paths"]["/notes/{number}"] = path
    assert rules(item_identity.CHECK, _naming(lambda one: f"uid-{one}")(), tree) == []
