"""Draws from weighted names are those of ``faker``."""

from __future__ import annotations

import pytest
from faker import Faker

from contracts.generation.faker_draws import new_faker

PROVIDERS = ("first_name", "first_name_female", "last_name", "company", "city", "street_address", "word", "iban")


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "ja_JP"])
def test_values_are_those_of_faker(locale: str) -> None:
    usual, faster = Faker(locale), new_faker(locale)
    usual.seed_instance(7)
    faster.seed_instance(7)
    for provider in PROVIDERS:
        values = [getattr(faster, provider)() for _ in range(100)]
        assert values == [getattr(usual, provider)() for _ in range(100)]
