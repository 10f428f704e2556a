"""The values of properties by name, type, object, format and description, as a table."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.generation.field_names import NAMES
from contracts.generation.generate import Generators
from contracts.generation.number_names import NUMBERS

S, N = "string", "number"
INT = "integer"
DATE = r"2026-\d\d-\d\d.*"
URL = r"https://[a-z0-9.-]+/\S*"
PHONE = r"\+1 \d{3} 555 \d{4}"

MEANINGS: list[tuple[str, str, str]] = [
    ("lastLogin", S, DATE),
    ("lastlogin", S, DATE),
    ("fecha", S, DATE),
    ("date_created", S, DATE),
    ("updatedat", S, DATE),
    ("lastSeen", INT, r"1[78]\d{8}"),
    ("month", INT, r"[1-9]|1[0-2]"),
    ("expMonth", INT, r"[1-9]|1[0-2]"),
    ("day", INT, r"[1-9]|1\d|2[0-8]"),
    ("hour", INT, r"\d|1\d|2[0-3]"),
    ("weekday", INT, "[0-6]"),
    ("dayOfWeek", S, "[a-z]+day"),
    ("quarter", INT, "[1-4]"),
    ("year", INT, r"20[12]\d"),
    ("year_start", INT, r"20[12]\d"),
    ("modelYear", INT, r"20[12]\d"),
    ("birthYear", N, r"(19|20)\d\d"),
    ("year", S, r"20[12]\d"),
    ("zipcode", INT, r"\d{5}"),
    ("zip_code", S, r"\d{5}"),
    ("plz", INT, r"\d{5}"),
    ("faxNumber", S, PHONE),
    ("faxnumber", S, PHONE),
    ("phone2", S, PHONE),
    ("home_phone_primary", S, PHONE),
    ("telefono", S, PHONE),
    ("phoneNumber", INT, r"212555\d{4}"),
    ("isbn13", S, r"97[89]-?[\d-]+"),
    ("isbn13", INT, r"97[89]\d{10}"),
    ("ean", S, r"\d{13}"),
    ("issn", S, r"\d{4}-\d{3}[\dX]"),
    ("iban", S, r"[A-Z]{2}\d{2}[A-Z0-9]+"),
    ("bic", S, r"[A-Z0-9]{8}([A-Z0-9]{3})?"),
    ("currency", S, "[A-Z]{3}"),
    ("baseCurrency", S, "[A-Z]{3}"),
    ("currencyCode", INT, r"\d{2,3}"),
    ("countryCode", S, "[A-Z]{2}"),
    ("alpha3", S, "[A-Z]{3}"),
    ("country", S, "[A-Z][A-Za-z ]+"),
    ("languageCode", S, "[a-z]{2}"),
    ("latitude", N, r"-?\d{1,2}(\.\d+)?"),
    ("coordinates", S, r"-?\d+\.\d+,-?\d+\.\d+"),
    ("PuntReturnLong", INT, r"\d{1,3}"),
    ("timezone", S, r"UTC|[A-Z]\w+/\w+"),
    ("locale", S, "[a-z]{2}-[A-Z]{2}"),
    ("hexColor", S, "#[0-9a-f]{6}"),
    ("appVersion", S, r"\d+\.\d+\.\d+"),
    ("version", INT, r"\d{1,2}"),
    ("clientIp", S, r"\d+\.\d+\.\d+\.\d+"),
    ("subnetMask", S, r"255\.255\.\d+\.\d+"),
    ("macAddress", S, r"([0-9a-f]{2}:){5}[0-9a-f]{2}"),
    ("httpPort", INT, r"\d{4,5}"),
    ("mimeType", S, r"[a-z]+/[a-z0-9.+-]+"),
    ("fileName", S, r"\S+\.[a-z0-9]+"),
    ("disk_size_gb", INT, r"\d{1,3}"),
    ("slug", S, "[a-z0-9-]+"),
    ("etag", S, '"[0-9a-f]+"'),
    ("md5", S, "[0-9a-f]{32}"),
    ("discountPercent", N, r"\d{1,3}"),
    ("averageRating", N, r"[1-5](\.\d)?"),
    ("numberOfWorkers", INT, r"[1-8]"),
    ("HoursPerDay", N, r"[1-8]"),
    ("totalTimeouts", INT, r"[0-5]"),
    ("maxAssignments", INT, r"\d{1,2}"),
    ("unitPrice", N, r"\d{1,3}(\.\d\d?)?"),
    ("unitPrice", S, r"\d{1,3}\.\d\d"),
    ("nextLink", S, URL),
    ("thumbnailUrlSmall", S, URL),
    ("depositAddress", S, "0x[0-9a-f]{40}"),
    ("cnpj", S, r"\d\d\.\d{3}\.\d{3}/\d{4}-\d\d"),
    ("roleArn", S, r"arn:aws:iam:us-east-1:\d{12}:role/role-\d+"),
    ("kmsKeyName", S, "[A-Z][a-z]+"),
    ("factionRef", S, r"REF-\d+"),
    ("bootDiskKmsKey", S, r"boot-disk-kms-key-\d+"),
    ("calories", S, r"\d{2,3}"),
]


def value_of(build: Any, schema: dict[str, Any], name: str, owner: str = "Thing", number: int = 0) -> Any:
    node = {"type": "object", "properties": {name: schema}, "required": [name]}
    made = Generators(seed=4).compile(build({"$ref": f"#/components/schemas/{owner}"}, **{owner: node}))
    return made(f"/things\0{number}")[name]


@pytest.mark.parametrize(("name", "kind", "expected"), MEANINGS, ids=lambda value: str(value)[:24])
def test_meaning_of_a_name(build: Any, name: str, kind: str, expected: str) -> None:
    for number in range(8):
        assert re.fullmatch(expected, str(value_of(build, {"type": kind}, name, number=number)))


@pytest.mark.parametrize(
    ("owner", "name", "expected"),
    [
        ("Repository", "full_name", r"[a-z]+/[a-z-]+"),
        ("Repository", "name", r"[a-z-]+"),
        ("User", "displayName", r"[A-Z][a-z]+ [A-Z]\S+.*"),
        ("ParentRelation", "displayName", r"[A-Z][a-z]+"),
        ("Currency", "name", r"[A-Z][A-Za-z ]+"),
        ("StorageAccount", "accountName", r"[A-Z][a-z]+( [a-z]+)?"),
        ("RetentionPolicy", "description", r"(?i).*retention policy.*"),
    ],
)
def test_meaning_of_a_name_in_an_object(build: Any, owner: str, name: str, expected: str) -> None:
    assert re.fullmatch(expected, value_of(build, {"type": "string"}, name, owner))


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "description": "An ISO 3166-1 alpha-3 code"}, "[A-Z]{3}"),
        ({"type": "string", "description": "The Amazon Resource Name (ARN) of it"}, "arn:aws:.*"),
        ({"type": "string", "format": "google-duration"}, r"\d+s"),
        ({"type": "string", "format": "google-datetime"}, DATE),
        ({"type": "string", "format": "country"}, "[A-Z]{2}"),
        ({"type": "integer", "description": "Delay in seconds"}, r"\d{1,4}"),
        ({"type": "integer", "description": "Unix timestamp of it"}, r"1[78]\d{8}"),
        ({"type": "integer", "description": "An enum value of google.rpc.Code."}, r"\d|1[0-6]"),
        ({"type": "string", "pattern": "^arn:aws:kms:.*:[0-9]+:.*$"}, r"arn:aws:kms:[a-z0-9]*:\d+:[a-z0-9]*"),
    ],
)
def test_meaning_of_a_description_or_format(build: Any, schema: dict[str, Any], expected: str) -> None:
    assert re.fullmatch(expected, str(value_of(build, schema, "blorp")))


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("31.12.2024", r"\d\d\.\d\d\.2026"),
        ("12/31/2024", r"\d\d/\d\d/2026"),
        ("20241231", r"2026\d{4}"),
        ("2024-12-31 10:00", r"2026-\d\d-\d\d \d\d:\d\d"),
        ("2 days ago", "2 days ago"),
    ],
)
def test_dates_have_the_format_of_an_example(build: Any, example: str, expected: str) -> None:
    assert re.fullmatch(
        expected, value_of(build, {"type": "string", "example": example, "examples": [example]}, "lastLogin")
    )


def test_texts_are_not_numbers_if_examples_are_not(build: Any) -> None:
    schema = {"type": "string", "examples": ["PT2H10M"]}
    assert value_of(build, schema, "duration") == "PT2H10M"


def test_numbers_have_the_size_of_examples(build: Any) -> None:
    assert value_of(build, {"type": "number", "examples": [0.042]}, "price") <= 0.1


@pytest.mark.parametrize(
    ("name", "usual"), [("success", {True}), ("isDeprecated", {False, True}), ("enabled", {True, False})]
)
def test_booleans_by_name(build: Any, name: str, usual: set[bool]) -> None:
    found = [value_of(build, {"type": "boolean"}, name, number=number) for number in range(40)]
    assert set(found) == usual
    assert name == "success" or found.count(name == "enabled") > 25


names = st.sampled_from(sorted({name.lstrip("=") for name in (*NAMES, *NUMBERS)}))
texts = st.builds(
    lambda low, room, pattern: (
        {"type": "string", "minLength": low, "maxLength": low + room} | ({"pattern": pattern} if pattern else {})
    ),
    st.integers(0, 8),
    st.integers(8, 30),
    st.sampled_from(["", "", "^[a-z0-9-]+$", "^[A-Z0-9]+$"]),
)
numbers = st.builds(
    lambda kind, low, room, step: (
        {"type": kind, "minimum": low, "maximum": low + room} | ({"multipleOf": step} if step else {})
    ),
    st.sampled_from([INT, N]),
    st.integers(-3_000, 5_000),
    st.integers(20, 10**6),
    st.sampled_from([0, 0, 5]),
)
POOLS = Generators(seed=3)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=names, schema=st.one_of(texts, numbers))
def test_values_of_every_row_satisfy_the_constraints(build: Any, name: str, schema: dict[str, Any]) -> None:
    fresh = Generators(seed=3)
    fresh._compiler.pools = POOLS._compiler.pools
    made = fresh.compile(build({"type": "object", "properties": {name: schema}, "required": [name]}))
    node = build(schema)
    assert all(node.is_valid(made(f"/things\0{number}")[name]) for number in range(6))
