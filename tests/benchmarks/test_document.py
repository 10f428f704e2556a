"""The document that all servers get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import contracts
from benchmarks.document import COLLECTION, convert_to_30, example_case, serverops, write

EXTRACTED = serverops()


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_both_versions_are_valid_documents(tmp_path):
    for name, document in (("3.1.yaml", EXTRACTED), ("3.0.yaml", convert_to_30(EXTRACTED))):
        contract = contracts.load(write(document, tmp_path / name))
        assert [operation.id for operation in contract.operations] == ["serverops_getCase", "serverops_updateCase"]


def test_other_vendors_are_removed():
    assert list(EXTRACTED["paths"]) == [f"{COLLECTION}/{{id}}"]
    assert all(name.startswith("ServerOps") for family in EXTRACTED["components"].values() for name in family)


def test_converted_document_has_no_keywords_of_31():
    converted = convert_to_30(EXTRACTED)
    assert converted["openapi"] == "3.0.3"
    for node in nodes(converted):
        assert "$ref" not in node or len(node) == 1
        assert not isinstance(node.get("examples"), list)
        assert not isinstance(node.get("type"), list)


def test_security_and_extensions_are_kept():
    converted = convert_to_30(EXTRACTED)
    assert "x-mock-order" in converted
    assert converted["paths"][f"{COLLECTION}/{{id}}"]["get"]["security"] == [{"ServerOpsBearerAuth": ["cases:read"]}]


def test_example_is_a_case():
    assert {"id", "title", "attachments"} <= example_case(EXTRACTED).keys()
