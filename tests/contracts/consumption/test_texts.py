"""How texts are built, told without the texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.consumption.texts import drawn, form_of, formats_of


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("o-17", "[o-]99"),
        ("inv_2026", "[inv_]9999"),
        ("order-17", "aaaaa-99"),
        ("ann-smith", "aaa-aaaaa"),
        ("2026-01-31T08:00Z", "9999-99-99A99:99A"),
        ("", ""),
        ("Ann Smith", None),
        ("é", None),
        ("a\n", None),
        ("[a]", None),
        ("x" * 41, None),
    ],
)
def test_forms(text: str, form: str | None) -> None:
    assert form_of(text) == form


@given(st.text(st.characters(codec="ascii"), max_size=12))
def test_texts_drawn_of_a_form_have_it(text: str) -> None:
    form = form_of(text)
    if form is not None:
        texts = list(drawn(form))
        assert len(texts) == 3
        assert {form_of(one) for one in texts} == {form}


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("-12", {"integer", "number"}),
        ("1.5", {"number"}),
        ("2026-01-31", {"date"}),
        ("2026-01-31T08:00:00Z", {"date-time"}),
        ("ann@example.com", {"email"}),
        ("3c90c3cc-0d44-4b50-8888-000000000008", {"uuid"}),
        ("https://example.com/", {"uri"}),
        ("word", set()),
        ("\ud800", set()),
    ],
)
def test_formats(text: str, formats: set[str]) -> None:
    assert formats_of(text) == formats
