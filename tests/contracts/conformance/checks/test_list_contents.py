"""Servers whose lists lack created items, have them twice, or show other values than the items have."""

from __future__ import annotations

import json

import pytest

from contracts.conformance.checks import list_contents
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.notes import Notes, answer, rules


class Forgetting(Notes):
    """Does not list what was created."""

    def list(self, query):
        rows = super().list(query).json
        return answer([row for row in rows if int(row["id"][1:]) <= Notes.first])


class Doubling(Notes):
    """Creates two items for one request."""

    def created(self, body):
        super().created(body)
        return super().created(body)


class Outdated(Notes):
    """Shows the first title of an item in the list."""

    def list(self, query):
        return answer([{**row, "title": "Before"} for row in super().list(query).json])


@pytest.mark.parametrize(("server", "part"), [(Forgetting, "not-listed"), (Doubling, "twice"), (Outdated, "differs")])
def test_wrong_lists(server: type[Notes], part: str) -> None:
    assert f"list-contents/{part}" in rules(list_contents.CHECK, server())


def test_a_correct_list() -> None:
    assert rules(list_contents.CHECK, Notes()) == []


def test_a_list_of_several_pages_is_not_judged() -> None:
    class Short(Forgetting):
        """Returns at most ten items, and says that there are more."""

        def send(self, request: Request, *, fresh: bool = False) -> Response:
            response = super().send(request, fresh=fresh)
            if request.path != "/notes" or request.method != "GET":
                return response
            link = ("link", '</notes?offset=10>; rel="next"')
            return Response(response.status, (*response.headers, link), json.dumps(response.json[:10]).encode())

    assert "list-contents/not-listed" not in rules(list_contents.CHECK, Short())


def test_shortened_text_in_a_list_is_allowed() -> None:
    class Excerpt(Notes):
        def list(self, query):
            return answer([{**row, "title": f"{row['title'][:3]}…"} for row in super().list(query).json])

    assert rules(list_contents.CHECK, Excerpt()) == []
