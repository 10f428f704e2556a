"""Servers whose lists lack created items, have them twice, or show other values than the items have."""

from __future__ import annotations

import json

import pytest

from contracts.conformance.checks import list_contents
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.notes import Notes, answer, document, rules


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


class Filtered(Notes):
    """Lists the notes of the required state, or as many as fit on one page of an undocumented size."""

    page_size = 20

    def page(self, notes, query):
        start = (int(query.get("page", "1")) - 1) * self.page_size
        return notes[start : start + self.page_size]


class ForgettingFiltered(Filtered):
    def page(self, notes, query):
        return super().page([note for note in notes if int(note["id"][1:]) <= Notes.first], query)


def _listing(name: str, schema: object, *, required: bool) -> dict[str, object]:
    tree = document()
    tree["paths"]["/notes"]["get"]["parameters"] = [
        {"name": name, "in": "query", "required": required, "schema": schema}
    ]
    return tree


@pytest.mark.parametrize(("state", "expected"), [("open", ["list-contents/not-listed"]), ("done", [])])
def test_a_list_of_other_items_lacks_the_created_one(state: str, expected: list[str]) -> None:
    tree = _listing("state", {"type": "string", "enum": [state]}, required=True)
    tree["components"]["schemas"]["NoteBody"]["properties"]["state"] = {"enum": ["open"]}
    assert rules(list_contents.CHECK, Filtered(), tree) == []
    assert rules(list_contents.CHECK, ForgettingFiltered(), tree) == expected


def test_a_list_with_pages_of_unknown_size() -> None:
    tree = _listing("page", {"type": "integer", "minimum": 1}, required=False)

    class Small(Filtered):
        page_size = Notes.first

    assert rules(list_contents.CHECK, Small(), tree) == []
    assert rules(list_contents.CHECK, ForgettingFiltered(), tree) == ["list-contents/not-listed"]


def test_a_list_without_ids_is_counted() -> None:
    tree = document()
    shown = {"type": "object", "properties": {"title": {"type": "string"}}}
    content = {"application/json": {"schema": {"type": "array", "items": shown}}}
    tree["paths"]["/notes"]["get"]["responses"]["200"] = {"description": "OK", "content": content}

    class Short(Notes):
        def page(self, notes, query):
            return [{"title": note["title"]} for note in super().page(notes, query)]

    class ForgettingShort(Short):
        def page(self, notes, query):
            return super().page(notes[: Notes.first], query)

    assert rules(list_contents.CHECK, Short(), tree) == []
    assert rules(list_contents.CHECK, ForgettingShort(), tree) == ["list-contents/not-listed"]
