from __future__ import annotations

import re

from contracts.data.incidents import TEMPLATES, incident
from contracts.data.seed import mix

EVERY = [incident(mix(7, number), number) for number in range(len(TEMPLATES) * 12)]


def test_there_are_fifty_kinds():
    assert len(TEMPLATES) == 50
    assert len({template.title for template in TEMPLATES}) == 50


def test_every_blank_is_filled():
    assert not any(re.search(r"[{}]", text) for case in EVERY for text in case)


def test_sentences_begin_and_end_as_such():
    for case in EVERY:
        assert re.match(r"[A-Z0-9]|[a-z0-9]+-", case.title)
        assert not case.title.endswith(".")
        assert case.description.endswith(".")
        assert case.description.startswith(case.summary)
        assert len(case.title) <= 80


def test_most_are_different():
    assert len({case.description for case in EVERY}) > 580
