"""Every row of the compatibility tables is true, and the page is generated from them."""

from __future__ import annotations

import pytest

from tests.compatibility.page import PAGE, page
from tests.compatibility.rows import Row, failures, read_tables

TABLES = read_tables()


def _parameters() -> list[object]:
    return [pytest.param(row, id=f"{row.file.stem}-{row.line}") for table in TABLES for row in table.rows]


@pytest.mark.parametrize("row", _parameters())
def test_row(row: Row) -> None:
    assert failures(row) == [], row.feature


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)
def test_features_are_unique(table) -> None:
    features = [row.feature for row in table.rows]
    assert len(features) == len(set(features))


def test_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.compatibility.update"
