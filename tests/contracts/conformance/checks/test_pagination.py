"""Servers with pages that overlap, miss items or are too long."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import pagination
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, document, rules


class Repeating(Notes):
    def page(self, notes, query):
        return super().page(notes, {**query, "offset": str(max(0, int(query.get("offset", "0")) - 1))})


class Skipping(Notes):
    def page(self, notes, query):
        offset = int(query.get("offset", "0"))
        return super().page(notes, {**query, "offset": str(offset + (offset > 0))})


class Endless(Notes):
    def page(self, notes, query):
        return notes


class OneMore(Notes):
    def page(self, notes, query):
        return super().page(notes, {**query, "limit": str(int(query.get("limit", "20")) + 1)})


@pytest.mark.parametrize(
    ("server", "part"), [(Repeating, "twice"), (Skipping, "missed"), (Endless, "size"), (OneMore, "size")]
)
def test_pagination_errors(server, part):
    assert rules(pagination.CHECK, server()) == [f"pagination/{part}"]


def test_items_created_between_requests_are_ignored():
    class Growing(Notes):
        lists = 0

        def page(self, notes, query):
            self.lists += 1
            return super().page([{**notes[0], "id": "n999"}, *notes] if self.lists == 2 else notes, query)

    assert rules(pagination.CHECK, Growing()) == []


class Linking(Notes):
    """Sends a link to the next page."""

    step = 2

    def list(self, query):
        reply = super().list({name: value for name, value in query.items() if name != "after"} | self._start(query))
        start = int(self._start(query)["offset"]) + self.step
        link = f'</notes?limit={query.get("limit", "20")}&after={start}>; rel="next", </notes>; rel="first"'
        return Response(reply.status, (*reply.headers, ("link", link)), reply.body)

    def _start(self, query):
        return {"offset": query.get("after", "0")}


class LinkingTwice(Linking):
    step = 1


def _without_offset():
    tree = document()
    parameters = tree["paths"]["/notes"]["get"]["parameters"]
    tree["paths"]["/notes"]["get"]["parameters"] = [one for one in parameters if one["name"] != "offset"]
    return tree


def test_links_to_the_next_page():
    assert rules(pagination.CHECK, Linking(), _without_offset()) == []
    assert rules(pagination.CHECK, LinkingTwice(), _without_offset()) == ["pagination/twice"]
