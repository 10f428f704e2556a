from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.errors import GenerationError
from contracts.generation.generate import Generators

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).with_name("golden.json")
TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}

PROGRAM = """
import hashlib, json, sys
import contracts
from contracts.generation.generate import Generators
contract = contracts.load("openapi.yaml")
case = Generators(seed=3).compile(contract.schema("/components/schemas/ServerOpsCase"))
values = [case(f"/serverops/cases\\0{number}") for number in range(30)]
print(hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest())
"""


def thing(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


def mixed(build):
    """A schema with something of everything, whose values the golden hashes hold."""
    file = thing(
        id=TEXT, url={"type": "string", "format": "uri"}, size={"type": "integer"}, original_name=TEXT, created_at=TIME
    )
    user = thing(id={"type": "integer"}, first_name=TEXT, last_name=TEXT, email={"type": "string", "format": "email"})
    case = thing(
        id={"type": "string", "pattern": "^CASE-[0-9]{4}$"},
        title=TEXT,
        description={"type": "string", "maxLength": 200},
        status={"enum": ["open", "closed"]},
        owner={"anyOf": [{"$ref": "#/components/schemas/User"}, {"type": "null"}]},
        attachments={"type": "array", "items": {"$ref": "#/components/schemas/File"}},
        tags={"type": "array", "items": TEXT, "uniqueItems": True},
        cost={"type": "number", "multipleOf": 0.05, "minimum": 0, "maximum": 90},
        metadata={"type": "object", "additionalProperties": TEXT},
        created_at=TIME,
        updated_at=TIME,
    )
    return build({"$ref": "#/components/schemas/Case"}, Case=case, User=user, File=file)


def digest(build, seed):
    generator = Generators(seed=seed).compile(mixed(build))
    values = [generator(f"/cases\0{number}") for number in range(50)]
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@pytest.mark.parametrize("seed", [0, 1, 2026])
def test_values_are_those_of_the_golden_hashes(build, seed):
    """A change here changes every user's fixtures: renew ``golden.json`` on purpose and say so in the change log."""
    assert digest(build, seed) == json.loads(GOLDEN.read_text())[str(seed)]


def run(hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_processes_agree():
    assert run("1") == run("2")


def test_order_of_keys_and_schemas_changes_nothing(build):
    one, other = Generators(seed=4), Generators(seed=4)
    schemas = [mixed(build), build({"type": "array", "items": thing(name=TEXT, city=TEXT)})]
    first = [[one.compile(schema)(str(number)) for number in range(10)] for schema in schemas]
    second = [[other.compile(schema)(str(number)) for number in reversed(range(10))] for schema in reversed(schemas)]
    assert first == [list(reversed(values)) for values in reversed(second)]


def test_seeds_and_locales_give_other_values(build):
    schema = build(thing(name=TEXT, first_name=TEXT, city=TEXT, id=TEXT))
    found = [
        Generators(seed=seed, locale=locale).compile(schema)("a")
        for seed, locale in ((0, "en_US"), (1, "en_US"), (0, "de_DE"))
    ]
    assert found[0] != found[1] != found[2] != found[0]


def test_a_generator_is_made_once(build):
    generators, schema = Generators(), build(TEXT)
    assert generators.compile(schema) is generators.compile(schema)
    assert generators.compile(schema) is not generators.compile(schema, "request")


def test_directions_leave_their_properties_out(build):
    user = thing(
        id={"type": "integer", "readOnly": True},
        name=TEXT,
        password={"type": "string", "writeOnly": True},
        secret={"$ref": "#/components/schemas/Secret"},
    )
    schema = build({"allOf": [user]}, Secret={"type": "string", "writeOnly": True})
    generators = Generators()
    assert generators.compile(schema)("a").keys() == {"id", "name"}
    assert generators.compile(schema, "request")("a").keys() == {"name", "password", "secret"}


def test_properties_called_like_keywords_stay(build):
    schema = build(
        thing(properties=thing(a=TEXT), required={"type": "boolean"}, hidden={"type": "string", "writeOnly": True})
    )
    value = Generators().compile(schema)("a")
    assert value.keys() == {"properties", "required"}
    assert value["properties"].keys() == {"a"}


def test_an_error_names_the_place(build):
    schema = build({"type": "string", "minLength": 5, "maxLength": 3})
    with pytest.raises(GenerationError) as caught:
        Generators().compile(schema)
    assert caught.value.message == "no value for this schema: no value satisfies minLength 5 and maxLength 3"
    assert str(caught.value.location) == "spec.yaml:7:3 (#/x)"


def test_an_error_of_a_search_shows_the_nearest_try(build):
    with pytest.raises(GenerationError, match="error of the last attempt"):
        Generators().compile(build({"type": "string", "not": {"type": "string"}}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("user_agent", "/"), ("internet.email", "@"), ("person.fullName", " "), ("iban", "GB"), ("date.past", "2026-")],
)
def test_x_faker_picks_the_provider(values, name, expected):
    assert all(expected in value for value in values({"type": "string", "x-faker": name}))


def test_x_faker_may_give_arguments(values):
    found = values({"type": "integer", "x-faker": {"number.int": {"min": 1, "max": 9}}})
    assert all(isinstance(value, int) for value in found)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("user_agnt", "did you mean user_agent"),
        ("__class__", "use the name of a faker provider"),
        ("seed_instance", ""),
        ("add_provider", ""),
        ("zip", ""),
        ("del_arguments", ""),
        ("binary", ""),
        ({"nope": 1}, ""),
        (7, ""),
    ],
)
def test_x_faker_with_a_wrong_name_is_a_finding(build, name, hint):
    generators = Generators()
    generator = generators.compile(build({"type": "string", "x-faker": name}))
    assert generator("a")
    (finding,) = generators.findings
    assert finding.rule == "unknown-faker-provider"
    assert finding.location.pointer == "/x/x-faker"
    assert hint in finding.hint


def test_x_faker_yields_to_the_schema(values):
    assert all(len(value) <= 5 for value in values({"type": "string", "x-faker": "user_agent", "maxLength": 5}))
