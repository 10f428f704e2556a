"""Copies of an id in items that clients wrote."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.state.item_schema import ItemSchema
from tests.mockserver.kit import load

TEXT = {"type": "string"}
TICKET = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "url": TEXT, "subject": TEXT},
}


def ticket() -> ItemSchema:
    schema = load({}, components={"schemas": {"Ticket": TICKET}}).schema("/components/schemas/Ticket")
    return ItemSchema(schema, ("id",), [{"id": 1000, "url": "/tickets/1000", "subject": "Lights [#1000]"}])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"url": "/tickets/7", "subject": "Dock [#7]"}),
        ({"url": "/x"}, {"url": "/x", "subject": "Dock [#7]"}),
        ({"subject": "Dock"}, {"url": "/tickets/7", "subject": "Dock [#7]"}),
        ({"subject": "Other"}, {"url": "/tickets/7", "subject": "Dock [#7]"}),
    ],
)
def test_a_sent_string_is_only_replaced_by_one_that_contains_it(body: Any, expected: Any) -> None:
    item = {"id": 1, "url": "/x", "subject": "Dock"}
    assert ticket().set_id_of_written(item, "7", body) == {"id": 7, **expected}
