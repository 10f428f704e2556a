"""Servers that keep deleted items, or fail on repeated deletion."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import deletion
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Note, Notes, rules


class Keeping(Notes):
    def delete(self, identifier):
        return Response(204)


class Crashing(Notes):
    def route(self, request, segments, query):
        if request.method == "DELETE" and segments[-1] not in self.notes:
            return Response(500)
        return super().route(request, segments, query)


class Listing(Notes):
    """Lists deleted items."""

    def __init__(self) -> None:
        super().__init__()
        self.gone: list[Note] = []

    def delete(self, identifier):
        self.gone.append(self.notes[identifier])
        return super().delete(identifier)

    def ordered(self, notes, query):
        return [*self.gone, *super().ordered(notes, query)]


@pytest.mark.parametrize(("server", "part"), [(Keeping, "still-there"), (Crashing, "again"), (Listing, "listed")])
def test_deletion_errors(server, part):
    assert rules(deletion.CHECK, server()) == [f"deletion/{part}"]
