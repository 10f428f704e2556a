"""Servers with pages that overlap, miss items or are too long."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import pagination
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, answer, document, rules


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


class DroppingLast(Notes):
    """The last page lacks its last item."""

    def page(self, notes, query):
        found = super().page(notes, query)
        return found[:-1] if len(found) < int(query.get("limit", "20")) else found


class RepeatingLast(Notes):
    """The last page has its last item twice."""

    def page(self, notes, query):
        found = super().page(notes, query)
        is_last = "offset" in query and 0 < len(found) < int(query.get("limit", "20"))
        return [*found, found[-1]] if is_last else found


@pytest.mark.parametrize(
    ("server", "part"), [(DroppingLast, "missed"), (RepeatingLast, "twice")], ids=["dropping", "repeating"]
)
@pytest.mark.parametrize("number", [5, 6, 7, 8])
def test_errors_of_the_last_page(server, part, number):
    class Some(server):
        first = number

    assert rules(pagination.CHECK, Some()) == [f"pagination/{part}"]


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

    overlap = 0

    def list(self, query):
        reply = super().list({name: value for name, value in query.items() if name != "after"} | self._start(query))
        start = int(self._start(query)["offset"]) + int(query.get("limit", "20")) - self.overlap
        link = f'</notes?limit={query.get("limit", "20")}&after={start}>; rel="next", </notes>; rel="first"'
        return Response(reply.status, (*reply.headers, ("link", link)), reply.body)

    def _start(self, query):
        return {"offset": query.get("after", "0")}


class LinkingTwice(Linking):
    overlap = 1


def _without_offset():
    tree = document()
    parameters = tree["paths"]["/notes"]["get"]["parameters"]
    tree["paths"]["/notes"]["get"]["parameters"] = [one for one in parameters if one["name"] != "offset"]
    return tree


def test_links_to_the_next_page():
    assert rules(pagination.CHECK, Linking(), _without_offset()) == []
    assert rules(pagination.CHECK, LinkingTwice(), _without_offset()) == ["pagination/twice"]


class SkippingLink(Notes):
    """Links to a page that begins one item too late; the last page has no link."""

    first = 5
    skipped = 1

    def list(self, query):
        reply = super().list(query)
        start = int(query.get("offset", "0")) + int(query.get("limit", "20"))
        if reply.status != 200 or start >= len(self.notes):
            return reply
        link = f'</notes?limit={query.get("limit", "20")}&offset={start + self.skipped}>; rel="next"'
        return Response(reply.status, (*reply.headers, ("link", link)), reply.body)


def test_a_last_page_without_link_is_the_last_one():
    class Right(SkippingLink):
        skipped = 0

    assert rules(pagination.CHECK, SkippingLink()) == ["pagination/missed"]
    assert rules(pagination.CHECK, Right()) == []


class Putting(Notes):
    """Creates notes by PUT only."""

    first = 1

    def route(self, request, segments, query):
        new = request.method == "PUT" and segments[1] not in self.notes
        if request.method == "POST":
            return Response(405)
        return (
            self.with_body(request, lambda body: self.added(segments[1], body))
            if new
            else super().route(request, segments, query)
        )

    def added(self, identifier, body):
        if not {"title", "state"} <= body.keys():
            return Response(400)
        now = self.now()
        self.notes[identifier] = {"id": identifier, **self.taken(body), "created_at": now, "updated_at": now}
        return answer(self.notes[identifier], 201)


def test_lists_are_filled_by_put():
    changed = document()
    del changed["paths"]["/notes"]["post"]
    changed["paths"]["/notes/{id}"]["put"]["responses"]["201"] = {"description": "created"}
    # only one example, which exists
    changed["paths"]["/notes/{id}"]["parameters"][0] |= {"examples": {"one": {"value": "n001"}}}
    changed["paths"]["/notes/{id}"]["parameters"][0]["schema"] = {"type": "string", "example": "n001"}

    class Skips(Putting, Skipping):
        pass

    assert rules(pagination.CHECK, Skips(), changed) == ["pagination/missed"]
    assert rules(pagination.CHECK, Putting(), changed) == []


class Cursors(Notes):
    """Pages by a cursor; an unknown one is refused."""

    refuses = True

    def list(self, query):
        start = query.get("cursor", "c0")
        if not start[1:].isdecimal():
            if self.refuses:
                return Response(400)
            start = "c0"
        first, size = int(start[1:]), int(query.get("limit", "20"))
        notes = [*self.notes.values()]
        following = {"next_cursor": f"c{first + size}"} if first + size < len(notes) else {}
        return answer({"items": notes[first : first + size], **following})


class AnyCursor(Cursors):
    refuses = False


def _with_cursor(description):
    tree = document()
    operation = tree["paths"]["/notes"]["get"]
    limit = next(one for one in operation["parameters"] if one["name"] == "limit")
    operation["parameters"] = [limit, {"name": "cursor", "in": "query", "schema": {"type": "string"}}]
    note = {"$ref": "#/components/schemas/Note"}
    properties = {"items": {"type": "array", "items": note}, "next_cursor": {"type": "string"}}
    page = {"type": "object", "required": ["items"], "properties": properties}
    operation["responses"]["200"]["content"]["application/json"]["schema"] = page
    operation["responses"]["400"]["description"] = description
    return tree


@pytest.mark.parametrize(
    ("server", "description", "expected"),
    [
        (Cursors, "the cursor is invalid or expired", []),
        (AnyCursor, "the cursor is invalid or expired", ["pagination/cursor"]),
        (AnyCursor, "the page token is invalid", ["pagination/cursor"]),
        (AnyCursor, "the limit is invalid", []),
    ],
)
def test_invalid_cursors_are_refused_if_documented(server, description, expected):
    assert rules(pagination.CHECK, server(), _with_cursor(description)) == expected


class Named(Notes):
    """Notes without an id in the list; several have the same name."""

    repeated = 0

    def page(self, notes, query):
        offset = max(0, int(query.get("offset", "0")) - self.repeated)
        found = super().page(notes, {**query, "offset": str(offset)})
        return [{"name": "Note", "text": note["title"] + note["id"]} for note in found]


class NamedTwice(Named):
    repeated = 1


def _named():
    tree = document()
    listed = {"type": "object", "properties": {"name": {"type": "string"}, "text": {"type": "string"}}}
    content = {"application/json": {"schema": {"type": "array", "items": listed}}}
    get = tree["paths"]["/notes"]["get"]
    get["responses"]["200"] = {"description": "OK", "content": content}
    created = {"description": "OK", "content": {"application/json": {"schema": listed}}}
    tree["paths"] = {"/notes": {"get": get, "post": tree["paths"]["/notes"]["post"]}}
    tree["paths"]["/notes"]["post"]["responses"]["201"] = created
    return tree


def test_items_of_one_name_are_told_apart():
    assert rules(pagination.CHECK, Named(), _named()) == []
    assert rules(pagination.CHECK, NamedTwice(), _named()) == ["pagination/twice"]


class Tenant(Linking):
    """Needs a header, which links cannot have."""

    def send(self, request, *, fresh=False):
        is_list = request.path == "/notes" and request.method == "GET"
        return Response(400) if is_list and not request.header("x-tenant") else super().send(request, fresh=fresh)


class TenantTwice(Tenant):
    overlap = 1


def test_links_are_followed_with_the_headers_of_the_list():
    tree = _without_offset()
    header = {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}}
    tree["paths"]["/notes"]["get"]["parameters"].append(header)
    assert rules(pagination.CHECK, Tenant(), tree) == []
    assert rules(pagination.CHECK, TenantTwice(), tree) == ["pagination/twice"]


class After(Notes):
    """Pages begin after an id."""

    def page(self, notes, query):
        ids = [note["id"] for note in notes]
        start = ids.index(query["starting_after"]) + 1 if query.get("starting_after") in ids else 0
        return notes[start : start + int(query.get("limit", "20"))]


class AfterSkipping(After):
    def page(self, notes, query):
        found = super().page(notes, query)
        return found[1:] if "starting_after" in query else found


def test_a_cursor_that_cannot_be_an_id():
    def tree(kind):
        changed = _without_offset()
        cursor = {"name": "starting_after", "in": "query", "schema": {"type": kind}}
        changed["paths"]["/notes"]["get"]["parameters"].append(cursor)
        return changed

    assert rules(pagination.CHECK, After(), tree("string")) == []
    assert rules(pagination.CHECK, After(), tree("integer")) == []
    assert rules(pagination.CHECK, AfterSkipping(), tree("string")) == ["pagination/missed"]


def test_a_required_offset_begins_at_the_first_page():
    tree = document()
    offset = next(one for one in tree["paths"]["/notes"]["get"]["parameters"] if one["name"] == "offset")
    offset |= {"required": True, "example": 900}
    assert rules(pagination.CHECK, Notes(), tree) == []
    assert rules(pagination.CHECK, Repeating(), tree) == ["pagination/twice"]
