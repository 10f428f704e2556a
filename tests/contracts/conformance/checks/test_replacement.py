"""Servers whose PUT does not replace the item."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import replacement
from tests.contracts.conformance.checks.notes import Notes, rules


class Merging(Notes):
    def put(self, identifier, body):
        return super().put(identifier, {**self.taken(self.notes[identifier]), **body})


class Piling(Notes):
    """Appends to the title on each PUT."""

    def put(self, identifier, body):
        return super().put(identifier, {**body, "text": f"{self.notes[identifier].get('text')} again"})


@pytest.mark.parametrize(("server", "part"), [(Merging, "merged"), (Piling, "not-idempotent")])
def test_put_errors(server, part):
    assert f"replacement/{part}" in rules(replacement.CHECK, server())
