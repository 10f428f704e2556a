"""Generation of cases with two attachments, with casemock and with faker."""

from __future__ import annotations

import json

import contracts
from benchmarks import generate
from benchmarks.bodies import validator, violations
from benchmarks.document import CASE, serverops, with_attachments
from contracts.generation.generate import Generators

DOCUMENT = with_attachments(serverops(), generate.ATTACHMENTS)


def test_document_requires_two_attachments(tmp_path):
    contract = contracts.load(generate.document(tmp_path))
    text = Generators().compile(contract.schema(f"/components/schemas/{CASE}")).text("any")
    assert len(json.loads(text)["attachments"]) == 2


def test_faker_generates_the_same_number_of_valid_cases(monkeypatch):
    cases = []
    monkeypatch.setattr(generate.json, "dumps", cases.append)
    generate.faker_batch()(3)
    monkeypatch.undo()
    assert len(cases) == 3
    assert [violations(json.dumps(case).encode(), validator(DOCUMENT)) for case in cases] == [set()] * 3
