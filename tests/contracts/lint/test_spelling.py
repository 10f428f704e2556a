"""Slips are told from other words."""

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
def test_one_slip_is_a_slip(word, meant):
    assert is_slip(word, meant)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("required", "required"), ("rqeuried", "required"), ("req", "required"), ("", "ab"), ("ba", "cd")],
)
def test_another_word_is_none(word, meant):
    assert not is_slip(word, meant)


def test_a_slip_of_two_words_is_of_none():
    assert slip_of("iten", ["item", "iter"]) == ""
    assert slip_of("iten", ["item", "other"]) == "item"


def test_a_guess_is_a_phrase_to_append():
    assert guess("dockerImageag", ["dockerImageTag", "id"]) == "; did you mean 'dockerImageTag'?"
    assert guess("id", ["id"]) == ""
    assert guess("name", ["colour"]) == ""
