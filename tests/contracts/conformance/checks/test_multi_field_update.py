"""Servers that store only some properties of an update."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import multi_field_update
from tests.contracts.conformance.checks.notes import Notes, rules


class FirstOnly(Notes):
    """Stores the first property of each body."""

    def patch(self, identifier, body):
        return super().patch(identifier, dict(list(body.items())[:1]))


class LastOnly(Notes):
    """Stores the last property of each body."""

    def patch(self, identifier, body):
        return super().patch(identifier, dict(list(body.items())[-1:]))


class Deaf(Notes):
    """Stores nothing, which another check reports."""

    def patch(self, identifier, body):
        return super().patch(identifier, {})


@pytest.mark.parametrize("server", [FirstOnly, LastOnly])
def test_a_property_lost_in_an_update_of_several(server):
    assert rules(multi_field_update.CHECK, server()) == ["multi-field-update"]


@pytest.mark.parametrize("server", [Notes, Deaf])
def test_other_errors_are_not_reported(server):
    assert rules(multi_field_update.CHECK, server()) == []
