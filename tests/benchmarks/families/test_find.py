"""Families are found by paths and methods."""

from __future__ import annotations

import pytest

import contracts
from benchmarks.families.find import FamilyPaths, find_families, find_paths, methods_of, select
from tests.mockserver.kit import document, path_parameter, response


@pytest.mark.parametrize(
    ("collection", "item"),
    [
        ("/pets", "/pets/{petId}"),
        ("/pets/", "/pets/{petId}"),
        ("/pets/", "/pets/{petId}/"),
        ("/v1/owners/{owner}/pets", "/v1/owners/{owner}/pets/{petId}"),
        ("/pets.json", "/pets/{petId}.json"),
    ],
)
def test_paths_of_a_family(collection, item):
    found = find_paths({collection: ["post", "get"], item: ["get"]})
    assert list(found) == [FamilyPaths(collection, item, "petId")]


def test_first_of_equal_item_paths():
    found = find_paths({"/pets": ["post"], "/pets/{petId}": ["get", "put"], "/pets/{petPath}": ["get", "put"]})
    assert [paths.parameter for paths in found] == ["petId"]


@pytest.mark.parametrize(
    ("collection", "item", "item_methods"),
    [
        ("/pets", "/pets/{petId}", ["delete"]),  # no GET
        ("/pets", "/pets/{petId}", ["get"]),  # neither list nor update nor delete
        ("/pets", "/pets/{petId}/toys", ["get", "put"]),
        ("/pets", "/pets/x-{petId}", ["get", "put"]),
        ("/pets/{petId}", "/pets/{petId}/{toyId}", ["get", "put"]),
    ],
)
def test_other_paths(collection, item, item_methods):
    assert list(find_paths({collection: ["post"], item: item_methods})) == []


def test_methods_of_a_parsed_document():
    tree = {"paths": {"/pets": {"get": {}, "parameters": [], "x-note": 1}, "x-more": "text"}}
    assert methods_of(tree) == {"/pets": ["get"]}


ID = {"parameters": [path_parameter("id")], "get": {}, "delete": {}}


def families(**media):
    content = media or {"application/json": {"schema": {"type": "object"}}}
    paths = {"/x": {"post": {"requestBody": {"content": content}}}, "/x/{id}": {**ID, "put": {}}}
    return find_families(contracts.load(document(paths)))


def test_operations_of_a_family():
    (found,) = families()
    assert found.summary == "create get PUT delete"


def test_families_with_xml_only_are_left_out():
    assert families(**{"application/xml": {"schema": {"type": "object"}}}) == []


def test_families_without_a_documented_success_are_left_out():
    paths = {"/x": {"post": {"responses": {"405": response()}}}, "/x/{id}": ID}
    assert find_families(contracts.load(document({**paths, "/x": {"post": {}}}))) != []
    assert find_families(contracts.load(document(paths))) == []


def test_selection_is_reproducible_and_keeps_the_order():
    everything = list(range(40))
    chosen = select(everything, "13:name")
    assert chosen == select(everything, "13:name") == sorted(chosen)
    assert len(chosen) == 12
    assert chosen != select(everything, "14:name")
