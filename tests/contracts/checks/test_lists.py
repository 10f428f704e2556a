"""Servers that show, sort, page, filter or limit otherwise than their document says."""

from __future__ import annotations

import json
import re

import pytest

from contracts.checks import filtering, languages, limits, pagination, projection, several_items, sorting
from contracts.checks.selectors import direction, names_in, required, sorts
from contracts.checks.sorting import is_sorted
from contracts.messages import Response
from tests.contracts.checks.notes import JSON, LOADED, Notes, answer, document, findings, rules, session

# ---------------------------------------------------------------------- which properties


class Whole(Notes):
    def read(self, identifier, query):
        return super().read(identifier, {})


class First(Notes):
    def read(self, identifier, query):
        return super().read(identifier, {name: value.partition(",")[0] for name, value in query.items()})


class Always(Notes):
    """Shows the stars whenever another one is named."""

    def read(self, identifier, query):
        fields = query.get("fields", "")
        return super().read(identifier, {"fields": f"{fields},stars"} if fields == "due" else query)


class Bare(Notes):
    """Shows what was asked for and nothing else."""

    def read(self, identifier, query):
        reply = super().read(identifier, query)
        asked = query.get("fields", "").split(",")
        return answer({name: value for name, value in reply.json.items() if name in asked}) if asked != [""] else reply


@pytest.mark.parametrize(
    ("server", "part"), [(Whole, "ignored"), (First, "missing"), (Always, "unasked"), (Bare, "mandatory")]
)
def test_projection(server, part):
    assert rules(projection.CHECK, server()) == [f"projection/{part}"]


def test_a_projection_may_add_to_what_is_always_sent():
    class Adding(Notes):
        def read(self, identifier, query):
            asked = query.get("fields", "id").split(",")
            reply = super().read(identifier, {})
            kept = {"id", "state", "created_at", "updated_at", *asked}
            return answer({name: value for name, value in reply.json.items() if name in kept})

    assert rules(projection.CHECK, Adding()) == []


def test_a_parameter_that_takes_any_word_names_no_properties():
    tree = document()
    tree["paths"]["/notes/{id}"]["get"]["parameters"][0]["schema"] = {"type": "string"}
    assert rules(projection.CHECK, Whole(), tree) == []


# ---------------------------------------------------------------------- in which order


class Unsorted(Notes):
    def ordered(self, notes, query):
        return [*notes]


class Upwards(Notes):
    def ordered(self, notes, query):
        return super().ordered(notes, {**query, "order": "asc"})


class Turned(Notes):
    def ordered(self, notes, query):
        return super().ordered(notes, query)[::-1]


@pytest.mark.parametrize("server", [Unsorted, Upwards, Turned])
def test_sorting(server):
    assert rules(sorting.CHECK, server()) == ["sorting/order"]


def test_without_words_for_it_either_direction_will_do():
    tree = document()
    parameters = tree["paths"]["/notes"]["get"]["parameters"]
    tree["paths"]["/notes"]["get"]["parameters"] = [one for one in parameters if one["name"] != "order"]
    assert rules(sorting.CHECK, Turned(), tree) == []
    assert rules(sorting.CHECK, Unsorted(), tree) == ["sorting/order"]


@pytest.mark.parametrize(
    "values",
    [
        ["9", "10", "11"],
        ["10", "11", "9"],
        ["B", "a", "c"],
        ["a", "B", "c"],
        ["eclair", "éclair", "zoo"],
        ["delta", "de-luxe", "de mare"],
        ["item 2", "item 10"],
        ["2026-01-01T01:00:00+02:00", "2026-01-01T00:00:00Z"],
        [1, 1, 2.5],
        [],
    ],
)
def test_usual_orders(values):
    assert is_sorted(values, down=False)
    assert is_sorted(values[::-1], down=True)


@pytest.mark.parametrize("values", [["b", "a", "c"], ["5", "90", "1", "10"], [3, 1, 2]])
def test_no_order(values):
    assert not is_sorted(values, down=False)
    assert not is_sorted(values, down=True)


def test_objects_are_sorted_if_anything_in_them_is():
    tree = document()
    properties = tree["components"]["schemas"]["Note"]["properties"]
    owner = {"type": "object", "properties": {"name": {"type": "string"}, "rank": {"type": "integer"}}}
    tree["components"]["schemas"]["Note"]["properties"] = {**properties, "owner": owner}
    tree["paths"]["/notes"]["get"]["parameters"][2]["schema"]["enum"] = ["owner"]

    class Owned(Notes):
        def shown(self, note):
            number = int(note["id"][1:])
            return {**note, "owner": {"name": f"owner {(number * 7) % 13:02}", "rank": number * 3 % 4}}

        def ordered(self, notes, query):
            by = query.get("sort") and "rank"
            down = query.get("order") == "desc"
            return sorted(notes, key=lambda note: note["owner"][by], reverse=down) if by else [*notes]

    class Never(Owned):
        def ordered(self, notes, query):
            return [*notes]

    assert rules(sorting.CHECK, Owned(), tree) == []
    assert rules(sorting.CHECK, Never(), tree) == ["sorting/order"]


def test_what_a_document_declares():
    operation = LOADED.operation("list")
    assert operation is not None
    selection = next(iter(sorts(session(Notes()))))
    assert selection.names == ("title", "state", "stars", "created_at")
    assert direction(operation, selection.parameter) == ("order", "asc", "desc")
    schema = LOADED.schema("/components/schemas/Note")
    assert required(schema) == {"id", "title", "state", "created_at", "updated_at"}
    limit = next(one for one in operation.parameters if one.name == "limit")
    assert names_in(limit, schema) == ()


