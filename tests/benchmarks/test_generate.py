"""Cases with two attachments, both ways."""

from __future__ import annotations

import json

import contracts
from benchmarks import generate
from benchmarks.bodies import faults, validator
from benchmarks.document import CASE, serverops, with_attachments
from contracts.generation.generate import Generators

DOCUMENT = with_attachments(serverops(), generate.ATTACHMENTS)


def test_the_document_asks_for_two_attachments(tmp_path):
    contract = contracts.load(generate.document(tmp_path))
    text = Generators().compile(contract.schema(f"/components/schemas/{CASE}")).text("any")
    assert len(json.loads(text)["attachments"]) == 2


def test_faker_makes_the_same_amount_of_valid_data(monkeypatch):
    made = []
    monkeypatch.setattr(generate.json, "dumps", made.append)
    generate.faker_batch()(3)
    monkeypatch.undo()
    assert len(made) == 3
    assert [faults(json.dumps(case).encode(), validator(DOCUMENT)) for case in made] == [set()] * 3
