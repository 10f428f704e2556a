"""Servers that take some properties of an update and forget the others."""

from __future__ import annotations

import pytest

from contracts.checks import several_properties
from tests.contracts.checks.notes import Notes, rules


class FirstOnly(Notes):
    """Takes the first property of each body."""

    def patch(self, identifier, body):
        return super().patch(identifier, dict(list(body.items())[:1]))


class LastOnly(Notes):
    """Takes the last property of each body."""

    def patch(self, identifier, body):
        return super().patch(identifier, dict(list(body.items())[-1:]))


class Deaf(Notes):
    """Takes nothing: another check says so."""

    def patch(self, identifier, body):
        return super().patch(identifier, {})


@pytest.mark.parametrize("server", [FirstOnly, LastOnly])
def test_a_property_that_is_lost_beside_others(server):
    assert rules(several_properties.CHECK, server()) == ["multi-field-update"]


@pytest.mark.parametrize("server", [Notes, Deaf])
def test_what_is_not_about_several(server):
    assert rules(several_properties.CHECK, server()) == []
