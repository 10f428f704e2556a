"""Documented objects and lists are used as they are."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from contracts.generation.generate import Generators
from tests.contracts.generation.conftest import build_schema

TEXT = {"type": "string"}
COLUMNS = [
    {"id": "hosts", "type": "INTEGER", "note": "how many", "value": 3},
    {"id": "hosts", "type": "INTEGER", "note": "how many", "value": 12},
    {"id": "source", "type": "TEXT", "note": "where from", "value": "monitoring"},
    {"id": "told", "type": "BOOLEAN", "note": "", "value": False},
]
COLUMN = {
    "type": "object",
    "required": ["id", "type", "note", "value"],
    "properties": {"id": TEXT, "type": TEXT, "note": TEXT, "value": {}},
    "examples": COLUMNS,
}
TIME = {"type": "string", "format": "date-time"}


def listed(node, **more):
    """Return a resource with a list of these objects."""
    return {"type": "object", "required": ["list"], "properties": {"list": {"type": "array", "items": node, **more}}}


def test_an_object_is_one_of_its_examples(values):
    found = values({"type": "object", "required": ["column"], "properties": {"column": COLUMN}}, 100)
    assert all(item["column"] in COLUMNS for item in found)
    assert all(column in [item["column"] for item in found] for column in COLUMNS)


def test_a_list_contains_each_entry_once_in_the_order_of_the_examples(values):
    order = ["hosts", "source", "told"]
    for item in values(listed(COLUMN), 200):
        names = [column["id"] for column in item["list"]]
        assert names == [name for name in order if name in names]
        assert all(column in COLUMNS for column in item["list"])


def test_variants_of_an_entry_are_equally_frequent(values):
    found = [column["value"] for item in values(listed(COLUMN), 400) for column in item["list"]]
    counts = Counter(value for value in found if isinstance(value, int) and not isinstance(value, bool))
    assert counts.keys() == {3, 12}
    assert min(counts.values()) * 2 > max(counts.values())


def test_entries_repeat_if_the_schema_requires_more_items(values):
    assert {len(item["list"]) for item in values(listed(COLUMN, minItems=7, maxItems=7))} == {7}


@given(least=st.integers(0, 5), more=st.integers(0, 4), unique=st.booleans(), seed=st.integers())
def test_the_number_of_items_is_kept(least, more, unique, seed):
    bounds = {"minItems": min(least, 3), "maxItems": least + more, "uniqueItems": unique}
    schema = build_schema(listed(COLUMN, **bounds))
    value = Generators(seed=seed).compile(schema)("a")
    assert schema.is_valid(value)
    assert len({column["id"] for column in value["list"]}) == len(value["list"])


def test_values_are_copies(build, generators):
    generator = generators.compile(build(listed(COLUMN, minItems=3)))
    first = generator("a")
    for column in first["list"]:
        column.clear()
    assert all(generator("a")["list"])


def test_two_examples_are_not_used_as_they_are(values):
    node = COLUMN | {"examples": COLUMNS[1:3]}
    assert any(column not in COLUMNS for item in values(listed(node)) for column in item["list"])


def test_placeholders_of_renderers_are_ignored(values):
    filler = {"id": "string", "type": "string", "note": "string", "value": "<unknown>"}
    found = values(listed(COLUMN | {"examples": [filler, *COLUMNS]}), 100)
    assert all(column in COLUMNS for item in found for column in item["list"])


def test_a_resource_is_not_a_documented_example(values):
    assert any(item not in COLUMNS for item in values(COLUMN))


def test_invalid_examples_are_ignored(values):
    node = COLUMN | {"properties": COLUMN["properties"] | {"type": {"enum": ["INTEGER", "TEXT"]}}}
    assert {column["id"] for item in values(listed(node), 100) for column in item["list"]} != {"told"}


def test_properties_of_the_other_direction_are_removed_from_examples(values):
    node = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": TEXT, "secret": TEXT | {"writeOnly": True}},
        "examples": [{"name": name, "secret": "x"} for name in ("a", "b", "c")],
    }
    assert {str(column) for item in values(listed(node)) for column in item["list"]} == {
        "{'name': 'a'}",
        "{'name': 'b'}",
        "{'name': 'c'}",
    }


def test_identifiers_and_dates_are_generated(values):
    common = "0d8e4f21-6b3c-4a97-9e50-c1f7a2b84d36"
    examples = [
        {"id": f"step{number}", "at": f"2020-01-0{number}T00:00:00Z", "row": common[:-1] + f"{number}", "owner": common}
        for number in (1, 2, 3)
    ]
    properties = {"id": TEXT, "at": TIME, "row": TEXT | {"format": "uuid"}, "owner": TEXT}
    steps = listed({"type": "object", "properties": properties, "examples": examples})
    steps["properties"] |= {"created_at": TIME, "updated_at": TIME}
    found = [(item, step) for item in values(steps, 100) for step in item["list"]]
    assert {step["id"] for _, step in found} == {"step1", "step2", "step3"}
    assert len({step["row"] for _, step in found}) == len(found)
    assert {step["owner"] for _, step in found} == {common}
    assert all(item.get("created_at", "2") <= step["at"] <= item.get("updated_at", "3") for item, step in found)


def test_documented_lists(values):
    empty = [column | {"value": None} for column in COLUMNS[1:]]
    lists = [empty, COLUMNS[1:], [COLUMNS[0], COLUMNS[2]]]
    found = [item["list"] for item in values(listed(COLUMN, examples=lists), 200)]
    assert empty in found
    for row in found:
        assert [column["id"] for column in row] in (["hosts", "source", "told"], ["hosts", "source"])
        assert row == empty or all(column in COLUMNS for column in row)
    assert {row[0]["value"] for row in found} == {None, 3, 12}


def test_dates_of_a_documented_list_are_in_the_lifetime_of_the_case(values):
    at = "2020-01-01T00:00:00Z"
    rows = [[{"id": "created_at", "value": value}, {"id": "updated_at", "value": value}] for value in (at, at, None)]
    node = listed({"type": "object"}, examples=rows)
    node["properties"] |= {"created_at": TIME, "updated_at": TIME}
    node["required"] = [*node["properties"]]
    for item in values(node, 60):
        row = {column["id"]: column["value"] for column in item["list"]}
        assert row in (
            {"created_at": None, "updated_at": None},
            {"created_at": item["created_at"], "updated_at": item["updated_at"]},
        )


def test_a_row_has_a_unique_id(values):
    rows = [{"id": number, "name": name, "value": name.upper()} for number, name in enumerate("abc", 1)]
    number = {"type": "integer", "minimum": 1, "examples": [1871]}
    row = {"type": "object", "properties": {"id": number, "name": TEXT, "value": TEXT}, "examples": rows}
    found = [one for item in values(listed(row), 100) for one in item["list"]]
    assert all(one["value"] == one["name"].upper() for one in found)
    assert len({one["id"] for one in found}) > len(found) * 0.95
    for item in values(listed(row), 100):
        assert len({one["name"] for one in item["list"]}) == len(item["list"])


def test_an_entity_keeps_its_id(values):
    tags = [{"id": number, "name": name} for number, name in enumerate("abc", 1)]
    tag = {"type": "object", "properties": {"id": {"type": "integer"}, "name": TEXT}, "examples": tags}
    assert all(one in tags for item in values(listed(tag), 60) for one in item["list"])
