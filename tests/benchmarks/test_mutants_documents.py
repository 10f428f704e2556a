"""The benchmark on public documents, with an invented document in their place."""

from __future__ import annotations

import json

import pytest

from benchmarks import mutants, mutants_documents
from benchmarks.mutants_documents import DATA, read_documents
from contracts.generation.json_encoding import encode_json
from mockserver.mutation.subjects_under_test import Detection, SubjectUnderTest
from tests.mockserver.mutation.shop import shop


def _detect(app, _target):
    """Detects every mutant."""
    fault = getattr(getattr(app, "_app", app), "_fault", None)
    if fault is not None:
        yield Detection("status", "x")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "shop.json").write_bytes(encode_json(shop()))
    data = tmp_path / "mutants.toml"
    data.write_text('[[documents]]\nname = "shop"\nversion = "1"\nwhy = "small"\n')
    monkeypatch.setattr(mutants_documents, "DATA", data)
    monkeypatch.setattr(mutants_documents, "SUBJECTS", {"casemock": SubjectUnderTest("casemock", _detect)})
    return tmp_path


def test_scores_are_printed_and_written(folder, capsys):
    file = folder / "figures.json"
    arguments = ["--documents", str(folder), "--against", "casemock", "--mutant", "stale-read", "--output", str(file)]
    assert mutants.main(arguments) == 0
    (figures,) = json.loads(file.read_text())["documents"]
    assert figures["kills"] == {"casemock": {"": [1, 1], "state": [1, 1]}}
    assert figures["closed"] is True
    assert "| shop | casemock | 1/1 | 1/1 |" in capsys.readouterr().out


def test_a_missing_document_is_an_error(folder, capsys):
    (folder / "shop.json").unlink()
    assert mutants.main(["--documents", str(folder)]) == 2
    assert "lacks shop" in capsys.readouterr().err


def test_the_documents_have_versions_and_reasons():
    documents = read_documents(DATA)
    assert len(documents) >= 6
    assert all(one.version and one.why for one in documents)
