"""The document of all servers: complete, alone, and in the 3.0 form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import contracts
from benchmarks.document import COLLECTION, example_case, form_3_0, serverops, write

CUT = serverops()


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_both_forms_are_good_documents(tmp_path):
    for name, document in (("new.yaml", CUT), ("old.yaml", form_3_0(CUT))):
        contract = contracts.load(write(document, tmp_path / name))
        assert [operation.id for operation in contract.operations] == ["serverops_getCase", "serverops_updateCase"]


def test_nothing_of_other_vendors_is_left():
    assert list(CUT["paths"]) == [f"{COLLECTION}/{{id}}"]
    assert all(name.startswith("ServerOps") for family in CUT["components"].values() for name in family)


def test_the_old_form_has_nothing_of_the_new():
    old = form_3_0(CUT)
    assert old["openapi"] == "3.0.3"
    for node in nodes(old):
        assert "$ref" not in node or len(node) == 1
        assert not isinstance(node.get("examples"), list)
        assert not isinstance(node.get("type"), list)


def test_security_and_our_keys_stay():
    old = form_3_0(CUT)
    assert "x-mock-order" in old
    assert old["paths"][f"{COLLECTION}/{{id}}"]["get"]["security"] == [{"ServerOpsBearerAuth": ["cases:read"]}]


def test_the_example_is_a_case():
    assert {"id", "title", "attachments"} <= example_case(CUT).keys()
