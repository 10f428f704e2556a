"""Pairs of documents and their expected change: all versions, references, composition, directions."""

from pathlib import Path

import pytest
import yaml

from tests.contracts.diff.changes.framing import changes_between, without_version

FILES = sorted((Path(__file__).parent / "pairs").glob("*.yaml"))
PAIRS = [
    pytest.param(pair, id=f"{file.stem}: {pair['name']}")
    for file in FILES
    for pair in yaml.safe_load(file.read_text("utf-8"))
]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_has_the_changes_it_names(pair, tmp_path):
    found = changes_between(
        pair["before"], pair["after"], pair["within"], tmp_path, pair.get("versions", ("3.1.0", "3.1.0"))
    )
    assert {change.id: change.level.value for change in without_version(found)} == pair["expect"]
    assert len(without_version(found)) == len(pair["expect"])
    assert all(change.location.line for change in found)


def test_there_are_enough_of_them():
    assert len(PAIRS) >= 100
