"""Servers that let clients set read-only properties."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import immutable_fields, read_after_write
from tests.contracts.conformance.checks.notes import Notes, document, findings, rules


def _taking(name: str) -> type[Notes]:
    class Taking(Notes):
        def taken(self, body):
            return {**super().taken(body), **{key: value for key, value in body.items() if key == name}}

        def create(self, body):
            return super().create({key: value for key, value in body.items() if key != name})

    return Taking


@pytest.mark.parametrize("name", ["id", "created_at"])
def test_read_only_properties(name):
    found = findings(immutable_fields.CHECK, _taking(name)())
    assert {finding.rule for finding in found} == {"immutable-fields"}
    assert all(name in finding.message for finding in found)


def test_an_update_does_not_change_the_creation_time():
    class Moving(Notes):
        def patch(self, identifier, body):
            self.notes[identifier]["created_at"] = self.now()
            return super().patch(identifier, body)

    assert rules(immutable_fields.CHECK, Moving()) == ["immutable-fields"]
    assert "read-after-write/untouched" in rules(read_after_write.CHECK, Moving())


def test_a_read_only_version_may_increase():
    tree = document()
    tree["components"]["schemas"]["SomeNote"]["properties"] = {
        **tree["components"]["schemas"]["SomeNote"]["properties"],
        "version": {"type": "integer", "readOnly": True},
    }

    class Counting(Notes):
        changes = 0

        def patch(self, identifier, body):
            self.changes += 1
            return super().patch(identifier, body)

        def shown(self, note):
            return {**note, "version": self.changes}

    assert rules(immutable_fields.CHECK, Counting(), tree) == []
