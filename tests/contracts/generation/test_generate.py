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
from tests.locked_faker import expected_of_the_locked_faker
from tests.mockserver.kit import load

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
    """Return a schema with all kinds of values, whose hashes are in ``golden.json``."""
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
def test_values_match_the_golden_hashes(build, seed):
    """A failure means that fixtures of users change: update ``golden.json`` deliberately, with a change log entry."""
    with expected_of_the_locked_faker():
        assert digest(build, seed) == json.loads(GOLDEN.read_text())[str(seed)]


def run(hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_values_are_equal_in_all_processes():
    assert run("1") == run("2")


def test_values_do_not_depend_on_the_order_of_keys_and_schemas(build):
    one, other = Generators(seed=4), Generators(seed=4)
    schemas = [mixed(build), build({"type": "array", "items": thing(name=TEXT, city=TEXT)})]
    first = [[one.compile(schema)(str(number)) for number in range(10)] for schema in schemas]
    second = [[other.compile(schema)(str(number)) for number in reversed(range(10))] for schema in reversed(schemas)]
    assert first == [list(reversed(values)) for values in reversed(second)]


def test_seeds_and_locales_change_values(build):
    schema = build(thing(name=TEXT, first_name=TEXT, city=TEXT, id=TEXT))
    found = [
        Generators(seed=seed, locale=locale).compile(schema)("a")
        for seed, locale in ((0, "en_US"), (1, "en_US"), (0, "de_DE"))
    ]
    assert found[0] != found[1] != found[2] != found[0]


def test_generators_are_cached(build):
    generators, schema = Generators(), build({"readOnly": True, "anyOf": [TEXT]})
    assert generators.compile(schema) is generators.compile(schema)
    assert generators.compile(schema) is not generators.compile(schema, "request")


def test_references_share_the_generator_and_the_validators_of_their_target():
    schemas = {"A": {"type": "object", "allOf": [{"$ref": "#/components/schemas/C"}]}}
    schemas |= {"B": {"$ref": "#/components/schemas/A"}, "C": {"$ref": "#/components/schemas/B"}}
    contract, generators = load({}, components={"schemas": schemas}), Generators()
    first, second = (contract.schema(f"/components/schemas/{name}") for name in "AB")
    assert generators.compile(first) is generators.compile(second)
    assert first.validator is second.validator
    assert first.request_validator is second.request_validator


def test_properties_of_the_other_direction_are_omitted(build):
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


def test_properties_named_like_keywords_are_kept(build):
    schema = build(
        thing(properties=thing(a=TEXT), required={"type": "boolean"}, hidden={"type": "string", "writeOnly": True})
    )
    value = Generators().compile(schema)("a")
    assert value.keys() == {"properties", "required"}
    assert value["properties"].keys() == {"a"}


def test_an_error_has_the_location_of_the_schema(build):
    schema = build({"type": "string", "minLength": 5, "maxLength": 3})
    with pytest.raises(GenerationError) as caught:
        Generators().compile(schema)
    assert caught.value.message == "no value for this schema: no value satisfies minLength 5 and maxLength 3"
    assert str(caught.value.location) == "spec.yaml:7:3 (#/x)"


def test_an_error_contains_the_validation_error_of_the_last_attempt(build):
    with pytest.raises(GenerationError, match="error of the last attempt"):
        Generators().compile(build({"type": "string", "not": {"type": "string"}}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("user_agent", "/"), ("internet.email", "@"), ("person.fullName", " "), ("iban", "GB"), ("date.past", "2026-")],
)
def test_x_faker_selects_the_provider(values, name, expected):
    assert all(expected in value for value in values({"type": "string", "x-faker": name}))


def test_x_faker_may_have_arguments(values):
    found = values({"type": "integer", "x-faker": {"number.int": {"min": 1, "max": 9}}})
    assert {1, 9} <= set(found) <= set(range(1, 10))


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
def test_an_unknown_name_in_x_faker_is_a_finding(build, name, hint):
    generators = Generators()
    generator = generators.compile(build({"type": "string", "x-faker": name}))
    assert generator("a")
    (finding,) = generators.findings
    assert finding.rule == "unknown-faker-provider"
    assert finding.location.pointer == "/x/x-faker"
    assert hint in finding.hint


def test_the_schema_takes_precedence_over_x_faker(values):
    assert all(len(value) <= 5 for value in values({"type": "string", "x-faker": "user_agent", "maxLength": 5}))
