"""Servers that mix up nested collections, allow an action twice, accept duplicates, or return a wrong total."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import nested_collections, pagination, repeated_actions, repeated_creation
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import answer, rules, session
from tests.contracts.conformance.checks.tickets import Tickets, document

CHECKS = (nested_collections.CHECK, pagination.CHECK, repeated_actions.CHECK, repeated_creation.CHECK)
UNIQUE = "Unique"


class Mixing(Tickets):
    """Lists the comments of all tickets."""

    def listed(self, key):
        return [one for comments in self.comments.values() for one in comments]


class Reclosing(Tickets):
    def closed(self, key):
        self.tickets[key]["state"] = "closed"
        return answer(self.tickets[key])


class Duplicating(Tickets):
    def refuses(self, body):
        return False


class Miscounting(Tickets):
    """Returns the number of results on the page as the total."""

    def count(self, rows, shown):
        return len(shown)


class Refusing(Tickets):
    def create(self, body):
        return Response(503)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
@pytest.mark.parametrize("server", [Tickets, Refusing])
def test_no_findings_on_a_correct_server(check, server):
    assert rules(check, server(), document(code=UNIQUE)) == []


@pytest.mark.parametrize(
    ("check", "server", "rule"),
    [
        (nested_collections.CHECK, Mixing, "nested-collections"),
        (repeated_actions.CHECK, Reclosing, "repeated-actions"),
        (repeated_creation.CHECK, Duplicating, "repeated-creation/duplicate"),
        (pagination.CHECK, Miscounting, "pagination/total"),
    ],
)
def test_errors(check, server, rule):
    assert rules(check, server(), document(code=UNIQUE)) == [rule]


@pytest.mark.parametrize(
    ("refusal", "found"),
    [
        ("The ticket is closed", True),
        ("Only open tickets can be closed", True),
        ("The ticket cannot be closed", False),
        ("The ticket is not open", True),
        ("Conflict", False),
    ],
)
def test_a_repeated_action_is_judged_by_the_document_only(refusal, found):
    assert bool(rules(repeated_actions.CHECK, Reclosing(), document(refusal))) is found


def test_the_description_may_name_the_allowed_state():
    changed = document("Conflict")
    changed["paths"]["/tickets/{ticket}/close"]["post"]["description"] = "Only open tickets can be closed."
    assert rules(repeated_actions.CHECK, Reclosing(), changed) == ["repeated-actions"]


@pytest.mark.parametrize("text", ["", "Need not be unique"])
def test_duplicates_are_allowed_if_no_property_is_unique(text):
    assert rules(repeated_creation.CHECK, Duplicating(), document(code=text)) == []


def test_single_items_are_created_below_new_items():
    """The only existing ticket is closed, so it cannot be paid."""
    changed = document()
    changed["paths"]["/tickets/{ticket}"]["parameters"][0]["schema"]["examples"] = [1]
    tested = session(Tickets(), changed)
    by_id = {operation.id: operation for operation in tested.operations}
    assert tested.success(by_id["readBill"]).response.status == 200
    assert tested.success(by_id["pay"]).response.status == 201
