"""Every judgement is made of its example and no other: what docs/changes.md shows is what it does."""

import pytest
import yaml

from contracts.comparing.change import Level
from contracts.comparing.judgement import FRAMES
from contracts.compat.registry import all_judgements
from contracts.diff import changes
from contracts.spec.load import load_document

HINT_OF_VERSION = "version-unchanged"
OPERATION = {"responses": {"204": {"description": "Done"}}}


def framed(piece, within):
    """A whole document around a piece."""
    given = yaml.safe_load(piece) or {}
    if within == "request":
        given = {"requestBody": {"content": {"application/json": {"schema": given}}}}
    elif within == "response":
        content = {"application/json": {"schema": given}}
        given = {"responses": {"200": {"description": "Good", "content": content}}}
    if within != "document":
        given = {"paths": {"/cases": {"post": OPERATION | given}}}
    return {"openapi": "3.1.0", "info": {"title": "Cases", "version": "1"}, "paths": {}} | given


def loaded(piece, within, folder, name):
    path = folder / name
    path.write_text(yaml.safe_dump(framed(piece, within), sort_keys=False), "utf-8")
    return load_document(path)


def found(before, after, within, folder):
    return changes(loaded(before, within, folder, "old.yaml"), loaded(after, within, folder, "new.yaml"))


JUDGED = [one for one in all_judgements() if one.id != HINT_OF_VERSION]


@pytest.mark.parametrize("judgement", JUDGED, ids=lambda one: one.id)
def test_a_judgement_is_made_of_its_example_and_no_other(judgement, tmp_path):
    told = found(judgement.before, judgement.after, judgement.within, tmp_path)
    told = [change for change in told if change.id != HINT_OF_VERSION]
    assert [(change.id, change.level) for change in told] == [(judgement.id, judgement.level)]
    assert told[0].location.line
    assert told[0].line
    assert "{" not in judgement.message.format(name="", old="", new="")


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
    told = found(hint.before, hint.after, hint.within, tmp_path)
    assert [(change.id, change.level) for change in told] == [
        ("operation-removed", Level.BREAKING),
        (HINT_OF_VERSION, Level.RISKY),
    ]
    assert told[1].message == "clients may break, but info.version is still 1.4.0"
    assert found(hint.before, hint.after.replace("1.4.0", "2.0.0"), hint.within, tmp_path) == told[:1]
