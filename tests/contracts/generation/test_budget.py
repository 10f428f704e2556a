"""Limits of the work for one value: the same on every machine, and never a hang."""

from __future__ import annotations

import json
from typing import Any

import pytest

import contracts
from contracts.errors import GenerationError
from contracts.generation import budget
from contracts.generation.generate import Generator, Generators

INFO = {"title": "Items", "version": "1"}


def generator(schema: Any, *, best_effort: bool = False, **schemas: Any) -> Generator:
    components = {"schemas": {"Item": schema, **schemas}}
    contract = contracts.load({"openapi": "3.1.0", "info": INFO, "paths": {}, "components": components})
    return Generators(seed=1, best_effort=best_effort).compile(contract.schema("/components/schemas/Item"))


def nested(size: int, levels: int) -> Any:
    schema: Any = {"type": "integer"}
    for _ in range(levels):
        schema = {"type": "array", "minItems": size, "items": schema}
    return schema


TOO_MUCH: dict[str, Any] = {
    "minProperties": {"type": "object", "minProperties": 10**8},
    "minContains": {"type": "array", "contains": {"type": "string"}, "minContains": 10**8},
    "nested arrays": nested(1000, 3),
    "long strings in arrays": {"type": "array", "minItems": 9_000, "items": {"type": "string", "minLength": 90_000}},
    "required properties": {"type": "object", "required": [f"p{number}" for number in range(50_000)]},
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_large_values_are_an_error_with_a_reason(name: str) -> None:
    with pytest.raises(GenerationError, match="no value for this schema: "):
        generator(TOO_MUCH[name])


@pytest.mark.parametrize("name", TOO_MUCH)
def test_best_effort_is_a_small_value(name: str) -> None:
    made = generator(TOO_MUCH[name], best_effort=True)
    assert made.problem
    assert len(made.text("1")) < 1000
    assert made("1") == made("1")


def test_large_but_possible_values_are_complete() -> None:
    value = generator(nested(100, 2))("1")
    assert 100 <= len(value) <= 102
    assert all(100 <= len(row) <= 102 for row in value)


def test_unique_items_are_found_in_long_lists() -> None:
    item = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "maximum": 10**9}}}
    schema = {"type": "array", "minItems": 500, "uniqueItems": True, "items": item}
    value = generator(schema)("1")
    assert len({json.dumps(one) for one in value}) == len(value) >= 500


@pytest.mark.parametrize("number", [9, 12])
def test_combinations_of_unions_have_values(number: int) -> None:
    unions = [
        {"oneOf": [{"required": [f"u{index}w{way}"], "properties": {f"u{index}w{way}": {"type": "string"}}}
                   for way in range(3)]}
        for index in range(number)
    ]  # fmt: skip
    made = generator({"type": "object", "allOf": unions}, best_effort=True)
    assert isinstance(made("1"), dict)


def test_combinations_of_conditions_have_valid_values() -> None:
    conditions = [
        {
            "if": {"required": [f"kind{index}"]},
            "then": {"required": [f"a{index}"]},
            "else": {"required": [f"b{index}"]},
        }
        for index in range(12)
    ]
    made = generator({"type": "object", "allOf": conditions})
    assert made.schema.is_valid(made("1"))


def test_values_of_listed_objects_need_no_comparison_of_all_with_all() -> None:
    listed = [{"id": number} for number in range(20_000)]
    assert generator({"enum": listed})("1") in listed
    assert generator({"allOf": [{"enum": listed[:9_000]}, {"enum": listed[8_000:]}]})("1") in listed[8_000:9_000]


def test_one_value_does_not_depend_on_the_work_for_others() -> None:
    first, second = generator(nested(90, 2)), generator(nested(90, 2))
    values = [first(str(number)) for number in range(3)]
    assert second("2") == values[2]


def test_limits_of_a_part_count_for_the_whole() -> None:
    budget.start_value(100)
    with budget.limited_parts(50):
        budget.spend_parts(40)
    with pytest.raises(budget.ExhaustedError):
        budget.spend_parts(61)


def test_compiling_fails_at_the_end_if_a_part_was_left_out() -> None:
    budget.start_value()

    def compile_part() -> None:
        with pytest.raises(budget.ExhaustedError):
            budget.spend_steps(budget.COMPILE_STEPS + 1)

    with pytest.raises(budget.ExhaustedError), budget.compiling():
        compile_part()
    budget.spend_steps(1)
