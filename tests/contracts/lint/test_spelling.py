"""Misspelled words are distinguished from other words."""

import pytest

from contracts.lint.spelling import guess, is_slip, slip_of


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("requried", "required"),
        ("requird", "required"),
        ("requireed", "required"),
        ("requirex", "required"),
        ("REQUIRED", "required"),
        ("minlength", "minLength"),
        ("aab", "ab"),
    ],
)
def test_one_wrong_letter_is_a_misspelling(word, meant):
    assert is_slip(word, meant)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("required", "required"), ("rqeuried", "required"), ("req", "required"), ("", "ab"), ("ba", "cd")],
)
def test_another_word_is_not_a_misspelling(word, meant):
    assert not is_slip(word, meant)


def test_an_ambiguous_misspelling_has_no_correction():
    assert slip_of("iten", ["item", "iter"]) == ""
    assert slip_of("iten", ["item", "other"]) == "item"


def test_a_suggestion_is_a_phrase_to_append():
    assert guess("dockerImageag", ["dockerImageTag", "id"]) == "; did you mean 'dockerImageTag'?"
    assert guess("id", ["id"]) == ""
    assert guess("name", ["colour"]) == ""
