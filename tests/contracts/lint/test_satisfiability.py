"""No value is valid for a schema reported as impossible: random schemas and values, compared with a validator."""

import random

import pytest
from jsonschema_rs import Draft202012Validator

from contracts.lint.document_index import DocumentIndex
from contracts.lint.recursive_schemas import schema_cycles
from contracts.lint.satisfiability import satisfiability_of
from contracts.lint.schema_index import schemas_of
from contracts.spec.load import read_document

NAMES = ("A", "B")
PROPERTIES = ("x", "y", "z")
TYPES = ("string", "integer", "number", "object", "array", "boolean", "null")


def some_value(rng, depth=0):
    kind = rng.randrange(7 if depth < 3 else 5)
    if kind == 5:
        return [some_value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    if kind == 6:
        return {name: some_value(rng, depth + 1) for name in rng.sample(PROPERTIES, rng.randint(0, 3))}
    return [None, rng.random() < 0.5, rng.randint(-1, 6), rng.choice([0.5, 1.0, 3.5]), rng.choice(["", "a", "abcd"])][
        kind
    ]


def some_schema(rng, depth=0):
    if depth and rng.random() < 0.2:
        return {"$ref": f"#/components/schemas/{rng.choice(NAMES)}"}

    def below():
        return some_schema(rng, depth + 1)

    makers = {
        "type": (0.7, lambda: rng.choice(TYPES)),
        "minimum": (0.1, lambda: rng.randint(0, 5)),
        "exclusiveMaximum": (0.1, lambda: rng.randint(0, 5)),
        "multipleOf": (0.1, lambda: rng.choice([2, 1.5])),
        "minLength": (0.1, lambda: rng.randint(0, 4)),
        "maxLength": (0.1, lambda: rng.randint(0, 4)),
        "minItems": (0.1, lambda: rng.randint(0, 3)),
        "maxProperties": (0.1, lambda: rng.randint(0, 2)),
        "enum": (0.1, lambda: [some_value(rng, 2) for _ in range(2)]),
        "required": (0.4, lambda: rng.sample(PROPERTIES, 2)),
        "additionalProperties": (0.2, lambda: False),
        "uniqueItems": (0.1, lambda: True),
    }
    if depth < 3:
        makers |= {
            "properties": (0.4, lambda: {name: below() for name in rng.sample(PROPERTIES, 2)}),
            "items": (0.2, below),
            "not": (0.1, below),
            "allOf": (0.3, lambda: [below(), below()]),
            "oneOf": (0.15, lambda: [below(), below()]),
            "anyOf": (0.15, lambda: [below()]),
        }
    return {keyword: make() for keyword, (share, make) in makers.items() if rng.random() < share}


@pytest.mark.parametrize("seed", range(40))
def test_no_value_is_valid_for_an_impossible_schema(seed):
    rng = random.Random(seed)
    schemas = {name: some_schema(rng) for name in NAMES}
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": schemas}}
    index = DocumentIndex(read_document(tree).document)
    judged, placed = satisfiability_of(index), schemas_of(index)
    endless = {id(node) for circle in schema_cycles(placed) for node, _ in circle.steps}
    values = [some_value(rng) for _ in range(60)]
    for here in index.by_kind["schema"]:
        if not judged.verdict(here.node).is_possible or id(here.node) in endless:
            schema = {"$ref": f"#{placed.pointer(here.node)}", "components": tree["components"]}
            validator = Draft202012Validator(schema)
            assert [value for value in values if validator.is_valid(value)] == []


def test_random_schemas_are_possible_and_impossible():
    rng = random.Random(1)
    schemas = {str(number): some_schema(rng, 1) for number in range(200)}
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "components": {"schemas": schemas}}
    index = DocumentIndex(read_document(tree).document)
    verdicts = [satisfiability_of(index).verdict(schema).is_possible for schema in schemas.values()]
    assert 20 < verdicts.count(False) < 180
