"""Rows of the settings, and errors in successful and in error responses."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import UsageError
from contracts.generation.field_rows import read_rows
from mockserver.app import create_app
from tests.mockserver.kit import Client, document, response

TEXT = {"type": "string"}
REPLY = {
    "type": "object",
    "properties": {"tier": TEXT, "error": TEXT, "errors": {"type": "array", "items": TEXT, "minItems": 1}},
}
DOCUMENT = document({"/a": {"get": {"responses": {"200": response(REPLY), "404": response(REPLY)}}}})


def test_rows_of_the_settings_apply_to_responses() -> None:
    app = create_app(DOCUMENT, fields=read_rows([{"names": "tier", "values": ["gold"]}]))
    assert Client(app)("GET", "/a").json["tier"] == "gold"


def test_rows_may_be_given_as_tables() -> None:
    app = create_app(DOCUMENT, fields=[{"names": "tier", "values": ["gold"]}])
    assert Client(app)("GET", "/a").json["tier"] == "gold"


def test_rows_that_are_not_valid_are_refused() -> None:
    with pytest.raises(UsageError, match=r"^fields: row 1, provider: unknown provider"):
        create_app(DOCUMENT, fields=[{"names": "tier", "provider": "no.such"}])


@pytest.mark.parametrize(("code", "expected"), [(200, set()), (404, {"error", "errors"})])
def test_only_error_responses_have_errors(code: int, expected: set[str]) -> None:
    reply: Any = Client(create_app(DOCUMENT))("GET", "/a", headers={"prefer": f"code={code}"})
    assert reply.status == code
    assert set(reply.json) == {"tier"} | expected
