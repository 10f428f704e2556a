"""Optional properties are in all responses, except where the schema nests too deeply, or as ``--optional`` says."""

from __future__ import annotations

import pytest

from contracts.errors import UsageError
from contracts.generation.generate import Generators
from mockserver.app import create_app
from mockserver.settings import gather
from tests.mockserver.kit import Client, load, path_parameter, response

NAMES = "abcdefgh"
ITEM = {"type": "object", "properties": {name: {"type": "string"} for name in NAMES}}
PATHS = {"/x/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(ITEM)}}}}


def shares(**settings: object) -> float:
    client = Client(create_app(load(PATHS), **settings))
    return sum(len(client("GET", f"/x/{number}").json) for number in range(40)) / (40 * len(NAMES))


def test_all_are_present_by_default() -> None:
    assert shares() == 1


def test_a_share_of_them() -> None:
    assert 0.7 < shares(optional=0.8) < 0.9
    assert shares(optional=0.0) == 0


def test_test_data_has_objects_without_them() -> None:
    schema = load({}, components={"schemas": {"S": ITEM}}).schema("/components/schemas/S")
    generate = Generators().compile(schema)
    counts = [len(generate(str(number))) for number in range(40)]
    assert 0.8 < sum(counts) / (40 * len(NAMES)) < 1


def test_both_forms_are_equal_and_recursion_ends() -> None:
    node = {"type": "object", "properties": {"name": {"type": "string"}, "next": {"$ref": "#/components/schemas/S"}}}
    schema = load({}, components={"schemas": {"S": node}}).schema("/components/schemas/S")
    generators = Generators(optional=1)
    value, depth = generators.compile(schema)("key"), 0
    while "next" in value:
        value, depth = value["next"], depth + 1
    assert 0 < depth < 12


@pytest.mark.parametrize("text", ["1.5", "-1", "much", ""])
def test_invalid_shares(text: str) -> None:
    with pytest.raises(UsageError, match="--optional: expected a number from 0 to 1"):
        gather({"optional": text}, environ={})


def test_the_share_is_a_setting() -> None:
    assert gather({"optional": "0.8"}, environ={}).optional == 0.8
    assert gather({}, environ={"CASEMOCK_OPTIONAL": "0"}).optional == 0