# ---------------------------------------------------------------------- pages


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
def test_pages(server, part):
    assert rules(pagination.CHECK, server()) == [f"pagination/{part}"]


def test_items_that_come_while_one_reads_are_no_fault():
    class Growing(Notes):
        lists = 0

        def page(self, notes, query):
            self.lists += 1
            return super().page([{**notes[0], "id": "n999"}, *notes] if self.lists == 2 else notes, query)

    assert rules(pagination.CHECK, Growing()) == []


class Linking(Notes):
    """Says in a link where the next page is."""

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


# ---------------------------------------------------------------------- filters and limits


def test_a_filter_keeps_others_out():
    class Unfiltered(Notes):
        def list(self, query):
            return super().list({name: value for name, value in query.items() if name != "state"})

    assert rules(filtering.CHECK, Unfiltered()) == ["filtering"]


class Lenient(Notes):
    """Takes any size of a page."""

    def list(self, query):
        return super().list({name: value for name, value in query.items() if name != "limit"})


class Tight(Notes):
    """Gives pages of ten at most."""

    def list(self, query):
        return Response(400) if query.get("limit", "1") in {"20", "11"} else super().list(query)


class Long(Notes):
    def with_body(self, request, act):
        return act(json.loads(request.body)) if request.method == "PATCH" else super().with_body(request, act)


class Generous(Notes):
    """Reads any number of notes."""

    def several(self, ids):
        return answer({"notes": [self.shown(self.notes[one]) for one in dict.fromkeys(ids)]})


class Stingy(Notes):
    def several(self, ids):
        return Response(400) if len(ids) > 9 else super().several(ids)


@pytest.mark.parametrize(
    ("server", "told"),
    [
        (Lenient, {"limits/over"}),
        (Tight, {"limits/at"}),
        (Long, {"limits/over"}),
        (Generous, {"limits/over"}),
        (Stingy, {"limits/at"}),
    ],
)
def test_limits(server, told):
    assert set(rules(limits.CHECK, server())) == told


def test_without_a_status_for_it_nothing_need_be_refused():
    tree = document()
    for path in tree["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].pop("400")
    assert rules(limits.CHECK, Lenient(), tree) == []


# ---------------------------------------------------------------------- several by their ids


def _several(change):
    class Several(Notes):
        def several(self, ids):
            reply = super().several(ids)
            return answer({"notes": change(reply.json["notes"])}) if reply.is_success else reply

    return Several


class Passing(Notes):
    def several(self, ids):
        return super().several([one for one in ids if one in self.notes] or ids)


class Doubling(Notes):
    def several(self, ids):
        reply = super().several(ids)
        return answer({"notes": [self.shown(self.notes[one]) for one in ids]}) if reply.is_success else reply


@pytest.mark.parametrize(
    ("server", "part"),
    [
        (_several(lambda notes: notes[:1]), "missing"),
        (_several(lambda notes: [notes[0], *notes]), "twice"),
        (_several(lambda notes: notes[::-1]), "order"),
        (_several(lambda notes: [*notes, {**notes[0], "id": "n777"}] if notes[1:] else notes), "unasked"),
        (_several(lambda notes: [{**one, "title": f"{len(notes)}"} for one in notes]), "differs"),
        (Doubling, "repeated"),
    ],
)
def test_several(server, part):
    assert rules(several_items.CHECK, server()) == [f"several-items/{part}"]


def test_an_unknown_id_among_others_fails_as_alone():
    tree = document()
    schema = tree["paths"]["/several/{ids}"]["get"]["parameters"][0]["schema"]
    schema["pattern"] = schema["pattern"].replace("n[0-9]{3}", "(n[0-9]{3}|404)")
    assert rules(several_items.CHECK, Passing(), tree) == ["several-items/unknown"]
    assert rules(several_items.CHECK, Notes(), tree) == []


# ---------------------------------------------------------------------- languages


def _spoken():
    tree = document()
    header = {"name": "Accept-Language", "in": "header", "schema": {"enum": ["en-GB", "en-US", "pl-PL", "de-DE"]}}
    tree["paths"]["/notes/{id}"]["get"]["parameters"].append(header)
    return tree


class Speaking(Notes):
    speaks = re.compile("en|pl|de")

    def send(self, request):
        reply = super().send(request)
        asked = request.header("accept-language") or "en-GB"
        language = asked if self.speaks.match(asked) else "en-GB"
        return Response(reply.status, (*reply.headers, ("content-language", language)), reply.body)


class English(Speaking):
    speaks = re.compile("en")


class NoGerman(Speaking):
    speaks = re.compile("en|pl")


@pytest.mark.parametrize(("server", "told"), [(Speaking, []), (English, ["languages"]), (NoGerman, []), (Notes, [])])
def test_languages(server, told):
    assert rules(languages.CHECK, server(), _spoken()) == told


def test_evidence_of_a_list_points_into_the_document():
    (finding,) = findings(sorting.CHECK, Unsorted())
    assert finding.location.pointer.startswith("/paths/~1notes/get/parameters/")
    assert finding.evidence is not None
    assert finding.evidence.response is not None
    assert finding.evidence.response.media_type == JSON
