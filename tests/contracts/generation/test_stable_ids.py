"""Entities have stable ids."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.generation.generate import Generators
from contracts.generation.people import SIZE
from contracts.generation.records import Pools
from contracts.generation.stable_ids import is_entity, is_staff
from tests.contracts.generation.conftest import build_schema

TEXT = {"type": "string"}
WHOLE = {"type": "integer", "minimum": 1}


def thing(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


PERSON = thing(id=WHOLE, first_name=TEXT, last_name=TEXT, email=TEXT | {"format": "email"})
TAG = thing(id=TEXT | {"format": "uuid"}, name=TEXT)
TEAM = thing(id=TEXT | {"examples": ["2001"]}, name=TEXT)
CASE = thing(
    id=WHOLE,
    title=TEXT,
    author=PERSON,
    assignees={"type": "array", "items": PERSON},
    comments={"type": "array", "items": thing(text=TEXT, user=PERSON)},
    lastModifiedBy=thing(user=PERSON),
    customer=PERSON,
    tags={"type": "array", "items": TAG},
    team=TEAM,
)


def ids_of(cases):
    """Return ids by kind and name, and kinds and names by id."""
    by_name, by_id = defaultdict(set), defaultdict(set)
    for case in cases:
        people = [case["author"], *case["assignees"], *(comment["user"] for comment in case["comments"])]
        people += [case["lastModifiedBy"]["user"], case["customer"]]
        found = [("person", f"{one['first_name']} {one['last_name']}", one["id"]) for one in people]
        found += [("tag", tag["name"], tag["id"]) for tag in case["tags"]]
        found.append(("team", case["team"]["name"], case["team"]["id"]))
        for kind, name, own in found:
            by_name[kind, name].add(own)
            by_id[kind, own].add(name)
    return by_name, by_id


@settings(max_examples=25)  # each compiles a generator and makes 40 cases
@given(seed=st.integers(0, 2**64))
def test_ids_and_names_correspond(seed):
    case = Generators(seed=seed).compile(build_schema(CASE))
    for found in ids_of([case(str(number)) for number in range(40)]):
        assert all(len(values) == 1 for values in found.values())


def test_ids_match_their_schema(values):
    by_name, _ = ids_of(values(CASE, 60))
    assert all(len(own) == 4 and own.isdecimal() for (kind, _), (own, *_) in by_name.items() if kind == "team")


def test_team_members_recur_and_customers_do_not(values):
    cases = values(CASE, 300)
    workers = {
        one["email"] for case in cases for one in (case["author"], case["lastModifiedBy"]["user"], *case["assignees"])
    }
    workers |= {comment["user"]["email"] for case in cases for comment in case["comments"]}
    assert len(workers) == SIZE
    assert len({mail.partition("@")[2] for mail in workers}) == 1
    assert len({case["customer"]["email"] for case in cases}) > 100


def test_assignees_are_unique(values):
    for case in values(CASE, 300):
        own = [one["id"] for one in case["assignees"]]
        assert len(set(own)) == len(own)


def test_email_addresses_have_the_documented_domain(values):
    person = thing(name=TEXT, email=TEXT | {"format": "email", "examples": ["jane@vendor.io"]})
    assert all(case["owner"]["email"].endswith("@vendor.io") for case in values(thing(owner=person)))


def test_a_resource_has_its_own_id(values):
    found = values(thing(id=WHOLE, name=TEXT, email=TEXT), 200)
    assert len({person["id"] for person in found}) > 190


def test_ids_beside_names(values):
    found = values(thing(assignee_id=WHOLE, assignee_name=TEXT, title=TEXT), 200)
    assert len({item["assignee_id"] for item in found}) == len({item["assignee_name"] for item in found}) == SIZE
    assert len({(item["assignee_id"], item["assignee_name"]) for item in found}) == SIZE


def test_too_few_possible_ids(values):
    person = PERSON | {"properties": PERSON["properties"] | {"id": {"type": "integer", "minimum": 1, "maximum": 9}}}
    assert {case["author"]["id"] for case in values(thing(author=person), 100)} == set(range(1, 10))


def test_two_roles_are_two_people(values):
    found = values(thing(created_by=TEXT, closed_by=TEXT), 60)
    assert any(item["created_by"] != item["closed_by"] for item in found)
    team = {person["name"] for person in Pools(1, "en_US").records("staff")}
    assert {item["created_by"] for item in found} <= team


@pytest.mark.parametrize(
    ("role", "context", "expected"),
    [
        ("assignee", "case", True),
        ("user", "comment", True),
        ("user", "last modified by", True),
        ("user", "order", False),
        ("user", "requested by", False),
        ("customer", "case", False),
        ("", "case", False),
    ],
)
def test_team_members(role, context, expected):
    assert is_staff(tuple(role.split()), tuple(context.split())) is expected


def test_rows_are_not_entities(build, generators):
    node = thing(id=WHOLE, name=TEXT, value=TEXT)
    found = [generators.compile(build(thing(row=node)))(str(number))["row"]["id"] for number in range(100)]
    assert len(set(found)) > 90
    assert not is_entity([("id",), ("name",), ("created", "at")], None)
