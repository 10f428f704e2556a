"""Servers with lists in another order than requested."""

from __future__ import annotations

import pytest

from contracts.conformance.assertions.query_params import (
    direction_parameter,
    required_properties,
    selectable_names,
    sort_parameters,
)
from contracts.conformance.checks import sorting
from contracts.conformance.checks.sorting import is_sorted
from tests.contracts.conformance.checks.notes import JSON, LOADED, Notes, document, findings, rules, session


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
def test_sorting_errors(server):
    assert rules(sorting.CHECK, server()) == ["sorting/order"]


def test_without_a_direction_parameter_either_direction_is_accepted():
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
def test_accepted_orders(values):
    assert is_sorted(values, down=False)
    assert is_sorted(values[::-1], down=True)


@pytest.mark.parametrize("values", [["b", "a", "c"], ["5", "90", "1", "10"], [3, 1, 2]])
def test_unsorted_values(values):
    assert not is_sorted(values, down=False)
    assert not is_sorted(values, down=True)


def test_objects_are_sorted_by_any_of_their_values():
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


def test_sort_parameters_of_documents():
    operation = LOADED.operation("list")
    assert operation is not None
    selection = next(iter(sort_parameters(session(Notes()))))
    assert selection.names == ("title", "state", "stars", "created_at")
    assert direction_parameter(operation, selection.parameter) == ("order", "asc", "desc")
    schema = LOADED.schema("/components/schemas/Note")
    assert required_properties(schema) == {"id", "title", "state", "created_at", "updated_at"}
    limit = next(one for one in operation.parameters if one.name == "limit")
    assert selectable_names(limit, schema) == ()


def test_a_finding_points_to_the_parameter():
    (finding,) = findings(sorting.CHECK, Unsorted())
    assert finding.location.pointer.startswith("/paths/~1notes/get/parameters/")
    assert finding.evidence is not None
    assert finding.evidence.response is not None
    assert finding.evidence.response.media_type == JSON
