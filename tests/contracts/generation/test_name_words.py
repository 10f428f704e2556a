from __future__ import annotations

import pytest

from contracts.generation.faker_providers import FAKER, JAVASCRIPT, STAND_INS
from contracts.generation.field_names import NAMES
from contracts.generation.field_owners import OWNED, OWNERS
from contracts.generation.format_providers import DESCRIPTIONS, FORMATS
from contracts.generation.name_words import is_time, provider_by_description, provider_of, singular, time_role, words
from contracts.generation.number_names import DESCRIBED, FIGURES, NUMBERS, RANGES
from contracts.generation.random_values import DRAWS
from contracts.generation.records import Pools
from contracts.generation.sources import source
from contracts.generation.strings import OWN_ARN, OWN_DESCRIPTION, OWN_NAME
from contracts.generation.timestamps import ROLES

PROVIDERS = {
    *NAMES.values(),
    *OWNED.values(),
    *FORMATS.values(),
    *DESCRIPTIONS.values(),
    *DESCRIBED.values(),
    *NUMBERS.values(),
    *FIGURES,
    *JAVASCRIPT.values(),
    *STAND_INS.values(),
}


@pytest.mark.parametrize("name", ["created_at", "createdAt", "Created-At", "CREATED AT", "created.at"])
def test_words_of_all_naming_conventions(name):
    assert words(name) == ("created", "at")


def test_words_keep_acronyms_together():
    assert words("HTTPStatusCode") == ("http", "status", "code")
    assert words("sha256") == ("sha256",)


@pytest.mark.parametrize(
    ("many", "one"),
    [("tags", "tag"), ("categories", "category"), ("addresses", "address"), ("status", "status"), ("boxes", "box")],
)
def test_singular(many, one):
    assert singular(many) == one


@pytest.mark.parametrize(
    ("name", "owner", "provider", "prefix"),
    [
        ("firstName", "", "person:first_name", ()),
        ("billing_city", "", "place:city", ("billing",)),
        ("customerName", "order", "person:name", ("customer",)),
        ("author", "", "person:name", ("author",)),
        ("name", "Pet", "pet:name", ()),
        ("name", "company", "company:name", ()),
        ("title", "ServerOpsCase", "incident:title", ()),
        ("weight_kg", "", "number:weight", ()),
        ("photo_urls", "", "company:image", ()),
        ("flavour", "", "", ()),
    ],
)
def test_provider_of_a_name(name, owner, provider, prefix):
    assert provider_of(words(name), words(owner)) == (provider, prefix)


def test_providers_by_description():
    assert provider_by_description("A ULID with f_ prefix") == "draw:ulid"
    assert provider_by_description("What it tastes of") == ""


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("created_at", "begun"),
        ("lastSeen", "changed"),
        ("resolved_at", "ended"),
        ("due_date", "due"),
        ("acknowledged_at", "noticed"),
        ("date", "during"),
    ],
)
def test_time_role(name, role):
    assert time_role(words(name)) == role
    assert role in ROLES


@pytest.mark.parametrize(
    ("name", "dated"), [("created_at", True), ("dueDate", True), ("created", True), ("at", False), ("based_on", False)]
)
def test_names_of_dates(name, dated):
    assert is_time(words(name)) is dated


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_every_provider_of_the_tables_exists(provider):
    kind, _, name = provider.partition(":")
    if kind == "time":
        assert name in ROLES
    elif kind == "number":
        assert name in RANGES
    elif kind == "draw":
        assert name in DRAWS
    elif kind == "faker":
        assert name in FAKER
    elif kind == "own":
        assert provider in (OWN_NAME, OWN_ARN, OWN_DESCRIPTION)
    elif provider not in ("file:url", "file:key"):
        assert source(provider, POOLS).values


def test_every_kind_of_object_has_properties():
    assert set(OWNERS.values()) == {kind for kind, _ in OWNED}


POOLS = Pools(0, "en_US")
