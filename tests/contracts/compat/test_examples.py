"""Every judgement is made of its example and no other: what docs/changes.md shows is what it does."""

import pytest
import yaml

from contracts.comparing.change import Level
from contracts.comparing.judgement import FRAMES
from contracts.compat.registry import all_judgements
from tests.contracts.compat.framing import HINT_OF_VERSION, told, without_hint

JUDGED = [one for one in all_judgements() if one.id != HINT_OF_VERSION]

OPPOSITES = (
    ("added-required", "removed"),
    ("added-closed", "removed"),
    ("added-optional", "removed"),
    ("added", "removed"),
    ("introduced", "dropped"),
    ("narrowed", "widened"),
    ("became-required", "became-optional"),
    ("became-nullable", "became-not-nullable"),
    ("became-read-only", "no-longer-read-only"),
    ("became-write-only", "no-longer-write-only"),
    ("members-closed", "members-opened"),
    ("no-longer-deprecated", "deprecated"),
    ("renamed", "renamed"),
    ("changed", "changed"),
    ("replaced", "replaced"),
)
"""Ends of ids: what one change is when it is seen from the other side."""


def pieces(judgement):
    return yaml.safe_load(judgement.before) or {}, yaml.safe_load(judgement.after) or {}


@pytest.mark.parametrize("judgement", JUDGED, ids=lambda one: one.id)
def test_a_judgement_is_made_of_its_example_and_no_other(judgement, tmp_path):
    found = without_hint(told(*pieces(judgement), judgement.within, tmp_path))
    assert [(change.id, change.level) for change in found] == [(judgement.id, judgement.level)]
    assert found[0].location.line
    assert found[0].line
    assert found[0].aspects
    assert "none" not in found[0].message
    assert "{" not in judgement.message.format(name="", old="", new="")


def opposite(name):
    for one, other in OPPOSITES:
        for end, counter in ((one, other), (other, one)):
            if name.endswith(end):
                yield name.removesuffix(end) + counter


@pytest.mark.parametrize("judgement", JUDGED, ids=lambda one: one.id)
def test_a_change_seen_from_the_other_side_is_its_counterpart(judgement, tmp_path):
    before, after = pieces(judgement)
    found = without_hint(told(after, before, judgement.within, tmp_path))
    assert len(found) == 1
    assert found[0].id in list(opposite(judgement.id))


@pytest.mark.parametrize("judgement", JUDGED, ids=lambda one: one.id)
def test_a_piece_against_itself_has_no_change(judgement, tmp_path):
    for piece in pieces(judgement):
        assert told(piece, piece, judgement.within, tmp_path) == []


@pytest.mark.parametrize("judgement", all_judgements(), ids=lambda one: one.id)
def test_a_judgement_says_why(judgement):
    assert judgement.within in FRAMES
    assert judgement.why.endswith(".")
    assert not judgement.title.endswith(".")
    assert judgement.direction in ("", judgement.id.partition("-")[0])


def test_each_kind_of_difference_has_one_judgement():
    topics = [(judgement.topic, judgement.direction) for judgement in all_judgements()]
    assert len(set(topics)) == len(topics)


def test_what_breaks_under_the_same_version_is_told(tmp_path):
    hint = next(one for one in all_judgements() if one.id == HINT_OF_VERSION)
    before, after = pieces(hint)
    found = told(before, after, hint.within, tmp_path)
    assert [(change.id, change.level) for change in found] == [
        ("operation-removed", Level.BREAKING),
        (HINT_OF_VERSION, Level.RISKY),
    ]
    assert found[1].message == "clients may break, but info.version is still 1.4.0"
    after["info"]["version"] = "2.0.0"
    assert told(before, after, hint.within, tmp_path) == found[:1]
