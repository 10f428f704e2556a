"""Occurrences of an item's id are learned from examples and written in the same format."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.generation.id_references import Every, Form, Recurrence, agreements, apply, recurrences, undo

LINKED = {"id": 1000, "subject": "Delayed mail [#1000]", "link": {"href": "/core/case/1000", "rel": "self"}}


def settled(item, identifier, *examples, id_field="id"):
    """Return the item with its id at all occurrences."""
    result = copy.deepcopy(item) | {id_field: identifier}
    apply(recurrences(examples, id_field), result, identifier)
    return result


def test_links_and_suffixes():
    born = {"id": 0, "subject": "Disk full", "link": {"href": "https://example.com/x", "rel": "self"}}
    assert settled(born, 7, LINKED) == {
        "id": 7,
        "subject": "Disk full [#7]",
        "link": {"href": "/core/case/7", "rel": "self"},
    }


def test_a_suffix_is_replaced():
    born = {"subject": "Disk full [#1000]"}
    assert settled(born, 7, LINKED)["subject"] == "Disk full [#7]"
    assert settled({"subject": ""}, 7, LINKED)["subject"] == "[#7]"


def test_a_prefix():
    example = {"id": "INC-2041", "title": "INC-2041: mail is late"}
    assert settled({"title": "disk full"}, "INC-7", example)["title"] == "INC-7: disk full"
    assert settled({"title": "INC-2041: disk full"}, "INC-7", example)["title"] == "INC-7: disk full"


def test_the_property_that_distinguishes_the_items_of_a_list():
    rows = [{"id": "case_id", "value": "c-1000"}, {"id": "owner", "value": "o-5"}]
    (found,) = recurrences([{"id": "c-1000", "rows": rows}], "id")
    assert found == Recurrence(("rows", Every(("id", "case_id")), "value"), Form())
    born = [{"id": "owner", "value": "o-6"}, {"id": "case_id", "value": "?"}, {"id": "case_id", "value": None}]
    after = settled({"rows": born}, "c-7", {"id": "c-1000", "rows": rows})["rows"]
    assert [row["value"] for row in after] == ["o-6", "c-7", None]


def test_all_items_of_a_list():
    example = {"case_id": 41, "comments": [{"case_id": 41, "text": "a"}, {"case_id": 41, "text": "b"}]}
    born = {"comments": [{"case_id": 3}, {"case_id": 5}, {"text": "?"}]}
    after = settled(born, 7, example, id_field="case_id")["comments"]
    assert after == [{"case_id": 7}, {"case_id": 7}, {"text": "?"}]


def test_two_examples_rule_out_coincidence():
    one, other = ({"id": number, "log": [{"what": "CREATED", "value": str(number)}]} for number in (42, 7))
    assert recurrences([one], "id") == ()
    born = {"log": [{"what": "CREATED", "value": "x"}]}
    assert settled(born, 9, one, other)["log"][0]["value"] == "9"


@pytest.mark.parametrize(
    "examples",
    [
        [{"id": 1, "author": {"id": 1}}],
        [{"id": 200, "status": 200}],
        [{"id": "7", "floor": "7"}],
        [{"id": True, "done": True}],
        [{"id": "string", "title": "string"}],
        [{"title": "no id", "n": None}],
        [{"id": 1000, "text": "between 1000 and 2000 users"}],
        [{"id": 100, "text": "about 1000"}],
        [{"id": 1000, "text": "1000 of 1000"}],
        [{"id": 1000, "ref": "C-1000"}, {"id": 1001, "ref": "C-7"}],
        [{"id": 1000, "ref": "C-1000"}, {"id": 1001, "ref": "D-1001"}],
        [{"id": 1000, "list": ["1000", "7"]}],
        [{"id": 1000, "rows": [{"n": 1, "v": "1000"}, {"n": 2, "v": "7"}]}],
    ],
)
def test_coincidences_and_contradictions_are_ignored(examples):
    assert recurrences(examples, "id") == ()


def test_null_missing_and_other_values_are_kept():
    for born in ({}, {"link": None}, {"link": []}, {"link": {"href": None}}, {"link": {"href": True}}):
        assert settled(born, 7, LINKED) == born | {"id": 7}


def test_a_number_is_not_replaced_by_a_string():
    one, other = ({"id": number, "root": {"id": number}} for number in (42, 7))
    assert settled({"root": {"id": 1}}, "abc", one, other)["root"] == {"id": 1}
    assert settled({"root": {"id": 1}}, "12", one, other)["root"] == {"id": 12}


@given(identifier=st.text("abcdef0123456789-", min_size=1, max_size=20), title=st.text(max_size=30))
def test_changes_can_be_repeated_and_reverted(identifier, title):
    item = {"id": identifier, "subject": title, "link": {"href": "/x"}}
    before = copy.deepcopy(item)
    changes = apply(recurrences([LINKED], "id"), item, identifier)
    once = copy.deepcopy(item)
    assert item["link"]["href"] == f"/core/case/{identifier}"
    assert item["subject"].endswith(f"[#{identifier}]")
    undo(changes)
    assert item == before
    apply(recurrences([LINKED], "id"), once, identifier)
    assert once["subject"].count(f"[#{identifier}]") == 1 or f"[#{identifier}]" in title


def test_ids_of_nested_objects():
    customers = [{"id": number, "link": [{"href": f"/customers/{number}"}]} for number in ("1000", "2001")]
    (found,) = agreements([{"id": "7", "customer": customer} for customer in customers], "id")
    item = {"id": "8", "customer": {"id": "5", "link": [{"href": "/customers/9"}, {"href": "?"}]}}
    changes = found.reach(item)
    assert item["customer"]["link"] == [{"href": "/customers/5"}] * 2
    undo(changes)
    assert item["customer"]["link"] == [{"href": "/customers/9"}, {"href": "?"}]
    assert found.reach({"customer": {"id": None, "link": [{"href": "x"}]}}) == []
